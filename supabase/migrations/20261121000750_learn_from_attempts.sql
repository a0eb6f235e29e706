-- How attempts become evidence.

-- 2^(-age / 14 days), 1 for what is not older. Beyond 40 half-lives nothing is left: the cut keeps products of weights
-- far from underflow, which Postgres treats as an error.
create function private.evidence_fade(age interval)
returns double precision
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when half_lives <= 0 then 1
    when half_lives > 40 then 0
    else power(2::double precision, -half_lives)
  end
  from (select extract(epoch from age)::double precision / (14 * 86400) as half_lives) elapsed
$$;

-- Two weighted samples as one (Chan, Golub & LeVeque 1979):
--   mean = mean_a + (mean_b - mean_a) w_b / (w_a + w_b),  M2 = M2_a + M2_b + (mean_b - mean_a)^2 w_a w_b / (w_a + w_b)
-- What is too small to matter becomes 0, for the same reason as above.
create function private.merge_statistics(
  weight_a double precision, mean_a double precision, m2_a double precision,
  weight_b double precision, mean_b double precision, m2_b double precision,
  out weight double precision, out mean double precision, out m2 double precision
)
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  negligible constant double precision := 1e-9;
  difference double precision := mean_b - mean_a;
begin
  weight := weight_a + weight_b;
  if weight < negligible then
    weight := 0;
    mean := mean_a;
    m2 := 0;
    return;
  end if;
  if abs(difference) < negligible then
    difference := 0;
  end if;
  mean := mean_a + difference * (weight_b / weight);
  if abs(mean) < negligible then
    mean := 0;
  end if;
  m2 := m2_a + m2_b + difference * difference * (weight_a * (weight_b / weight));
  if m2 < negligible then
    m2 := 0;
  end if;
end
$$;

