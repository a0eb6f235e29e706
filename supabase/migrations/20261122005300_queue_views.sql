-- What dashboards read of the queue.

create view public.configuration_performance with (security_invoker = true) as
select
  configuration.user_id,
  configuration.id as configuration_id,
  configuration.name,
  configuration.version as configuration_version,
  count(usage.id)::integer as times_used,
  count(usage.id) filter (where usage.success)::integer as succeeded,
  count(usage.id) filter (where not usage.success)::integer as failed,
  (count(usage.id) filter (where usage.success))::double precision / nullif(count(usage.id), 0) as success_rate,
  -- 0 to 1, of the uses with a ground truth
  count(usage.accuracy)::integer as measured_uses,
  avg(usage.accuracy) as mean_accuracy,
  stddev_samp(usage.accuracy) as stddev_accuracy,
  -- uses of models without a known price are left out
  avg(usage.cost_usd) as avg_cost_usd,
  coalesce(sum(usage.cost_usd), 0) as total_cost_usd,
  avg(usage.duration_ms)::double precision as avg_duration_ms,
  (percentile_cont(0.95) within group (order by usage.duration_ms))::double precision as p95_duration_ms,
  max(usage.used_at) as last_used_at
from public.model_configurations configuration
left join public.configuration_usage usage on usage.configuration_id = configuration.id
group by configuration.id;

-- As before, and beside it the stages of the extraction queue, as task type extraction:<stage>: their quality is their
-- accuracy in points. What the queue books for learning is left out, as it is there already.
create or replace view public.model_performance_analytics with (security_invoker = true) as
select
  user_id,
  model,
  provider,
  approach,
  task_type,
  complexity,
  count(*) filter (where status <> 'skipped')::integer as attempts,
  count(*) filter (where status = 'succeeded')::integer as succeeded,
  count(*) filter (where status = 'failed')::integer as failed,
  count(*) filter (where status = 'cancelled')::integer as cancelled,
  count(*) filter (where is_winner)::integer as wins,
  -- of those that ran to an end of their own
  (count(*) filter (where status = 'succeeded'))::double precision
    / nullif(count(*) filter (where status in ('succeeded', 'failed')), 0) as success_rate,
  (avg(quality_score) filter (where status = 'succeeded'))::double precision as avg_quality_score,
  (stddev_samp(quality_score) filter (where status = 'succeeded'))::double precision as stddev_quality_score,
  (min(quality_score) filter (where status = 'succeeded'))::integer as min_quality_score,
  (max(quality_score) filter (where status = 'succeeded'))::integer as max_quality_score,
  (avg(completeness) filter (where status = 'succeeded'))::double precision as avg_completeness,
  (avg(code_quality) filter (where status = 'succeeded'))::double precision as avg_code_quality,
  (avg(functionality) filter (where status = 'succeeded'))::double precision as avg_functionality,
  (avg(performance) filter (where status = 'succeeded'))::double precision as avg_performance,
  (avg(duration_ms) filter (where status = 'succeeded'))::double precision as avg_duration_ms,
  percentile_cont(0.95) within group (order by duration_ms) filter (where status = 'succeeded') as p95_duration_ms,
  avg(cost_usd) as avg_cost_usd,
  sum(cost_usd) as total_cost_usd,
  sum(input_tokens)::double precision as total_input_tokens,
  sum(output_tokens)::double precision as total_output_tokens,
  min(created_at) as first_used_at,
  max(created_at) as last_used_at,
  -- 0 to 1, and of how many: where there was a ground truth to measure by
  null::double precision as avg_accuracy,
  0 as measured
from public.model_performance
where task_type not like 'extraction:%'
group by user_id, model, provider, approach, task_type, complexity
union all
select
  user_id,
  model,
  provider,
  'simple',
  'extraction:' || stage,
  'medium',
  count(*)::integer,
  count(*) filter (where status = 'succeeded')::integer,
  count(*) filter (where status = 'failed')::integer,
  0,
  0,
  (count(*) filter (where status = 'succeeded'))::double precision / count(*),
  avg(accuracy) * 100,
  stddev_samp(accuracy) * 100,
  round(min(accuracy) * 100)::integer,
  round(max(accuracy) * 100)::integer,
  null, null, null, null,
  (avg(latency_ms) filter (where status = 'succeeded'))::double precision,
  percentile_cont(0.95) within group (order by latency_ms) filter (where status = 'succeeded'),
  avg(cost_usd),
  sum(cost_usd),
  sum(input_tokens)::double precision,
  sum(output_tokens)::double precision,
  min(executed_at),
  max(executed_at),
  avg(accuracy),
  count(accuracy)::integer
from public.extraction_results
group by user_id, model, provider, stage;

revoke all on public.configuration_performance from public, anon, authenticated;
grant select on public.configuration_performance to authenticated, service_role;

-- The newest 500 measured results of each stage and model in a user's items (null: those of nobody's): what advice on
-- configurations goes by. A stage whose answer has a form of its own is measured by the item it led to; a failure is 0.
create function public.stage_evidence(of_user uuid, of_stages text[])
returns json
language sql
stable
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object(
    'stage', stage, 'model', model, 'accuracy', accuracy, 'cost_usd', cost_usd
  )), '[]')
  from (
    select
      outcome.stage, outcome.model, outcome.cost_usd,
      case when outcome.status = 'failed' then 0 else coalesce(outcome.accuracy, item.accuracy) end as accuracy,
      row_number() over (partition by outcome.stage, outcome.model order by outcome.created_at desc) as age
    from public.extraction_results outcome
    join public.ai_extraction_queue item on item.id = outcome.item_id
    where outcome.stage = any (of_stages)
      and outcome.user_id is not distinct from of_user
      and outcome.role = 'stage'
      and item.ground_truth is not null
      -- what the request or we ourselves brought about says nothing of the model
      and (outcome.status = 'succeeded' or private.outcome_succeeded(outcome.status, outcome.error_code) is not null)
      and (outcome.status = 'failed' or outcome.accuracy is not null or (item.accuracy is not null and item.round = outcome.round))
  ) measured
  where age <= 500
$$;

revoke all on function public.stage_evidence(uuid, text[]) from public, anon, authenticated;
grant execute on function public.stage_evidence(uuid, text[]) to service_role;
