-- What the overview shows, in one answer: the Data API cuts long answers off, so sums are made here.

-- The range of a user's attempts is read from the index alone, in the order of time.
drop index public.model_performance_user_id;
create index model_performance_user_id on public.model_performance (user_id, created_at desc)
  include (model, provider, approach, task_type, status, is_winner, quality_score, duration_ms, cost_nano_usd, error_code);
drop index public.model_selections_user_id;
create index model_selections_user_id on public.model_selections (user_id, created_at desc)
  include (task_type, policy, chosen_model, chosen_provider, explored, was_optimal, quality_score);

-- Of the reader's attempts and selections from `since` to before `until`, of one model and task type or of all:
--   attempts    [{ by, at, model, provider, task_type, approach, error_code, attempts, succeeded, failed, cancelled, wins,
--                  quality, duration_ms, cost_usd, unpriced }]
--               by: total | model | task_type | approach | error | model_time | task_type_time; the keys that `by` does
--               not name are left out, and those of no value. quality and duration_ms are means of the successful ones; cost_usd is left out where
--               no attempt had a price, and lacks what the `unpriced` ones cost.
--   selections  [{ by, at, model, provider, policy, selections, explored, comparable, optimal, quality }]
--               by: total | model | policy | time. comparable: those where more than one attempt finished.
-- `bucket` is what date_trunc takes; times are cut in UTC.
create function public.performance_overview(
  since timestamptz, until timestamptz, bucket text, for_model text default null, for_task_type text default null
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with attempt as (
    select *, date_trunc(bucket, created_at, 'UTC') as at
    from public.model_performance
    where created_at >= since and created_at < until
      and status <> 'skipped'
      and (for_model is null or model = for_model)
      and (for_task_type is null or task_type = for_task_type)
  ),
  attempt_sum as (
    select
      case grouping(at, model, task_type, approach, error_code)
        when 31 then 'total' when 23 then 'model' when 27 then 'task_type' when 29 then 'approach' when 30 then 'error'
        when 7 then 'model_time' when 11 then 'task_type_time'
      end as by,
      at, model, case when grouping(model) = 0 then max(provider) end as provider, task_type, approach, error_code,
      count(*)::integer as attempts,
      count(*) filter (where status = 'succeeded')::integer as succeeded,
      count(*) filter (where status = 'failed')::integer as failed,
      count(*) filter (where status = 'cancelled')::integer as cancelled,
      count(*) filter (where is_winner)::integer as wins,
      (avg(quality_score) filter (where status = 'succeeded'))::double precision as quality,
      (avg(duration_ms) filter (where status = 'succeeded'))::double precision as duration_ms,
      (sum(cost_nano_usd) / 1e9)::double precision as cost_usd,
      count(*) filter (where cost_nano_usd is null)::integer as unpriced
    from attempt
    group by grouping sets ((), (model), (task_type), (approach), (error_code), (at, model), (at, task_type))
  ),
  selection_sum as (
    select
      case grouping(at, chosen_model, policy)
        when 7 then 'total' when 5 then 'model' when 6 then 'policy' when 3 then 'time'
      end as by,
      at, chosen_model as model, case when grouping(chosen_model) = 0 then max(chosen_provider) end as provider, policy,
      count(*)::integer as selections,
      count(*) filter (where explored)::integer as explored,
      count(was_optimal)::integer as comparable,
      count(*) filter (where was_optimal)::integer as optimal,
      avg(quality_score)::double precision as quality
    from (
      select *, date_trunc(bucket, created_at, 'UTC') as at
      from public.model_selections
      where created_at >= since and created_at < until
        and (for_model is null or chosen_model = for_model)
        and (for_task_type is null or task_type = for_task_type)
    ) selection
    group by grouping sets ((), (chosen_model), (policy), (at))
  )
  select jsonb_build_object(
    'attempts', (
      select jsonb_agg(jsonb_strip_nulls(to_jsonb(each)) order by each.by, at, attempts desc, model, task_type)
      from attempt_sum each
      where each.by <> 'error' or error_code is not null
    ),
    'selections', (
      select jsonb_agg(jsonb_strip_nulls(to_jsonb(each)) order by each.by, at, selections desc, model)
      from selection_sum each
    )
  )
$$;

comment on function public.performance_overview(timestamptz, timestamptz, text, text, text) is
  'How the reader''s attempts and selections of a time went: in all, by model, task type, approach, and over time.';

revoke all on function public.performance_overview(timestamptz, timestamptz, text, text, text) from public, anon, authenticated;
grant execute on function public.performance_overview(timestamptz, timestamptz, text, text, text) to authenticated, service_role;
