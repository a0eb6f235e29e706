-- How items get in line, are held, filled and ended. Every write of a worker carries the lease's token: one whose lease
-- another has taken can change nothing any more. All times are the database's.

create function private.turn_that_is_up(of_priority smallint)
returns bigint
language sql
stable
set search_path = ''
as $$
  select coalesce((
    select turn from public.ai_extraction_queue
    where status = 'queued' and priority = of_priority
    order by turn
    limit 1
  ), 0)
$$;

-- The place in line of a user's next item. Users of a priority take turns (start-time fair queueing: Goyal, Vin & Cheng,
-- SIGCOMM 1996): an item's turn is one after its user's last in line, and never before the turn that is up, so that one
-- with a thousand items in line does not keep one with three waiting, and nobody saves turns up.
create function private.next_turn(of_user uuid, of_priority smallint)
returns bigint
language sql
stable
set search_path = ''
as $$
  select greatest(
    private.turn_that_is_up(of_priority),
    coalesce((
      select turn + 1 from public.ai_extraction_queue
      where status in ('queued', 'paused')
        and turn_of = coalesce(of_user, '00000000-0000-0000-0000-000000000000'::uuid) and priority = of_priority
      order by turn desc
      limit 1
    ), 0)
  )
$$;

-- Puts an item in line. In:
--   { item_id, model_config, configuration_id | null, configuration_version | null, priority | null, max_attempts | null,
--     reserve_most_nano_usd, reserve_least_nano_usd }
-- Out, by state: queued · paused (its user has paused) · busy (it is in line or under way) · rate_limited, with
-- retry_after_ms · gone.
create function public.start_extraction(start jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(start) when 'string' then (start #>> '{}')::jsonb else start end;
  item public.ai_extraction_queue;
  wait_ms bigint;
  is_paused boolean;
begin
  select * into item from public.ai_extraction_queue where id = (input ->> 'item_id')::uuid for update;
  if not found then
    return jsonb_build_object('state', 'gone');
  elsif item.status in ('queued', 'waiting', 'paused', 'processing') then
    return jsonb_build_object('state', 'busy');
  end if;
  wait_ms := private.take_request(item.user_id);
  if wait_ms > 0 then
    return jsonb_build_object('state', 'rate_limited', 'retry_after_ms', wait_ms);
  end if;
  is_paused := exists (select from private.queue_pauses where user_id = item.user_id);
  item.priority := coalesce((input ->> 'priority')::smallint, item.priority);
  update public.ai_extraction_queue
  set
    status = case when is_paused then 'paused' else 'queued' end,
    priority = item.priority,
    turn = private.next_turn(item.user_id, item.priority),
    model_config = input -> 'model_config',
    configuration_id = (input ->> 'configuration_id')::uuid,
    configuration_version = (input ->> 'configuration_version')::integer,
    round = item.round + 1,
    run_id = null,
    attempt = 0,
    max_attempts = coalesce((input ->> 'max_attempts')::smallint, 4),
    takeovers = 0,
    goes_on = false,
    cancel_requested = false,
    lease_token = null,
    reserve_most_nano_usd = (input ->> 'reserve_most_nano_usd')::bigint,
    reserve_least_nano_usd = (input ->> 'reserve_least_nano_usd')::bigint,
    stage = null, result = null, stage_results = '[]', accuracy = null, field_accuracy = null,
    calls = 0, input_tokens = 0, output_tokens = 0, cost_nano_usd = 0, cost_is_estimate = false,
    error_code = null, error_message = null,
    queued_at = clock_timestamp(), started_at = null, finished_at = null
  where id = item.id;
  return jsonb_build_object('state', case when is_paused then 'paused' else 'queued' end);
end
$$;

-- Puts an item that was given up back in line: what it has stored is not done again. False where it is not a dead letter.
create function public.retry_extraction(item_id uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.ai_extraction_queue item
  set
    status = case
      when exists (select from private.queue_pauses pause where pause.user_id = item.user_id) then 'paused' else 'queued'
    end,
    turn = private.next_turn(item.user_id, item.priority),
    -- attempts are counted on, as failures are stored by their number
    max_attempts = least(item.attempt + 4, 32767),
    takeovers = 0, goes_on = false, cancel_requested = false, run_id = null, lease_token = null,
    error_code = null, error_message = null, finished_at = null, queued_at = clock_timestamp()
  where item.id = item_id and item.status = 'dead_letter';
  return found;
end
$$;

-- Everything that follows from an item's end: its run in the books, the use of its configuration, and, where it had a
-- ground truth, what it teaches.
create function private.settle_extraction(ended public.ai_extraction_queue)
returns void
language plpgsql
set search_path = ''
as $$
declare
  booked uuid[];
begin
  if ended.configuration_id is not null and ended.status <> 'cancelled' then
    insert into public.configuration_usage (
      configuration_id, configuration_version, item_id, round, user_id, success, accuracy, cost_nano_usd, duration_ms,
      error_code
    )
    values (
      ended.configuration_id, ended.configuration_version, ended.id, ended.round, ended.user_id,
      ended.status = 'completed', ended.accuracy, ended.cost_nano_usd,
      private.milliseconds_between(ended.started_at, ended.finished_at), ended.error_code
    )
    on conflict on constraint a_use_is_counted_once do update
    set
      success = excluded.success, accuracy = excluded.accuracy, cost_nano_usd = excluded.cost_nano_usd,
      duration_ms = excluded.duration_ms, error_code = excluded.error_code, used_at = excluded.used_at;
  end if;
  if ended.run_id is null then
    return;
  end if;

  if ended.ground_truth is not null and ended.status <> 'cancelled' then
    -- the quality of an attempt is its accuracy in points; it has its result's id, so that it is booked once
    with inserted as (
      insert into public.model_performance (
        id, run_id, attempt_number, user_id, model, provider, approach, task_type, complexity, priority, status,
        quality_score, duration_ms, cost_nano_usd, cost_is_estimate, input_tokens, cached_input_tokens, output_tokens,
        error_code, error_message
      )
      select
        outcome.id, ended.run_id, row_number() over (order by outcome.created_at, outcome.id), ended.user_id,
        outcome.model, outcome.provider, 'simple', 'extraction:' || ended.kind, 'medium', 1, outcome.status,
        case when outcome.status = 'succeeded' then round(outcome.accuracy * 100) end,
        outcome.latency_ms, outcome.cost_nano_usd, outcome.cost_is_estimate,
        outcome.input_tokens, outcome.cached_input_tokens, outcome.output_tokens,
        outcome.error_code, outcome.error_message
      from public.extraction_results outcome
      where outcome.item_id = ended.id and outcome.round = ended.round and outcome.role = 'stage'
        and (outcome.accuracy is not null or outcome.status = 'failed')
      on conflict (id) do nothing
      returning id
    )
    select array_agg(id) into booked from inserted;
  end if;

  update public.orchestration_runs run
  set
    status = case ended.status when 'completed' then 'succeeded' when 'cancelled' then 'cancelled' else 'failed' end,
    http_status = case ended.status when 'completed' then 200 when 'cancelled' then 499 else 502 end,
    result = jsonb_build_object('itemId', ended.id, 'text', ended.result, 'message', ended.error_message),
    error_code = ended.error_code,
    input_tokens = spent.input_tokens,
    output_tokens = spent.output_tokens,
    cost_nano_usd = spent.cost_nano_usd,
    cost_is_estimate = spent.cost_is_estimate,
    duration_ms = private.milliseconds_between(ended.started_at, ended.finished_at),
    finished_at = ended.finished_at
  from (
    select
      coalesce(sum(usage.input_tokens), 0)::bigint as input_tokens,
      coalesce(sum(usage.output_tokens), 0)::bigint as output_tokens,
      case
        when count(*) = count(usage.cost_nano_usd) then coalesce(sum(usage.cost_nano_usd), 0)::bigint
      end as cost_nano_usd,
      coalesce(bool_or(usage.cost_is_estimate or usage.cost_nano_usd is null), false) as cost_is_estimate
    from public.model_usage usage
    where usage.run_id = ended.run_id
  ) spent
  where run.id = ended.run_id and run.status = 'running';

  -- last, as these few rows are everybody's: they stay locked until the transaction ends
  if booked is not null then
    perform private.learn(booked);
  end if;
end
$$;

create function private.milliseconds_between(earlier timestamptz, later timestamptz)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select least(2147483647, greatest(0, coalesce(extract(epoch from later - earlier) * 1000, 0)))::integer
$$;

-- Ends an item without its worker, or gives it up.
create function private.end_extraction(item_id uuid, as_status text, code text, message text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  ended public.ai_extraction_queue;
begin
  update public.ai_extraction_queue item
  set
    status = as_status, error_code = code, error_message = message, wake_at = null, cancel_requested = false,
    finished_at = clock_timestamp()
  where item.id = item_id
  returning item.* into ended;
  perform private.settle_extraction(ended);
end
$$;

-- Cancels an item: at once where it waits; where it is under way its worker is asked to. Out: cancelled, requested,
-- ended (it has), gone.
create function public.cancel_extraction(item_id uuid)
returns text
language plpgsql
set search_path = ''
as $$
declare
  item public.ai_extraction_queue;
begin
  select * into item from public.ai_extraction_queue known where known.id = item_id for update;
  if not found then
    return 'gone';
  elsif item.status in ('completed', 'dead_letter', 'cancelled') then
    return 'ended';
  elsif item.status = 'processing' and item.wake_at > clock_timestamp() then
    update public.ai_extraction_queue known set cancel_requested = true where known.id = item.id;
    return 'requested';
  end if;
  perform private.end_extraction(item.id, 'cancelled', 'cancelled', null);
  return 'cancelled';
end
$$;

-- Back in line: those whose pause is over, and those whose worker is gone.
create function private.requeue_due_extractions()
returns void
language plpgsql
set search_path = ''
as $$
declare
  due public.ai_extraction_queue;
  -- an item that has outlived so many workers is what ends them
  max_takeovers constant integer := 10;
begin
  for due in
    select * from public.ai_extraction_queue
    where status in ('waiting', 'processing') and wake_at <= clock_timestamp()
    order by wake_at
    limit 100
    for update skip locked
  loop
    if due.cancel_requested then
      perform private.end_extraction(due.id, 'cancelled', 'cancelled', null);
    elsif due.status = 'processing' and due.takeovers >= max_takeovers then
      perform private.end_extraction(due.id, 'dead_letter', 'worker_lost', 'Its workers were lost, one after the other.');
    else
      update public.ai_extraction_queue
      set
        status = case
          when exists (select from private.queue_pauses pause where pause.user_id = due.user_id) then 'paused'
          else 'queued'
        end,
        turn = greatest(turn, case when due.status = 'waiting' then private.turn_that_is_up(due.priority) end),
        goes_on = due.status = 'processing',
        takeovers = due.takeovers + case when due.status = 'processing' then 1 else 0 end,
        lease_token = null,
        wake_at = null
      where id = due.id;
    end if;
  end loop;
end
$$;

-- Takes up to `most` items from the head of the line. In: { most, lease_ms }. Out:
--   { items: [row with results: those stored of this round], limited_models, open_circuits }
-- Any number of workers may ask at once, and none waits for another.
create function public.claim_extractions(claim jsonb)
returns json
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(claim) when 'string' then (claim #>> '{}')::jsonb else claim end;
  lease interval := (input ->> 'lease_ms')::integer * interval '1 millisecond';
  claimed uuid[];
  item public.ai_extraction_queue;
begin
  if exists (select from private.queue_pauses where user_id is null) then
    return json_build_object('items', '[]'::json, 'limited_models', '[]'::json, 'open_circuits', '[]'::json);
  end if;
  perform private.requeue_due_extractions();

  with head as (
    select waiting.id
    from public.ai_extraction_queue waiting
    where waiting.status = 'queued'
      -- one who paused this very moment
      and not exists (select from private.queue_pauses pause where pause.user_id = waiting.user_id)
    order by waiting.priority desc, waiting.turn, waiting.position
    limit (input ->> 'most')::integer
    for update skip locked
  ),
  taken as (
    update public.ai_extraction_queue known
    set
      status = 'processing',
      lease_token = gen_random_uuid(),
      wake_at = clock_timestamp() + lease,
      attempt = known.attempt + case when known.goes_on then 0 else 1 end,
      started_at = coalesce(known.started_at, clock_timestamp()),
      run_id = coalesce(known.run_id, gen_random_uuid())
    from head
    where known.id = head.id
    returning known.*
  ),
  opened as (
    insert into public.orchestration_runs (id, user_id, request_hash, request, options, lease_expires_at)
    select
      run_id, user_id, 'extraction', 'Extraction: ' || coalesce(name, kind),
      -- held through its item: nobody may take it for a run whose worker is gone
      jsonb_build_object('itemId', id), '9999-12-31'
    from taken
    on conflict (id) do nothing
  )
  select array_agg(id) into claimed from taken;

  if claimed is not null and exists (select from public.spend_limits) then
    for item in select * from public.ai_extraction_queue where id = any (claimed) loop
      if private.reserved_for(item.run_id) is null and private.reserve_spend(
        item.run_id, item.user_id, item.reserve_most_nano_usd, item.reserve_least_nano_usd
      ) = -1 then
        perform private.fail_extraction(
          item.id, 'budget_exceeded', 'A spend cap leaves too little for this.', true, 10000
        );
      end if;
    end loop;
  end if;

  return json_build_object(
    'items', coalesce((
      select json_agg(json_build_object(
        'id', held.id, 'user_id', held.user_id, 'kind', held.kind, 'priority', held.priority,
        'input_type', held.input_type, 'input_text', held.input_text, 'input_data', held.input_data,
        'input_mime_type', held.input_mime_type, 'schema', held.schema, 'stages', held.stages,
        'ground_truth', held.ground_truth, 'model_config', held.model_config, 'round', held.round,
        'run_id', held.run_id, 'attempt', held.attempt, 'lease_token', held.lease_token,
        'calls', held.calls, 'cost_nano_usd', held.cost_nano_usd,
        'reserved_nano_usd', private.reserved_for(held.run_id),
        'results', case when held.calls = 0 then '[]'::json else (
          select coalesce(json_agg(json_build_object(
            'stage', outcome.stage, 'repeat', outcome.repeat, 'role', outcome.role, 'model', outcome.model,
            'attempt', outcome.attempt, 'status', outcome.status, 'output', outcome.output,
            'accuracy', outcome.accuracy, 'error_code', outcome.error_code, 'error_message', outcome.error_message,
            'cost_nano_usd', outcome.cost_nano_usd
          ) order by outcome.created_at, outcome.id), '[]')
          from public.extraction_results outcome
          where outcome.item_id = held.id and outcome.round = held.round
        ) end
      ) order by held.priority desc, held.turn, held.position)
      from public.ai_extraction_queue held
      where held.id = any (claimed) and held.status = 'processing'
    ), '[]'),
    'limited_models', private.limited_models(),
    'open_circuits', private.open_circuits()
  );
end
$$;

-- A try that failed: again after a pause, or never. The pause is a uniform share ("full jitter") of 2 s, twice that each
-- time after, 5 minutes at most, and never shorter than `at_least_ms`.
create function private.fail_extraction(item_id uuid, code text, message text, is_retryable boolean, at_least_ms bigint)
returns void
language plpgsql
set search_path = ''
as $$
declare
  item public.ai_extraction_queue;
begin
  select * into item from public.ai_extraction_queue known where known.id = item_id;
  if not is_retryable or item.attempt >= item.max_attempts then
    perform private.end_extraction(item_id, 'dead_letter', code, message);
    return;
  end if;
  update public.ai_extraction_queue known
  set
    status = 'waiting', error_code = code, error_message = message, goes_on = false,
    wake_at = clock_timestamp() + interval '1 millisecond' * greatest(
      coalesce(at_least_ms, 0), random() * least(300000, 2000 * 2 ^ least(item.attempt - 1, 20))
    )
  where known.id = item_id;
end
$$;

-- The heartbeat of one worker. In: [{ item_id, lease_token, lease_ms }]. Out: [{ lease_token, state }], by state:
-- held · cancel_requested · superseded (another's, ended, or gone).
create function public.renew_extraction_leases(leases jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(leases) when 'string' then (leases #>> '{}')::jsonb else leases end;
begin
  -- in one order everywhere, so that workers wait for each other and never deadlock
  perform from public.ai_extraction_queue
  where id in (select item_id from jsonb_to_recordset(input) as lease (item_id uuid))
  order by id
  for update;
  update public.ai_extraction_queue item
  set wake_at = clock_timestamp() + lease.lease_ms * interval '1 millisecond'
  from jsonb_to_recordset(input) as lease (item_id uuid, lease_token uuid, lease_ms integer)
  where item.id = lease.item_id and item.lease_token = lease.lease_token and item.status = 'processing';
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'lease_token', lease.lease_token,
      'state', case
        when item.lease_token is distinct from lease.lease_token or item.status <> 'processing' then 'superseded'
        when item.cancel_requested then 'cancel_requested'
        else 'held'
      end
    ))
    from jsonb_to_recordset(input) as lease (item_id uuid, lease_token uuid)
    left join public.ai_extraction_queue item on item.id = lease.item_id
  ), '[]');
end
$$;

-- Stores what workers found out, several items' at once, all or nothing: results, the calls they took, and how an item
-- ends. In: [{ item_id, lease_token, stage, results, calls, end }], where results and calls carry the columns of
-- extraction_results and model_usage and ids of the worker's making, so that the same may be sent again, and end is null or
--   { kind: completed, result, stage_results, accuracy, field_accuracy }
--   { kind: failed, error_code, error_message, is_retryable, retry_after_ms }
--   { kind: cancelled } · { kind: released }: another worker goes on with it at once
-- Out: [{ item_id, state }] with recorded, superseded or gone. Nothing is written for the latter two.
create function public.record_extractions(records jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(records) when 'string' then (records #>> '{}')::jsonb else records end;
  entry jsonb;
  answers jsonb := '[]';
begin
  for entry in
    select value from jsonb_array_elements(input) as each (value) order by value ->> 'item_id'
  loop
    answers := answers || jsonb_build_object(
      'item_id', entry -> 'item_id', 'state', private.record_extraction(entry)
    );
  end loop;
  return answers;
end
$$;

create function private.record_extraction(entry jsonb)
returns text
language plpgsql
set search_path = ''
as $$
declare
  item public.ai_extraction_queue;
  ending jsonb := nullif(entry -> 'end', 'null');
  ends_as text := ending ->> 'kind';
  fresh record;
begin
  select * into item from public.ai_extraction_queue where id = (entry ->> 'item_id')::uuid for update;
  if not found then
    return 'gone';
  elsif item.lease_token is distinct from (entry ->> 'lease_token')::uuid then
    return 'superseded';
  elsif item.status <> 'processing' then
    -- told twice: the answer was lost on the way
    return 'recorded';
  end if;

  insert into public.extraction_results (
    id, item_id, user_id, round, stage, stage_number, repeat, role, model, provider, attempt, status, output, raw_answer,
    accuracy, latency_ms, input_tokens, cached_input_tokens, output_tokens, cost_nano_usd, cost_is_estimate,
    error_code, error_message, executed_at
  )
  select
    outcome.id, item.id, item.user_id, item.round, outcome.stage, outcome.stage_number, outcome.repeat, outcome.role,
    outcome.model, outcome.provider, item.attempt, outcome.status, nullif(outcome.output, 'null'), outcome.raw_answer,
    outcome.accuracy, outcome.latency_ms, outcome.input_tokens, outcome.cached_input_tokens, outcome.output_tokens,
    outcome.cost_nano_usd, outcome.cost_is_estimate, outcome.error_code, outcome.error_message,
    to_timestamp(outcome.executed_at_ms / 1000)
  from jsonb_to_recordset(entry -> 'results') as outcome (
    id uuid, stage text, stage_number smallint, repeat smallint, role text, model text, provider text, status text,
    output jsonb, raw_answer text, accuracy double precision, latency_ms integer, input_tokens integer,
    cached_input_tokens integer, output_tokens integer, cost_nano_usd bigint, cost_is_estimate boolean,
    error_code text, error_message text, executed_at_ms double precision
  )
  on conflict do nothing;

  with inserted as (
    insert into public.model_usage (
      id, run_id, call_number, item_id, user_id, stage, model, provider, input_tokens, cached_input_tokens, output_tokens,
      reasoning_tokens, usage_is_estimate, response_time_ms, first_token_ms, cost_nano_usd, cost_is_estimate, success,
      error_code, error_message, started_at
    )
    select
      call.id, item.run_id, item.calls + row_number() over (order by call.started_at_ms, call.id), item.id, item.user_id,
      call.stage, call.model, call.provider, call.input_tokens, call.cached_input_tokens, call.output_tokens,
      call.reasoning_tokens, call.usage_is_estimate, call.response_time_ms, call.first_token_ms, call.cost_nano_usd,
      call.cost_is_estimate, call.success, call.error_code, call.error_message, to_timestamp(call.started_at_ms / 1000)
    from jsonb_to_recordset(entry -> 'calls') as call (
      id uuid, stage text, model text, provider text, input_tokens integer, cached_input_tokens integer,
      output_tokens integer, reasoning_tokens integer, usage_is_estimate boolean, response_time_ms integer,
      first_token_ms integer, cost_nano_usd bigint, cost_is_estimate boolean, success boolean, error_code text,
      error_message text, started_at_ms double precision
    )
    where not exists (select from public.model_usage known where known.id = call.id)
    returning *
  )
  select
    count(*)::integer as calls,
    coalesce(sum(input_tokens), 0) as input_tokens,
    coalesce(sum(output_tokens), 0) as output_tokens,
    case when count(*) = count(cost_nano_usd) then coalesce(sum(cost_nano_usd), 0)::bigint end as cost_nano_usd,
    coalesce(bool_or(cost_is_estimate), false) as cost_is_estimate,
    array_agg(json_build_object('provider', provider, 'model', model, 'success', success, 'code', error_code)
      order by provider, model) as told
  into fresh
  from inserted;

  -- the breakers hear of it at once, but for items with a ground truth, whose attempts tell them when they are booked
  if item.ground_truth is null and fresh.calls > 0 then
    perform private.note_provider_answer(
      told ->> 'provider', told ->> 'model', item.id,
      private.provider_answers(case when (told ->> 'success')::boolean then 'succeeded' else 'failed' end, told ->> 'code'),
      told ->> 'code'
    )
    from unnest(fresh.told) told;
  end if;

  update public.ai_extraction_queue known
  set
    stage = coalesce(entry ->> 'stage', known.stage),
    calls = known.calls + fresh.calls,
    input_tokens = known.input_tokens + fresh.input_tokens,
    output_tokens = known.output_tokens + fresh.output_tokens,
    cost_nano_usd = known.cost_nano_usd + fresh.cost_nano_usd,
    cost_is_estimate = known.cost_is_estimate or fresh.cost_is_estimate,
    status = case ends_as when 'completed' then 'completed' when 'released' then 'queued' else known.status end,
    goes_on = coalesce(ends_as = 'released', false),
    wake_at = case when ends_as in ('completed', 'released') then null else known.wake_at end,
    finished_at = case when ends_as = 'completed' then clock_timestamp() end,
    cancel_requested = known.cancel_requested and ends_as is distinct from 'completed',
    result = nullif(ending -> 'result', 'null'),
    stage_results = coalesce(ending -> 'stage_results', known.stage_results),
    accuracy = (ending ->> 'accuracy')::double precision,
    field_accuracy = nullif(ending -> 'field_accuracy', 'null'),
    error_code = case when ends_as = 'completed' then null else known.error_code end,
    error_message = case when ends_as = 'completed' then null else known.error_message end
  where known.id = item.id
  returning known.* into item;

  if ends_as = 'completed' then
    perform private.settle_extraction(item);
  elsif ends_as = 'failed' then
    perform private.fail_extraction(
      item.id, ending ->> 'error_code', ending ->> 'error_message', (ending ->> 'is_retryable')::boolean,
      (ending ->> 'retry_after_ms')::bigint
    );
  elsif ends_as = 'cancelled' then
    perform private.end_extraction(item.id, 'cancelled', 'cancelled', null);
  end if;
  return 'recorded';
end
$$;

-- Holds what waits: of one user, or with null of everybody. What is under way goes on. Out: how many items it holds.
create function public.pause_extractions(of_user uuid)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  held integer;
begin
  insert into private.queue_pauses (user_id) values (of_user) on conflict do nothing;
  if of_user is null then
    return (select count(*) from public.ai_extraction_queue where status = 'queued');
  end if;
  update public.ai_extraction_queue set status = 'paused' where user_id = of_user and status = 'queued';
  get diagnostics held = row_count;
  return held;
end
$$;

-- Out: how many items are in line again, in their old order and behind nobody's turn.
create function public.resume_extractions(of_user uuid)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  resumed integer;
begin
  delete from private.queue_pauses where user_id is not distinct from of_user;
  if of_user is null then
    return (select count(*) from public.ai_extraction_queue where status = 'queued');
  end if;
  update public.ai_extraction_queue item
  -- turns that passed meanwhile are not made up for
  set status = 'queued', turn = item.turn + greatest(0, own.shift)
  from (
    select priority, private.turn_that_is_up(priority) - min(turn) as shift
    from public.ai_extraction_queue
    where user_id = of_user and status = 'paused'
    group by priority
  ) own
  where item.user_id = of_user and item.status = 'paused' and item.priority = own.priority;
  get diagnostics resumed = row_count;
  return resumed;
end
$$;

-- Who has paused: { everybody, user }.
create function public.extraction_pauses(of_user uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'everybody', exists (select from private.queue_pauses where user_id is null),
    'user', exists (select from private.queue_pauses where user_id = of_user)
  )
$$;

-- True where a worker would find something to do.
create function public.extractions_wait()
returns boolean
language sql
stable
set search_path = ''
as $$
  select not exists (select from private.queue_pauses where user_id is null) and (
    exists (select from public.ai_extraction_queue where status = 'queued')
    or exists (
      select from public.ai_extraction_queue
      where status in ('waiting', 'processing') and wake_at <= clock_timestamp()
    )
  )
$$;

do $$
declare
  made text;
begin
  foreach made in array array[
    'private.next_turn(uuid, smallint)', 'private.turn_that_is_up(smallint)', 'public.start_extraction(jsonb)',
    'public.retry_extraction(uuid)', 'private.settle_extraction(public.ai_extraction_queue)',
    'private.milliseconds_between(timestamptz, timestamptz)', 'private.end_extraction(uuid, text, text, text)',
    'public.cancel_extraction(uuid)', 'private.requeue_due_extractions()', 'public.claim_extractions(jsonb)',
    'private.fail_extraction(uuid, text, text, boolean, bigint)', 'public.renew_extraction_leases(jsonb)',
    'public.record_extractions(jsonb)', 'private.record_extraction(jsonb)', 'public.pause_extractions(uuid)',
    'public.resume_extractions(uuid)', 'public.extraction_pauses(uuid)', 'public.extractions_wait()'
  ] loop
    execute format('revoke all on function %s from public, anon, authenticated', made);
    execute format('grant execute on function %s to service_role', made);
  end loop;
end
$$;
