-- As before, save that a run's cost is null where that of any of its calls is: a sum over the others would look like the
-- whole, and budgets would be settled for less than was spent.
create or replace function public.finish_run(record jsonb)
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
      case
        when count(*) = count(usage.cost_nano_usd) then coalesce(sum(usage.cost_nano_usd), 0)::bigint
      end as cost_nano_usd,
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
