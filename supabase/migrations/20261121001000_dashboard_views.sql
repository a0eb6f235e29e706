-- What dashboards read. Every view runs with its reader's rights, so a user sees their own rows and service_role all;
-- user_id is a column of each, for those who read for many. Numbers are double precision or integer.

create view public.model_performance_analytics with (security_invoker = true) as
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
  max(created_at) as last_used_at
from public.model_performance
group by user_id, model, provider, approach, task_type, complexity;

create view public.approach_success_rates with (security_invoker = true) as
select
  user_id,
  approach,
  task_type,
  complexity,
  count(*) filter (where status <> 'skipped')::integer as attempts,
  count(*) filter (where status = 'succeeded')::integer as succeeded,
  count(*) filter (where status = 'failed')::integer as failed,
  (count(*) filter (where status = 'succeeded'))::double precision
    / nullif(count(*) filter (where status in ('succeeded', 'failed')), 0) as success_rate,
  (avg(quality_score) filter (where status = 'succeeded'))::double precision as avg_quality_score,
  (avg(duration_ms) filter (where status = 'succeeded'))::double precision as avg_duration_ms,
  avg(cost_usd) as avg_cost_usd
from public.model_performance
group by user_id, approach, task_type, complexity;

create view public.model_selection_analysis with (security_invoker = true) as
select
  user_id,
  policy,
  policy_version,
  task_type,
  complexity,
  chosen_model,
  chosen_approach,
  count(*)::integer as selections,
  count(was_optimal)::integer as comparable_selections,
  count(*) filter (where was_optimal)::integer as optimal_selections,
  -- of the selections where more than one attempt finished
  (count(*) filter (where was_optimal))::double precision / nullif(count(was_optimal), 0) as optimality_rate,
  (count(*) filter (where explored))::double precision / count(*) as exploration_rate,
  (count(*) filter (where selected_model = chosen_model and selected_approach = chosen_approach))::double precision
    / count(*) as first_choice_win_rate,
  avg(propensity) as avg_propensity,
  avg(expected_quality) as avg_expected_quality,
  avg(quality_score)::double precision as avg_quality_score,
  avg(strategies_planned)::double precision as avg_strategies_planned,
  avg(strategies_tried)::double precision as avg_strategies_tried,
  max(created_at) as last_selected_at
from public.model_selections
group by user_id, policy, policy_version, task_type, complexity, chosen_model, chosen_approach;

create view public.daily_model_cost with (security_invoker = true) as
select
  user_id,
  (started_at at time zone 'UTC')::date as day,
  model,
  provider,
  count(*)::integer as calls,
  count(*) filter (where success)::integer as successful_calls,
  -- calls of models without a known price: their cost is missing from cost_usd
  count(*) filter (where cost_nano_usd is null)::integer as unpriced_calls,
  sum(input_tokens)::double precision as input_tokens,
  sum(cached_input_tokens)::double precision as cached_input_tokens,
  sum(output_tokens)::double precision as output_tokens,
  (sum(cost_nano_usd) / 1e9)::double precision as cost_usd,
  avg(response_time_ms)::double precision as avg_response_time_ms
from public.model_usage
group by user_id, (started_at at time zone 'UTC')::date, model, provider;

revoke all on public.model_performance_analytics from public, anon, authenticated;
revoke all on public.approach_success_rates from public, anon, authenticated;
revoke all on public.model_selection_analysis from public, anon, authenticated;
revoke all on public.daily_model_cost from public, anon, authenticated;
grant select on public.model_performance_analytics to authenticated, service_role;
grant select on public.approach_success_rates to authenticated, service_role;
grant select on public.model_selection_analysis to authenticated, service_role;
grant select on public.daily_model_cost to authenticated, service_role;
