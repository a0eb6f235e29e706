-- How executions are held, filled and ended. Every write carries the lease token: a worker whose lease another has
-- taken can change nothing any more.

-- Hands a running execution whose lease has run out to the caller: the given one, or where none is given the one that
-- has waited longest. Null where there is none.
create function public.claim_scenario_execution(wanted uuid, lease_ms integer)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  held public.scenario_executions;
begin
  select * into held from public.scenario_executions
  where status = 'running' and lease_expires_at <= clock_timestamp() and (wanted is null or id = wanted)
  order by lease_expires_at
  limit 1
  for update skip locked;
  if not found then
    return null;
  end if;
  update public.scenario_executions
  set
    lease_token = gen_random_uuid(),
    lease_expires_at = clock_timestamp() + lease_ms * interval '1 millisecond',
    takeovers = takeovers + 1
  where id = held.id
  returning * into held;
  return to_jsonb(held);
end
$$;

-- True where the lease is still the caller's; it then runs so long from now. 0 gives it up for the next worker.
create function public.renew_scenario_lease(held uuid, token uuid, lease_ms integer)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.scenario_executions
  set lease_expires_at = clock_timestamp() + lease_ms * interval '1 millisecond'
  where id = held and lease_token = token and status = 'running';
  return found;
end
$$;

