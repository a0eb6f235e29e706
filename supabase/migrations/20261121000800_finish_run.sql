-- Records how a run ended: the run, its attempts, its calls, its selection, and what was learnt. All or nothing, once.

-- Locks are taken in the order in which deleting a user takes them (user, then what is theirs), so that the two wait
-- for each other and never deadlock. False: there is no such user. Definer, as service_role may not lock auth.users.
create function private.hold_user(held_user uuid)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform 1 from auth.users where id = held_user for key share;
  return found;
exception
  -- A platform that keeps auth.users from the migrations' owner costs the order of locks, not the record: the foreign
  -- keys still hold, and a deadlock is an error that the caller tries again.
  when insufficient_privilege then
    return true;
end
$$;

-- The selection of a finished run, told from what was planned and from the attempts on record.
-- was_optimal: the first-chosen strategy scored within 2 points of the best finished attempt; null where fewer than two
-- finished, as there was nothing to compare.
create function private.record_selection(of_run uuid, input jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.model_selections (
    run_id, user_id, conversation_id, task_type, complexity, policy, policy_version, eligible, planned,
    chosen_model, chosen_provider, chosen_approach, expected_quality, expected_utility, propensity, explored, parallel,
    selected_model, selected_provider, selected_approach, quality_score,
    strategies_planned, strategies_tried, was_optimal, stop_reason
  )
  select
    run.id, run.user_id, run.conversation_id, input ->> 'task_type', input ->> 'complexity',
    selection ->> 'policy', selection ->> 'policy_version', selection -> 'eligible', selection -> 'planned',
    chosen ->> 'model', chosen ->> 'provider', chosen ->> 'approach',
    (chosen ->> 'expectedQuality')::double precision, (chosen ->> 'expectedUtility')::double precision,
    (selection ->> 'propensity')::double precision, (selection ->> 'explored')::boolean,
    (selection ->> 'parallel')::boolean,
    outcome.model, outcome.provider, outcome.approach, outcome.quality_score,
    jsonb_array_length(selection -> 'planned'), outcome.tried, outcome.was_optimal, selection ->> 'stop_reason'
  from public.orchestration_runs run
  cross join lateral (
    select input -> 'selection' as selection, input -> 'selection' -> 'planned' -> 0 as chosen
  ) asked
  cross join lateral (
    select
      max(model) filter (where is_winner) as model,
      max(provider) filter (where is_winner) as provider,
      max(approach) filter (where is_winner) as approach,
      max(quality_score) filter (where is_winner) as quality_score,
      count(*) filter (where status <> 'skipped') as tried,
      case when count(quality_score) filter (where success) >= 2 then
        coalesce(
          max(quality_score) filter (where success and model = chosen ->> 'model' and approach = chosen ->> 'approach')
            >= max(quality_score) filter (where success) - 2,
          false
        )
      end as was_optimal
    from public.model_performance
    where run_id = of_run
  ) outcome
  where run.id = of_run
  on conflict (run_id) do nothing
$$;

-- Ends a run. In:
--   { run_id, lease_token, status, http_status, body, error_code, profile, task_type, complexity, duration_ms, winner,
--     attempts: [...], calls: [...], selection: {...} | null }
-- where `winner` is an attempt_number, and attempts and calls carry the columns of model_performance and model_usage.
-- Out, by `state`:
--   applied          recorded
--   already_applied  this very worker recorded it before
--   superseded       another worker holds the run or has ended it; nothing was written
--   gone             the run is no more, as its user was deleted
-- A worker that lost its lease may still end the run with a success nobody else had: a real answer is worth keeping.
create function public.finish_run(record jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(record) when 'string' then (record #>> '{}')::jsonb else record end;
  target uuid := (input ->> 'run_id')::uuid;
  token uuid := (input ->> 'lease_token')::uuid;
  winner smallint := (input ->> 'winner')::smallint;
  owner uuid;
  held public.orchestration_runs;
  recorded uuid[];
begin
  select user_id into owner from public.orchestration_runs where id = target;
  if not found or (owner is not null and not private.hold_user(owner)) then
    return jsonb_build_object('state', 'gone');
  end if;
  select * into held from public.orchestration_runs where id = target for update;
  if not found then
    return jsonb_build_object('state', 'gone');
  end if;
  if held.status <> 'running' then
    return jsonb_build_object(
      'state', case when held.lease_token = token then 'already_applied' else 'superseded' end
    );
  end if;
  if held.lease_token <> token and input ->> 'status' <> 'succeeded' then
    return jsonb_build_object('state', 'superseded');
  end if;

  with inserted as (
    insert into public.model_performance (
      run_id, attempt_number, user_id, conversation_id, model, provider, approach, task_type, complexity, priority,
      status, is_winner, quality_score, completeness, code_quality, functionality, performance, diagnostics,
      duration_ms, cost_nano_usd, cost_is_estimate, input_tokens, cached_input_tokens, output_tokens,
      error_code, error_message
    )
    select
      held.id, attempt_number, held.user_id, held.conversation_id, model, provider, approach,
      input ->> 'task_type', input ->> 'complexity', priority,
      status, attempt_number is not distinct from winner,
      quality_score, completeness, code_quality, functionality, performance, coalesce(diagnostics, '[]'),
      duration_ms, cost_nano_usd, cost_is_estimate, input_tokens, cached_input_tokens, output_tokens,
      error_code, error_message
    from jsonb_to_recordset(input -> 'attempts') as attempt (
      attempt_number smallint, model text, provider text, approach text, priority smallint, status text,
      quality_score smallint, completeness smallint, code_quality smallint, functionality smallint,
      performance smallint, diagnostics jsonb, duration_ms integer, cost_nano_usd bigint, cost_is_estimate boolean,
      input_tokens integer, cached_input_tokens integer, output_tokens integer, error_code text, error_message text
    )
    on conflict on constraint an_attempt_is_recorded_once do nothing
    returning id
  )
  select coalesce(array_agg(id), '{}') into recorded from inserted;

  insert into public.model_usage (
    run_id, call_number, attempt_id, user_id, conversation_id, stage, model, provider,
    input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, usage_is_estimate,
    response_time_ms, first_token_ms, cost_nano_usd, cost_is_estimate, success, error_code, error_message, started_at
  )
  select
    held.id, call.call_number, attempt.id, held.user_id, held.conversation_id, call.stage, call.model, call.provider,
    call.input_tokens, call.cached_input_tokens, call.output_tokens, call.reasoning_tokens, call.usage_is_estimate,
    call.response_time_ms, call.first_token_ms, call.cost_nano_usd, call.cost_is_estimate,
    call.success, call.error_code, call.error_message,
    to_timestamp(call.started_at_ms / 1000)
  from jsonb_to_recordset(input -> 'calls') as call (
    call_number integer, attempt_number smallint, stage text, model text, provider text,
    input_tokens integer, cached_input_tokens integer, output_tokens integer, reasoning_tokens integer,
    usage_is_estimate boolean, response_time_ms integer, first_token_ms integer, cost_nano_usd bigint,
    cost_is_estimate boolean, success boolean, error_code text, error_message text, started_at_ms double precision
  )
  left join public.model_performance attempt
    on attempt.run_id = held.id and attempt.attempt_number = call.attempt_number
  on conflict on constraint a_call_is_recorded_once do nothing;

  if jsonb_typeof(input -> 'selection') = 'object' then
    perform private.record_selection(held.id, input);
  end if;

  update public.orchestration_runs run
  set
    status = input ->> 'status',
    http_status = (input ->> 'http_status')::smallint,
    result = input -> 'body',
    profile = nullif(input -> 'profile', 'null'),
    error_code = input ->> 'error_code',
    model = best.model,
    provider = best.provider,
    approach = best.approach,
    quality_score = best.quality_score,
    input_tokens = spent.input_tokens,
    output_tokens = spent.output_tokens,
    cost_nano_usd = spent.cost_nano_usd,
    cost_is_estimate = spent.cost_is_estimate,
    lease_token = token,
    duration_ms = (input ->> 'duration_ms')::integer,
    finished_at = clock_timestamp()
  from (
    select
      coalesce(sum(usage.input_tokens), 0)::bigint as input_tokens,
      coalesce(sum(usage.output_tokens), 0)::bigint as output_tokens,
      case when count(*) = 0 then 0 else sum(usage.cost_nano_usd)::bigint end as cost_nano_usd,
      coalesce(bool_or(usage.cost_is_estimate or usage.cost_nano_usd is null), false) as cost_is_estimate
    from public.model_usage usage
    where usage.run_id = held.id
  ) spent
  left join public.model_performance best on best.run_id = held.id and best.is_winner
  where run.id = held.id;

  -- last, as these few rows are everybody's: they stay locked until the transaction ends
  perform private.learn_from_attempts(recorded);
  return jsonb_build_object('state', 'applied');
end
$$;

revoke all on function private.hold_user(uuid) from public, anon, authenticated;
revoke all on function private.record_selection(uuid, jsonb) from public, anon, authenticated;
revoke all on function public.finish_run(jsonb) from public, anon, authenticated;
grant execute on function private.hold_user(uuid) to service_role;
grant execute on function private.record_selection(uuid, jsonb) to service_role;
grant execute on function public.finish_run(jsonb) to service_role;
