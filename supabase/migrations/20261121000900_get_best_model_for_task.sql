-- The strategy that the evidence expects most of, for a user and a kind of task.

-- Every tier shrinks to the one above by what `prior_weight` attempts would weigh: this user's own experience to the
-- task's, the task's to all traffic's, and that to the mean over all arms. An arm is worth its expected quality times
-- the chance that it answers at all; of equals the cheaper, then the quicker, is the better.
-- Definer, as the evidence of all users is not the caller's to read: a signed-in caller may ask for themselves alone.
create function private.best_model_for_task(for_user uuid, for_task text)
returns table (
  model text,
  provider text,
  approach text,
  expected_quality double precision,
  success_rate double precision,
  avg_cost_usd double precision,
  avg_duration_ms double precision,
  samples double precision
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  prior_weight constant double precision := 5;
begin
  if auth.uid() is not null and auth.uid() is distinct from for_user then
    raise exception 'another user''s models are not yours to ask for' using errcode = '42501';
  end if;

  return query
  with faded as (
    select
      evidence.*,
      private.evidence_fade(now() - evidence.updated_at) as fade
    from public.model_evidence evidence
    where evidence.tier = 'all'
      or (evidence.tier = 'task' and evidence.user_id is null and evidence.task_type = for_task)
      or (evidence.tier = 'user' and evidence.user_id = for_user and evidence.task_type = for_task)
  ),
  -- one row an arm, the three tiers side by side
  arm as (
    select
      faded.model,
      faded.approach,
      max(faded.provider) as provider,
      coalesce(max(quality_weight * fade) filter (where tier = 'all'), 0) as all_weight,
      coalesce(max(quality_mean) filter (where tier = 'all'), 0) as all_mean,
      coalesce(max(quality_weight * fade) filter (where tier = 'task'), 0) as task_weight,
      coalesce(max(quality_mean) filter (where tier = 'task'), 0) as task_mean,
      coalesce(max(quality_weight * fade) filter (where tier = 'user'), 0) as user_weight,
      coalesce(max(quality_mean) filter (where tier = 'user'), 0) as user_mean,
      coalesce(max(success_weight * fade) filter (where tier = 'all'), 0) as all_successes,
      coalesce(max(failure_weight * fade) filter (where tier = 'all'), 0) as all_failures,
      coalesce(max(success_weight * fade) filter (where tier = 'task'), 0) as task_successes,
      coalesce(max(failure_weight * fade) filter (where tier = 'task'), 0) as task_failures,
      coalesce(max(success_weight * fade) filter (where tier = 'user'), 0) as user_successes,
      coalesce(max(failure_weight * fade) filter (where tier = 'user'), 0) as user_failures,
      -- money and time depend on the kind of task more than on who asks: the task's own where known
      coalesce(
        max(cost_mean_nano_usd) filter (where tier = 'task' and cost_weight > 0),
        max(cost_mean_nano_usd) filter (where tier = 'all' and cost_weight > 0)
      ) as cost_nano_usd,
      coalesce(
        max(log_duration_mean) filter (where tier = 'task' and duration_weight > 0),
        max(log_duration_mean) filter (where tier = 'all' and duration_weight > 0)
      ) as log_duration
    from faded
    group by faded.model, faded.approach
  ),
  market as (
    select
      coalesce(sum(all_weight * all_mean) / nullif(sum(all_weight), 0), 0) as quality,
      coalesce(sum(all_successes) / nullif(sum(all_successes + all_failures), 0), 0) as success
    from arm
  ),
  -- (weight * mean + prior_weight * prior) / (weight + prior_weight), tier by tier
  posterior as (
    select arm.*, by_user.quality, by_user.success
    from arm
    cross join market
    cross join lateral (
      select
        (all_weight * all_mean + prior_weight * market.quality) / (all_weight + prior_weight) as quality,
        (all_successes + prior_weight * market.success) / (all_successes + all_failures + prior_weight) as success
    ) by_all
    cross join lateral (
      select
        (task_weight * task_mean + prior_weight * by_all.quality) / (task_weight + prior_weight) as quality,
        (task_successes + prior_weight * by_all.success) / (task_successes + task_failures + prior_weight) as success
    ) by_task
    cross join lateral (
      select
        (user_weight * user_mean + prior_weight * by_task.quality) / (user_weight + prior_weight) as quality,
        (user_successes + prior_weight * by_task.success) / (user_successes + user_failures + prior_weight) as success
    ) by_user
  )
  select
    posterior.model,
    posterior.provider,
    posterior.approach,
    posterior.quality,
    posterior.success,
    posterior.cost_nano_usd / 1e9,
    exp(posterior.log_duration),
    posterior.task_successes + posterior.task_failures
  from posterior
  -- an arm that never answered has no quality to expect
  where posterior.all_weight > 0
  order by
    posterior.quality * posterior.success desc,
    posterior.cost_nano_usd nulls last,
    posterior.log_duration nulls last,
    posterior.model,
    posterior.approach
  limit 1;
end
$$;

-- One row, or none while nothing is known:
--   expected_quality 0..100, success_rate 0..1, avg_duration_ms the geometric mean, samples the faded number of attempts
--   at this kind of task. A user asks for themselves; service_role for anyone.
create function public.get_best_model_for_task(user_id uuid, task_type text)
returns table (
  model text,
  provider text,
  approach text,
  expected_quality double precision,
  success_rate double precision,
  avg_cost_usd double precision,
  avg_duration_ms double precision,
  samples double precision
)
language sql
stable
set search_path = ''
as $$
  select * from private.best_model_for_task(get_best_model_for_task.user_id, get_best_model_for_task.task_type)
$$;

revoke all on function private.best_model_for_task(uuid, text) from public, anon, authenticated;
revoke all on function public.get_best_model_for_task(uuid, text) from public, anon, authenticated;
grant execute on function private.best_model_for_task(uuid, text) to authenticated, service_role;
grant execute on function public.get_best_model_for_task(uuid, text) to authenticated, service_role;
