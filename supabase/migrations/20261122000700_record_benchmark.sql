-- Records a benchmark, or more of one, and learns from what is new. In:
--   { benchmark_run_id, user_id, name, settings, finished, results: [...] }
-- where benchmark_run_id may be null for a new one, and results carry the columns of benchmark_results. A result that is
-- on record already is passed over, so the same call may be made again. Out:
--   { state: 'recorded', benchmark_run_id, results }   with the number of results that were new
--   { state: 'gone' }                                  the user is no more
create function public.record_benchmark(benchmark jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(benchmark) when 'string' then (benchmark #>> '{}')::jsonb else benchmark end;
  owner uuid := (input ->> 'user_id')::uuid;
  target uuid := coalesce((input ->> 'benchmark_run_id')::uuid, gen_random_uuid());
  recorded uuid[];
begin
  if owner is not null and not private.hold_user(owner) then
    return jsonb_build_object('state', 'gone');
  end if;
  insert into public.benchmark_runs as known (id, user_id, name, settings, finished_at)
  values (
    target, owner, input ->> 'name', coalesce(nullif(input -> 'settings', 'null'), '{}'),
    case when (input ->> 'finished')::boolean then now() end
  )
  on conflict (id) do update set finished_at = coalesce(known.finished_at, excluded.finished_at);

  with inserted as (
    insert into public.benchmark_results (
      benchmark_run_id, user_id, project, repetition, model, provider, approach, task_type, complexity, status,
      quality_score, completeness, code_quality, functionality, performance, duration_ms, cost_nano_usd,
      cost_is_estimate, input_tokens, output_tokens, error_code, error_message
    )
    select
      target, run.user_id, project, coalesce(repetition, 1), model, provider, approach, task_type, complexity, status,
      quality_score, completeness, code_quality, functionality, performance, duration_ms, cost_nano_usd,
      coalesce(cost_is_estimate, false), coalesce(input_tokens, 0), coalesce(output_tokens, 0), error_code, error_message
    from jsonb_to_recordset(input -> 'results') as result (
      project text, repetition smallint, model text, provider text, approach text, task_type text, complexity text,
      status text, quality_score smallint, completeness smallint, code_quality smallint, functionality smallint,
      performance smallint, duration_ms integer, cost_nano_usd bigint, cost_is_estimate boolean,
      input_tokens integer, output_tokens integer, error_code text, error_message text
    )
    cross join (select user_id from public.benchmark_runs where id = target) run
    on conflict on constraint a_result_is_recorded_once do nothing
    returning id
  )
  select coalesce(array_agg(id), '{}') into recorded from inserted;
  perform private.learn(recorded);
  return jsonb_build_object('state', 'recorded', 'benchmark_run_id', target, 'results', cardinality(recorded));
end
$$;

revoke all on function public.record_benchmark(jsonb) from public, anon, authenticated;
grant execute on function public.record_benchmark(jsonb) to service_role;