-- Adds the given attempts to the evidence of all four tiers, in one statement and in the order of the key, so that any
-- number of runs may learn at once without deadlock.
--
-- Each attempt weighs 1 at its created_at. Old and new are faded to the later of their two times and then merged, so the
-- outcome depends neither on the order of arrival nor on how attempts are grouped into calls.
--
-- Quality and reliability are separate. A success counts for both. A failure of the call lowers reliability alone. What
-- the request or we ourselves brought about (content_policy, invalid_request, internal) says nothing of the model, and
-- neither does an attempt that was cancelled or skipped. Money is learnt from what was paid for, time from what finished.
create function private.learn_from_attempts(attempt_ids uuid[])
returns void
language sql
set search_path = ''
as $$
  with observation as (
    select
      attempt.*,
      attempt.status = 'succeeded' as succeeded,
      attempt.status = 'failed'
        and coalesce(attempt.error_code, '') not in ('content_policy', 'invalid_request', 'cancelled', 'internal') as failed
    from public.model_performance attempt
    where attempt.id = any (attempt_ids) and attempt.status in ('succeeded', 'failed')
  ),
  keyed as (
    select 'all' as tier, null::uuid as key_user, null as key_task, null as key_complexity, observation.* from observation
    union all
    select 'task', null, task_type, null, observation.* from observation
    union all
    select 'task_complexity', null, task_type, complexity, observation.* from observation
    union all
    select 'user', user_id, task_type, null, observation.* from observation where user_id is not null
  ),
  weighed as (
    select
      keyed.*,
      private.evidence_fade(max(created_at) over arm - created_at) as weight,
      ln(greatest(duration_ms, 1)::double precision) as log_duration,
      succeeded and quality_score is not null as has_quality,
      cost_nano_usd is not null and (succeeded or cost_nano_usd > 0) as has_cost
    from keyed
    window arm as (partition by tier, key_user, key_task, key_complexity, model, approach)
  ),
  summed as (
    select
      tier, key_user, key_task, key_complexity, model, approach,
      max(provider) as provider,
      coalesce(sum(weight) filter (where has_quality), 0) as quality_weight,
      coalesce(sum(weight * quality_score) filter (where has_quality), 0) as quality_sum,
      coalesce(sum(weight * quality_score * quality_score) filter (where has_quality), 0) as quality_squares,
      coalesce(sum(weight) filter (where succeeded), 0) as success_weight,
      coalesce(sum(weight) filter (where failed), 0) as failure_weight,
      coalesce(sum(weight * log_duration) filter (where succeeded), 0) as log_duration_sum,
      coalesce(sum(weight) filter (where has_cost), 0) as cost_weight,
      coalesce(sum(weight * cost_nano_usd) filter (where has_cost), 0) as cost_sum,
      max(created_at) as updated_at
    from weighed
    group by tier, key_user, key_task, key_complexity, model, approach
  ),
  learnt as (
    select
      tier, key_user, key_task, key_complexity, model, approach, provider,
      quality_weight,
      -- rounding must carry no figure past what the constraints allow
      least(coalesce(quality_sum / nullif(quality_weight, 0), 0), 100) as quality_mean,
      least(
        greatest(quality_squares - quality_sum * coalesce(quality_sum / nullif(quality_weight, 0), 0), 0),
        2500 * quality_weight
      ) as quality_m2,
      success_weight,
      failure_weight,
      success_weight as duration_weight,
      coalesce(log_duration_sum / nullif(success_weight, 0), 0) as log_duration_mean,
      cost_weight,
      least(coalesce(cost_sum / nullif(cost_weight, 0), 0), 9007199254740991) as cost_mean_nano_usd,
      updated_at
    from summed
  )
  insert into public.model_evidence as known (
    tier, user_id, task_type, complexity, model, approach, provider,
    quality_weight, quality_mean, quality_m2, success_weight, failure_weight,
    duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd, updated_at
  )
  select * from learnt
  order by tier, key_user, key_task, key_complexity, model, approach
  on conflict on constraint an_arm_has_one_row_a_tier do update
  set (
    provider,
    quality_weight, quality_mean, quality_m2, success_weight, failure_weight,
    duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd, updated_at
  ) = (
    select
      excluded.provider,
      quality.weight,
      least(greatest(quality.mean, 0), 100),
      least(quality.m2, 2500 * quality.weight),
      success.weight,
      failure.weight,
      duration.weight,
      duration.mean,
      cost.weight,
      least(cost.mean, 9007199254740991),
      greatest(known.updated_at, excluded.updated_at)
    from (
      select
        private.evidence_fade(excluded.updated_at - known.updated_at) as old,
        private.evidence_fade(known.updated_at - excluded.updated_at) as new
    ) fade
    cross join lateral private.merge_statistics(
      known.quality_weight * fade.old, known.quality_mean, known.quality_m2 * fade.old,
      excluded.quality_weight * fade.new, excluded.quality_mean, excluded.quality_m2 * fade.new
    ) quality
    cross join lateral private.merge_statistics(
      known.success_weight * fade.old, 0, 0, excluded.success_weight * fade.new, 0, 0
    ) success
    cross join lateral private.merge_statistics(
      known.failure_weight * fade.old, 0, 0, excluded.failure_weight * fade.new, 0, 0
    ) failure
    cross join lateral private.merge_statistics(
      known.duration_weight * fade.old, known.log_duration_mean, 0,
      excluded.duration_weight * fade.new, excluded.log_duration_mean, 0
    ) duration
    cross join lateral private.merge_statistics(
      known.cost_weight * fade.old, known.cost_mean_nano_usd, 0,
      excluded.cost_weight * fade.new, excluded.cost_mean_nano_usd, 0
    ) cost
  )
$$;

revoke all on function private.evidence_fade(interval) from public, anon, authenticated;
revoke all on function private.merge_statistics(
  double precision, double precision, double precision, double precision, double precision, double precision
) from public, anon, authenticated;
revoke all on function private.learn_from_attempts(uuid[]) from public, anon, authenticated;
grant execute on function private.evidence_fade(interval) to service_role;
grant execute on function private.merge_statistics(
  double precision, double precision, double precision, double precision, double precision, double precision
) to service_role;
grant execute on function private.learn_from_attempts(uuid[]) to service_role;
