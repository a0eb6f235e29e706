-- How experiments are begun, held, paid for and ended. Every write carries the lease token: a worker whose lease another
-- has taken can change nothing any more.

-- Begins an experiment with its agents, and reserves what it may spend where a cap holds for the caller.
-- In: { user_id, configuration, configuration_hash, seed, models, default_model, warnings, groups, agents: [{ group_number,
--   agent_number, scenario, model_name, model, provider, initial_power }], agents_per_group, rounds_per_group,
--   budget_nano_usd | null, most_nano_usd (what it can cost at the most), lease_ms, name }.
-- Out: { state: 'begun', id } or { state: 'over_budget' }.
create function public.begin_experiment(record jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(record) when 'string' then (record #>> '{}')::jsonb else record end;
  owner uuid := (input ->> 'user_id')::uuid;
  budget bigint := (input ->> 'budget_nano_usd')::bigint;
  made uuid := gen_random_uuid();
  granted bigint;
begin
  -- its row in the ledger of runs: calls are booked under it. Nobody takes it over, experiments have leases of their own.
  insert into public.orchestration_runs (id, user_id, request_hash, request, options, lease_expires_at)
  values (
    made, owner, input ->> 'configuration_hash', 'Experiment: ' || (input ->> 'name'),
    jsonb_build_object('experimentId', made, 'models', input -> 'models'), 'infinity'
  );
  granted := private.reserve_spend(
    made, owner, coalesce(budget, (input ->> 'most_nano_usd')::bigint), coalesce(budget, 1)
  );
  if granted = -1 then
    delete from public.orchestration_runs where id = made;
    return jsonb_build_object('state', 'over_budget');
  end if;

  insert into public.experiments (
    id, user_id, configuration, configuration_hash, seed, models, default_model, warnings, groups, agents_per_group,
    rounds_per_group, budget_nano_usd, lease_expires_at
  )
  values (
    made, owner, input -> 'configuration', input ->> 'configuration_hash', (input ->> 'seed')::bigint, input -> 'models',
    input -> 'default_model', input -> 'warnings', input -> 'groups', (input ->> 'agents_per_group')::integer,
    (input ->> 'rounds_per_group')::integer, coalesce(granted, budget),
    clock_timestamp() + (input ->> 'lease_ms')::integer * interval '1 millisecond'
  );
  insert into public.experiment_agents (
    experiment_id, user_id, group_number, agent_number, scenario, model_name, model, provider, initial_power, power
  )
  select
    made, owner, agent.group_number, agent.agent_number, agent.scenario, agent.model_name, agent.model, agent.provider,
    agent.initial_power, agent.initial_power
  from jsonb_to_recordset(input -> 'agents') as agent (
    group_number integer, agent_number integer, scenario text, model_name text, model text, provider text,
    initial_power double precision
  );
  return jsonb_build_object('state', 'begun', 'id', made);
end
$$;

-- Books calls that have ended into the ledger, and what they cost into the experiment's account.
create function private.book_experiment_calls(of_experiment uuid, ended uuid[], usages jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.model_usage (
    run_id, call_number, user_id, stage, model, provider, input_tokens, cached_input_tokens, output_tokens,
    reasoning_tokens, usage_is_estimate, response_time_ms, first_token_ms, cost_nano_usd, cost_is_estimate, success,
    error_code, error_message, started_at
  )
  select
    call.experiment_id, call.call_number, call.user_id, 'experiment_' || call.stage, call.model, call.provider,
    coalesce(usage.input_tokens, 0), coalesce(usage.cached_input_tokens, 0), coalesce(usage.output_tokens, 0),
    coalesce(usage.reasoning_tokens, 0), coalesce(usage.usage_is_estimate, true), coalesce(usage.response_time_ms, 0),
    usage.first_token_ms, call.cost_nano_usd, coalesce(usage.cost_is_estimate, true), call.status = 'succeeded',
    call.error_code, usage.error_message, coalesce(usage.started_at, call.begun_at)
  from public.experiment_calls call
  left join jsonb_to_recordset(usages) as usage (
    id uuid, input_tokens integer, cached_input_tokens integer, output_tokens integer, reasoning_tokens integer,
    usage_is_estimate boolean, response_time_ms integer, first_token_ms integer, cost_is_estimate boolean,
    error_message text, started_at timestamptz
  ) on usage.id = call.id
  where call.id = any (ended)
  on conflict on constraint a_call_is_recorded_once do nothing;

  update public.experiments
  set
    reserved_nano_usd = greatest(0, reserved_nano_usd - totals.reserved),
    spent_nano_usd = spent_nano_usd + totals.spent
  from (
    select
      coalesce(sum(reserved_nano_usd), 0)::bigint as reserved,
      -- what nobody knows the price of is taken for what was reserved
      coalesce(sum(coalesce(cost_nano_usd, reserved_nano_usd)), 0)::bigint as spent
    from public.experiment_calls where id = any (ended)
  ) totals
  where id = of_experiment;
end
$$;

-- Calls whose worker is gone have no answer; nobody will say what they cost, so they are taken to have cost what they could.
create function private.lose_experiment_calls(of_experiment uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  lost uuid[];
begin
  with gone as (
    update public.experiment_calls
    set status = 'lost', error_code = 'lost', cost_nano_usd = reserved_nano_usd, reached_by = clock_timestamp()
    where experiment_id = of_experiment and status = 'begun'
    returning id
  )
  select array_agg(id) into lost from gone;
  if lost is not null then
    perform private.book_experiment_calls(of_experiment, lost, '[]');
  end if;
end
$$;

-- Hands a running experiment whose lease has run out to the caller: the given one, or where none is given the one that
-- has waited longest. Its last worker's calls that have no answer are lost.
-- Null where there is none.
create function public.claim_experiment(wanted uuid, lease_ms integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  held public.experiments;
begin
  select * into held from public.experiments
  where status = 'running' and lease_expires_at <= clock_timestamp() and (wanted is null or id = wanted)
  order by lease_expires_at
  limit 1
  for update skip locked;
  if not found then
    return null;
  end if;
  update public.experiments
  set
    lease_token = gen_random_uuid(),
    lease_expires_at = clock_timestamp() + lease_ms * interval '1 millisecond',
    takeovers = takeovers + 1
  where id = held.id;
  perform private.lose_experiment_calls(held.id);
  return (select to_jsonb(experiment) from public.experiments experiment where id = held.id);
end
$$;

-- True where the lease is still the caller's; it then runs so long from now. 0 gives it up for the next worker.
create function public.renew_experiment_lease(held uuid, token uuid, lease_ms integer)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.experiments
  set lease_expires_at = clock_timestamp() + lease_ms * interval '1 millisecond'
  where id = held and lease_token = token and status = 'running';
  return found;
end
$$;

-- Writes calls down before they are made, as many of them, in order, as the budget has room for.
-- In: { experiment_id, lease_token, calls: [{ id, group_number, round_number, stage, agent_number, other_number,
--   try_number, model, provider, fallback_from, reserved_nano_usd }] }. Ids are the caller's: the same batch may come twice.
-- Out: { state: 'begun', begun: [id] } (the others found no room) or { state: 'superseded' }.
create function public.begin_experiment_calls(batch jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(batch) when 'string' then (batch #>> '{}')::jsonb else batch end;
  held public.experiments;
  newly bigint;
  counted integer;
begin
  select * into held from public.experiments where id = (input ->> 'experiment_id')::uuid for update;
  if not found or held.status <> 'running' or held.lease_token <> (input ->> 'lease_token')::uuid then
    return jsonb_build_object('state', 'superseded');
  end if;
  with asked as (
    select call.*, row_number() over (order by place) as nth,
      sum(call.reserved_nano_usd) over (order by place) as so_far
    from rows from (
      jsonb_to_recordset(input -> 'calls') as (
        id uuid, group_number integer, round_number integer, stage text, agent_number integer, other_number integer,
        try_number integer, model text, provider text, fallback_from text, reserved_nano_usd bigint
      )
    ) with ordinality as call (
      id, group_number, round_number, stage, agent_number, other_number, try_number, model, provider, fallback_from,
      reserved_nano_usd, place
    )
    where not exists (select from public.experiment_calls known where known.id = call.id)
  ),
  written as (
    insert into public.experiment_calls (
      id, experiment_id, user_id, call_number, group_number, round_number, stage, agent_number, other_number, try_number,
      model, provider, fallback_from, reserved_nano_usd
    )
    select
      id, held.id, held.user_id, held.calls_begun + nth, group_number, round_number, stage, agent_number, other_number,
      try_number, model, provider, fallback_from, reserved_nano_usd
    from asked
    where held.budget_nano_usd is null
      or held.spent_nano_usd + held.reserved_nano_usd + so_far <= held.budget_nano_usd
    returning reserved_nano_usd
  )
  select count(*), coalesce(sum(reserved_nano_usd), 0) into counted, newly from written;
  update public.experiments
  set calls_begun = calls_begun + counted, reserved_nano_usd = reserved_nano_usd + newly
  where id = held.id;
  return jsonb_build_object('state', 'begun', 'begun', coalesce((
    select jsonb_agg(call.id)
    from public.experiment_calls call
    join jsonb_to_recordset(input -> 'calls') as asked (id uuid) on asked.id = call.id
  ), '[]'));
end
$$;

-- Keeps what came of calls, and books them.
-- In: { experiment_id, lease_token, calls: [{ id, status, answer, decision, cost_nano_usd, error_code, error_message,
--   reached_by, started_at, input_tokens, … }] }. Out: saved (what was saved before stays as it was) or superseded.
-- A worker that has lost its lease keeps nothing: its calls are booked as lost by then.
create function public.finish_experiment_calls(batch jsonb)
returns text
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(batch) when 'string' then (batch #>> '{}')::jsonb else batch end;
  held public.experiments;
  ended uuid[];
begin
  select * into held from public.experiments where id = (input ->> 'experiment_id')::uuid for update;
  if not found or held.lease_token <> (input ->> 'lease_token')::uuid then
    return 'superseded';
  end if;
  with kept as (
    update public.experiment_calls call
    set
      status = outcome.status, answer = outcome.answer, decision = outcome.decision,
      cost_nano_usd = outcome.cost_nano_usd, input_tokens = outcome.input_tokens, output_tokens = outcome.output_tokens,
      error_code = outcome.error_code, reached_by = outcome.reached_by
    from jsonb_to_recordset(input -> 'calls') as outcome (
      id uuid, status text, answer text, decision text, cost_nano_usd bigint, input_tokens integer,
      output_tokens integer, error_code text, reached_by timestamptz
    )
    where call.id = outcome.id and call.experiment_id = held.id and call.status = 'begun'
    returning call.id
  )
  select array_agg(id) into ended from kept;
  if ended is not null then
    perform private.book_experiment_calls(held.id, ended, input -> 'calls');
  end if;
  return case when held.status = 'running' then 'saved' else 'superseded' end;
end
$$;

-- Keeps a round that was played, once, and how the agents stand after it. False where the lease is another's or the
-- experiment has ended.
create function public.save_experiment_round(record jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(record) when 'string' then (record #>> '{}')::jsonb else record end;
  held public.experiments;
begin
  select * into held from public.experiments where id = (input ->> 'experiment_id')::uuid for update;
  if not found or held.status <> 'running' or held.lease_token <> (input ->> 'lease_token')::uuid then
    return false;
  end if;
  insert into public.experiment_rounds (
    experiment_id, user_id, group_number, round_number, strategies, decisions, standings
  )
  values (
    held.id, held.user_id, (input ->> 'group_number')::integer, (input ->> 'round_number')::integer,
    input -> 'strategies', input -> 'decisions', input -> 'standings'
  )
  on conflict on constraint a_round_is_played_once do nothing;
  if found then
    update public.experiment_agents agent
    set score = standing.score, power = standing.power
    from jsonb_to_recordset(input -> 'standings') as standing (
      agent integer, score double precision, power double precision
    )
    where agent.experiment_id = held.id
      and agent.group_number = (input ->> 'group_number')::integer
      and agent.agent_number = standing.agent;
  end if;
  return true;
end
$$;

-- Puts a warning on record, once for each code and model.
create function public.warn_experiment(held uuid, token uuid, warning jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(warning) when 'string' then (warning #>> '{}')::jsonb else warning end;
begin
  update public.experiments
  set warnings = warnings || jsonb_build_array(input)
  where id = held and lease_token = token and status = 'running'
    and not warnings @> jsonb_build_array(
      jsonb_build_object('code', input -> 'code', 'model_name', input -> 'model_name')
    );
end
$$;

-- Ends an experiment and its row in the ledger, which frees what it had reserved of the caller's caps. With a token: as its
-- worker. Without: cancels it, whoever holds it. False where it is not running or the token is no longer good.
create function public.finish_experiment(held uuid, token uuid, failure jsonb)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(failure) when 'string' then (failure #>> '{}')::jsonb else failure end;
  owner uuid;
  ended public.experiments;
begin
  select user_id into owner from public.experiments where id = held;
  if not found or (owner is not null and not private.hold_user(owner)) then
    return false;
  end if;
  update public.experiments
  set
    status = case
      when token is null then 'cancelled'
      when jsonb_typeof(input) = 'object' then 'failed'
      else 'completed'
    end,
    error_code = input ->> 'code',
    error_message = input ->> 'message',
    finished_at = clock_timestamp(),
    lease_token = case when token is null then gen_random_uuid() else token end
  where id = held and status = 'running' and (token is null or lease_token = token);
  if not found then
    return false;
  end if;

  -- calls of a cancelled experiment are hung up on; nobody will say what they cost
  perform private.lose_experiment_calls(held);

  select * into ended from public.experiments where id = held;
  update public.orchestration_runs run
  set
    status = case ended.status when 'completed' then 'succeeded' else ended.status end,
    http_status = case ended.status when 'completed' then 200 when 'cancelled' then 499 else 502 end,
    result = jsonb_build_object('experimentId', held, 'status', ended.status),
    error_code = ended.error_code,
    input_tokens = used.input_tokens,
    output_tokens = used.output_tokens,
    cost_nano_usd = ended.spent_nano_usd,
    cost_is_estimate = used.is_estimate,
    duration_ms = least(2147483647, extract(epoch from ended.finished_at - ended.started_at) * 1000)::integer,
    finished_at = ended.finished_at
  from (
    select
      coalesce(sum(usage.input_tokens), 0)::bigint as input_tokens,
      coalesce(sum(usage.output_tokens), 0)::bigint as output_tokens,
      coalesce(bool_or(usage.cost_is_estimate or usage.cost_nano_usd is null), false) as is_estimate
    from public.model_usage usage where usage.run_id = held
  ) used
  where run.id = held and run.status = 'running';
  return true;
end
$$;

-- What each model's calls came to, in one row a model: an experiment may have made thousands.
create function public.experiment_totals(of_experiment uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(totals) order by totals.model, totals.asked_for), '[]')
  from (
    select
      call.model,
      coalesce(call.fallback_from, call.model) as asked_for,
      count(*)::integer as calls,
      count(*) filter (where call.status = 'succeeded')::integer as succeeded,
      count(*) filter (where call.status = 'failed')::integer as failed,
      count(*) filter (where call.status = 'unparseable')::integer as unparseable,
      count(*) filter (where call.status = 'lost')::integer as lost,
      coalesce(sum(call.input_tokens), 0)::bigint as input_tokens,
      coalesce(sum(call.output_tokens), 0)::bigint as output_tokens,
      sum(call.cost_nano_usd)::bigint as cost_nano_usd
    from public.experiment_calls call
    where call.experiment_id = of_experiment and call.status <> 'begun'
    group by 1, 2
  ) totals
$$;

revoke all on function public.begin_experiment(jsonb) from public, anon, authenticated;
revoke all on function private.book_experiment_calls(uuid, uuid[], jsonb) from public, anon, authenticated;
revoke all on function private.lose_experiment_calls(uuid) from public, anon, authenticated;
revoke all on function public.claim_experiment(uuid, integer) from public, anon, authenticated;
revoke all on function public.renew_experiment_lease(uuid, uuid, integer) from public, anon, authenticated;
revoke all on function public.begin_experiment_calls(jsonb) from public, anon, authenticated;
revoke all on function public.finish_experiment_calls(jsonb) from public, anon, authenticated;
revoke all on function public.save_experiment_round(jsonb) from public, anon, authenticated;
revoke all on function public.warn_experiment(uuid, uuid, jsonb) from public, anon, authenticated;
revoke all on function public.finish_experiment(uuid, uuid, jsonb) from public, anon, authenticated;
revoke all on function public.experiment_totals(uuid) from public, anon, authenticated;
grant execute on function public.begin_experiment(jsonb) to service_role;
grant execute on function private.book_experiment_calls(uuid, uuid[], jsonb) to service_role;
grant execute on function private.lose_experiment_calls(uuid) to service_role;
grant execute on function public.claim_experiment(uuid, integer) to service_role;
grant execute on function public.renew_experiment_lease(uuid, uuid, integer) to service_role;
grant execute on function public.begin_experiment_calls(jsonb) to service_role;
grant execute on function public.finish_experiment_calls(jsonb) to service_role;
grant execute on function public.save_experiment_round(jsonb) to service_role;
grant execute on function public.warn_experiment(uuid, uuid, jsonb) to service_role;
grant execute on function public.finish_experiment(uuid, uuid, jsonb) to service_role;
grant execute on function public.experiment_totals(uuid) to service_role;