-- Fills a cell. Out: saved, already_saved (the cell was full; it stays as it was), superseded (the lease is another's
-- or the execution has ended), gone.
create function public.save_scenario_step_result(record jsonb)
returns text
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(record) when 'string' then (record #>> '{}')::jsonb else record end;
  held public.scenario_executions;
begin
  select * into held from public.scenario_executions where id = (input ->> 'execution_id')::uuid for update;
  if not found then
    return 'gone';
  end if;
  if held.status <> 'running' or held.lease_token <> (input ->> 'lease_token')::uuid then
    return 'superseded';
  end if;
  insert into public.scenario_step_results (
    execution_id, scenario_id, user_id, step_id, step_number, model_name, provider, status,
    llm_transcription, ai_response, raw_llm_response, predicted_cart, latency_ms, first_token_ms, tries,
    input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, usage_is_estimate,
    cost_nano_usd, cost_is_estimate, f1_score, exact_match, error_code, error_message, executed_at
  )
  select
    held.id, held.scenario_id, held.user_id, step.id, cell.step_number, cell.model_name, cell.provider, cell.status,
    cell.llm_transcription, cell.ai_response, cell.raw_llm_response, nullif(cell.predicted_cart, 'null'),
    cell.latency_ms, cell.first_token_ms, cell.tries,
    cell.input_tokens, cell.cached_input_tokens, cell.output_tokens, cell.reasoning_tokens, cell.usage_is_estimate,
    cell.cost_nano_usd, cell.cost_is_estimate, cell.f1_score, cell.exact_match, cell.error_code, cell.error_message,
    cell.executed_at
  from jsonb_to_record(input) as cell (
    step_id uuid, step_number integer, model_name text, provider text, status text,
    llm_transcription text, ai_response text, raw_llm_response text, predicted_cart jsonb,
    latency_ms integer, first_token_ms integer, tries smallint,
    input_tokens integer, cached_input_tokens integer, output_tokens integer, reasoning_tokens integer,
    usage_is_estimate boolean, cost_nano_usd bigint, cost_is_estimate boolean,
    f1_score double precision, exact_match boolean, error_code text, error_message text, executed_at timestamptz
  )
  left join public.scenario_steps step on step.id = cell.step_id
  on conflict on constraint a_cell_is_filled_once do nothing;
  return case when found then 'saved' else 'already_saved' end;
end
$$;

-- Books what has not been booked yet: one attempt and one call a cell, under a run with the execution's id, and what
-- they teach. The quality of an attempt is its F1 in points; a cell without items is a failed attempt.
create function private.book_scenario_results(of_execution uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  held public.scenario_executions;
  kind text;
  booked uuid[];
begin
  select * into held from public.scenario_executions where id = of_execution;
  kind := 'scenario:' || (held.scenario ->> 'kind');
  if not exists (
    select from public.scenario_step_results where execution_id = of_execution and not is_booked
  ) then
    return;
  end if;

  insert into public.orchestration_runs (
    id, user_id, request_hash, request, options, status, http_status, result, lease_expires_at, started_at, finished_at
  )
  values (
    held.id, held.user_id, kind, 'Scenario: ' || (held.scenario ->> 'name'),
    jsonb_build_object('scenarioId', held.scenario_id, 'models', held.models),
    'succeeded', 200, jsonb_build_object('scenarioExecutionId', held.id), clock_timestamp(), held.started_at,
    clock_timestamp()
  )
  on conflict (id) do nothing;

  with booked_cells as (
    update public.scenario_step_results
    set is_booked = true
    where execution_id = held.id and not is_booked
    returning *
  )
  insert into public.model_performance (
    id, run_id, attempt_number, user_id, model, provider, approach, task_type, complexity, priority, status,
    quality_score, duration_ms, cost_nano_usd, cost_is_estimate, input_tokens, cached_input_tokens, output_tokens,
    error_code, error_message
  )
  select
    cell.id, held.id,
    row_number() over (order by cell.created_at, cell.id)
      + coalesce((select max(attempt_number) from public.model_performance where run_id = held.id), 0),
    held.user_id, cell.model_name, cell.provider, 'simple', kind, 'medium', 1, cell.status,
    case when cell.status = 'succeeded' then round(cell.f1_score * 100) end, cell.latency_ms, cell.cost_nano_usd,
    cell.cost_is_estimate, cell.input_tokens, cell.cached_input_tokens, cell.output_tokens,
    cell.error_code, cell.error_message
  from booked_cells cell;

  -- an attempt has its cell's id
  with called as (
    insert into public.model_usage (
      run_id, call_number, attempt_id, user_id, stage, model, provider, input_tokens, cached_input_tokens,
      output_tokens, reasoning_tokens, usage_is_estimate, response_time_ms, first_token_ms, cost_nano_usd,
      cost_is_estimate, success, error_code, error_message, started_at
    )
    select
      held.id, attempt.attempt_number, attempt.id, held.user_id, 'scenario', cell.model_name, cell.provider,
      cell.input_tokens, cell.cached_input_tokens, cell.output_tokens, cell.reasoning_tokens,
      cell.usage_is_estimate, cell.latency_ms, cell.first_token_ms, cell.cost_nano_usd, cell.cost_is_estimate,
      cell.status = 'succeeded', cell.error_code, cell.error_message, cell.executed_at
    from public.model_performance attempt
    join public.scenario_step_results cell on cell.id = attempt.id
    where attempt.run_id = held.id
    on conflict on constraint a_call_is_recorded_once do nothing
    returning attempt_id
  )
  select array_agg(attempt_id) into booked from called;

  update public.orchestration_runs run
  set
    input_tokens = spent.input_tokens,
    output_tokens = spent.output_tokens,
    cost_nano_usd = spent.cost_nano_usd,
    cost_is_estimate = spent.cost_is_estimate,
    finished_at = clock_timestamp()
  from (
    select
      sum(usage.input_tokens)::bigint as input_tokens,
      sum(usage.output_tokens)::bigint as output_tokens,
      sum(usage.cost_nano_usd)::bigint as cost_nano_usd,
      bool_or(usage.cost_is_estimate or usage.cost_nano_usd is null) as cost_is_estimate
    from public.model_usage usage where usage.run_id = held.id
  ) spent
  where run.id = held.id;

  -- last, as these few rows are everybody's: they stay locked until the transaction ends
  perform private.learn_from_attempts(booked);
end
$$;

-- Ends an execution and books it. With a token: as its worker, when all cells are full. Without: cancels it, whoever
-- holds it. False where it is not running or the token is no longer good.
create function public.finish_scenario_execution(held uuid, token uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  owner uuid;
begin
  select user_id into owner from public.scenario_executions where id = held;
  if not found or (owner is not null and not private.hold_user(owner)) then
    return false;
  end if;
  update public.scenario_executions
  set
    status = case when token is null then 'cancelled' else 'completed' end,
    finished_at = clock_timestamp(),
    lease_token = case when token is null then gen_random_uuid() else token end
  where id = held and status = 'running' and (token is null or lease_token = token);
  if not found then
    return false;
  end if;
  perform private.book_scenario_results(held);
  return true;
end
$$;

-- Empties cells of an execution that has ended (those of one model, of one step, or of both; none where neither is
-- given) and sets it running again with a lease that has run out, for the caller to claim. What the emptied cells cost
-- and taught stays booked. False while it is running.
create function public.reopen_scenario_execution(ended uuid, of_model text, of_step integer)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.scenario_executions
  set status = 'running', finished_at = null, lease_token = gen_random_uuid(), lease_expires_at = clock_timestamp()
  where id = ended and status <> 'running';
  if not found then
    return false;
  end if;
  delete from public.scenario_step_results
  where execution_id = ended
    and (of_model is not null or of_step is not null)
    and (of_model is null or model_name = of_model)
    and (of_step is null or step_number = of_step);
  return true;
end
$$;

revoke all on function public.claim_scenario_execution(uuid, integer) from public, anon, authenticated;
revoke all on function public.renew_scenario_lease(uuid, uuid, integer) from public, anon, authenticated;
revoke all on function public.save_scenario_step_result(jsonb) from public, anon, authenticated;
revoke all on function private.book_scenario_results(uuid) from public, anon, authenticated;
revoke all on function public.finish_scenario_execution(uuid, uuid) from public, anon, authenticated;
revoke all on function public.reopen_scenario_execution(uuid, text, integer) from public, anon, authenticated;
grant execute on function public.claim_scenario_execution(uuid, integer) to service_role;
grant execute on function public.renew_scenario_lease(uuid, uuid, integer) to service_role;
grant execute on function public.save_scenario_step_result(jsonb) to service_role;
grant execute on function private.book_scenario_results(uuid) to service_role;
grant execute on function public.finish_scenario_execution(uuid, uuid) to service_role;
grant execute on function public.reopen_scenario_execution(uuid, text, integer) to service_role;
