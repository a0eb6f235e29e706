-- get_best_model_for_task with the spreads that selection has now (_shared/selection/arm.ts), with its heavy tails (an arm
-- whose results contradict the prior is held to it the less), and with its measure of how far single results lie apart.

-- As before, with the new spreads.
create or replace function private.task_levels(
  prior double precision, result_variances double precision[],
  other_weights double precision[], other_means double precision[],
  task_weights double precision[], task_means double precision[],
  out other double precision, out task double precision
)
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  rounds constant integer := 3;
  level_variance constant double precision := 10 ^ 2;
  ability_variance constant double precision := 4 ^ 2;
  cell_variance constant double precision := 5 ^ 2;
  abilities double precision[] := array_fill(prior, array[coalesce(cardinality(result_variances), 0)]);
  middle double precision;
begin
  for round in 1..rounds loop
    middle := coalesce((select avg(level) from unnest(array[other, task]) level), 0);
    select (middle / level_variance + sum(share * (seen - ability))) / (1 / level_variance + sum(share)) into other
    from (
      select 1 / (cell_variance + variance / weight) as share, seen, ability
      from unnest(result_variances, other_weights, other_means, abilities) as arm (variance, weight, seen, ability)
      where weight > 0
    ) cells;
    select (middle / level_variance + sum(share * (seen - ability))) / (1 / level_variance + sum(share)) into task
    from (
      select 1 / (cell_variance + variance / weight) as share, seen, ability
      from unnest(result_variances, task_weights, task_means, abilities) as arm (variance, weight, seen, ability)
      where weight > 0
    ) cells;
    exit when round = rounds;
    select array_agg(
      (
        prior / ability_variance
        + case when other_weight > 0 then (other_mean - other) / (cell_variance + variance / other_weight) else 0 end
        + case when task_weight > 0 then (task_mean - task) / (cell_variance + variance / task_weight) else 0 end
      ) / (
        1 / ability_variance
        + case when other_weight > 0 then 1 / (cell_variance + variance / other_weight) else 0 end
        + case when task_weight > 0 then 1 / (cell_variance + variance / task_weight) else 0 end
      )
      order by number
    ) into abilities
    from unnest(result_variances, other_weights, other_means, task_weights, task_means) with ordinality
      as arm (variance, other_weight, other_mean, task_weight, task_mean, number);
  end loop;
end
$$;

-- The variance of a normal prior of an arm's ability that stands for Student's t with one degree of freedom, given its
-- results: the EM algorithm for the t distribution (Liu & Rubin, Statistica Sinica 5, 1995), as in pooling.ts.
create function private.ability_variance(
  prior double precision, usual double precision, cell_variance double precision, result_variance double precision,
  other_weight double precision, other_mean double precision, other_level double precision,
  task_weight double precision, task_mean double precision, task_level double precision
)
returns double precision
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  rounds constant integer := 3;
  freedom constant double precision := 1;
  variance double precision := usual;
  ability record;
begin
  for round in 1..rounds loop
    select in_task.mean, in_task.variance into ability
    from private.learn_belief(
      prior, variance, other_weight, other_mean, result_variance, other_level, cell_variance
    ) in_general
    cross join lateral private.learn_belief(
      in_general.mean, in_general.variance, task_weight, task_mean, result_variance, task_level, cell_variance
    ) in_task;
    variance := (freedom * usual + (ability.mean - prior) ^ 2 + ability.variance) / (freedom + 1);
  end loop;
  return variance;
end
$$;

create or replace function private.best_model_for_task(for_user uuid, for_task text)
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
  -- expected quality of a middling model
  prior_quality constant double precision := 72;
  -- how far an arm departs from it, from that in one kind of task, at one complexity, for one user (variances)
  ability_variance constant double precision := 4 ^ 2;
  task_variance constant double precision := 5 ^ 2;
  complexity_variance constant double precision := 1 ^ 2;
  user_variance constant double precision := 5 ^ 2;
  -- variance of single results before any is known, and how many results that is worth
  assumed_variance constant double precision := 25 ^ 2;
  assumed_variance_weight constant double precision := 15;
  -- calls that succeed before any is known, of how many; and how many calls the rate of all arms is worth to one
  assumed_successes constant double precision := 19;
  assumed_failures constant double precision := 1;
  shared_success_weight constant double precision := 10;
  -- what money and time cost, in score points; an unknown price is taken for a high one
  points_per_usd double precision;
  points_per_second double precision;
  unknown_cost_points constant double precision := 10;
begin
  if auth.uid() is not null and auth.uid() is distinct from for_user then
    raise exception 'another user''s models are not yours to ask for' using errcode = '42501';
  end if;

  select
    settings.points_per_usd + coalesce(settings.multiplier / settings.target_cost_usd, 0), settings.points_per_second
  into points_per_usd, points_per_second
  from public.selection_settings settings;
  if not found then
    points_per_usd := 100;
    points_per_second := 0.05;
  end if;

  return query
  with known as (
    select * from public.model_evidence
    where tier = 'all' and user_id is null and task_type is null and complexity is null
    union all
    select * from public.model_evidence
    where tier = 'task' and user_id is null and task_type = for_task and complexity is null
    union all
    select * from public.model_evidence
    where tier = 'user' and user_id = for_user and task_type = for_task and complexity is null
  ),
  faded as (
    select
      known.*,
      private.evidence_fade(now() - known.updated_at) as fade,
      -- what a row learnt before its arm changed over all traffic is of a model that is no more
      coalesce(known.quality_changed_at, '-infinity') < coalesce(
        max(known.quality_changed_at) filter (where tier = 'all') over (partition by known.model, known.approach), '-infinity'
      ) as is_outdated
    from known
  ),
  -- one row an arm, the three tiers side by side
  arm as (
    select
      faded.model,
      faded.approach,
      max(faded.provider) filter (where tier = 'all') as provider,
      coalesce(max(quality_weight * fade) filter (where tier = 'all'), 0) as all_weight,
      max(quality_mean) filter (where tier = 'all') as all_mean,
      coalesce(max(quality_weight * fade) filter (where tier = 'task' and not is_outdated), 0) as task_weight,
      max(quality_mean) filter (where tier = 'task') as task_mean,
      coalesce(max(quality_weight * fade) filter (where tier = 'user' and not is_outdated), 0) as user_weight,
      max(quality_mean) filter (where tier = 'user') as user_mean,
      coalesce(
        max(quality_m2) filter (where tier = 'task' and not is_outdated), max(quality_m2) filter (where tier = 'all'), 0
      ) as squares,
      coalesce(
        max(quality_weight) filter (where tier = 'task' and not is_outdated), max(quality_weight) filter (where tier = 'all'), 0
      ) as squares_weight,
      coalesce(max(success_weight * fade) filter (where tier = 'all'), 0) as successes,
      coalesce(max(failure_weight * fade) filter (where tier = 'all'), 0) as failures,
      coalesce(max((success_weight + failure_weight) * fade) filter (where tier = 'task'), 0) as task_attempts,
      -- money and time depend on the kind of task: the task's own where known
      coalesce(
        max(cost_mean_nano_usd) filter (where tier = 'task' and cost_weight > 0),
        max(cost_mean_nano_usd) filter (where tier = 'all' and cost_weight > 0)
      ) / 1e9 as cost_usd,
      exp(coalesce(
        max(log_duration_mean) filter (where tier = 'task' and duration_weight > 0),
        max(log_duration_mean) filter (where tier = 'all' and duration_weight > 0)
      )) as duration_ms
    from faded
    group by faded.model, faded.approach
  ),
  measured as (
    select
      arm.*,
      (assumed_variance_weight * shared.variance + squares) / (assumed_variance_weight + squares_weight) as result_variance,
      shared.success,
      -- all traffic without this kind of task, so that nothing counts twice
      case
        when task_weight <= 0 then all_weight
        when all_weight - task_weight < 0.5 then 0
        else all_weight - task_weight
      end as other_weight,
      case
        when task_weight <= 0 or all_weight - task_weight < 0.5 then all_mean
        else all_mean + (all_mean - task_mean) * task_weight / (all_weight - task_weight)
      end as other_mean
    from arm
    cross join (
      select
        (assumed_variance_weight * assumed_variance + coalesce(within.squares, 0))
          / (assumed_variance_weight + coalesce(within.weight, 0)) as variance,
        (assumed_successes + sum(successes)) / (assumed_successes + assumed_failures + sum(successes + failures))
          as success
      from arm
      -- within every kind of task: between them, results differ for other reasons
      cross join (
        select sum(quality_m2) as squares, sum(quality_weight) as weight
        from public.model_evidence
        where tier = 'task' and user_id is null and complexity is null
      ) within
      group by within.squares, within.weight
    ) shared
  ),
  level as (
    select coalesce(found.task, found.other, 0) as own, coalesce(found.other, 0) as other, sees_user
    from (
      select
        private.task_levels(
          prior_quality, array_agg(result_variance order by number),
          array_agg(other_weight order by number), array_agg(other_mean order by number),
          array_agg(task_weight order by number), array_agg(task_mean order by number)
        ) as levels,
        bool_or(user_weight > 0) as sees_user
      from (select measured.*, row_number() over () as number from measured) numbered
    ) solved
    cross join lateral (select (levels).other, (levels).task) found
  ),
  believed as (
    select
      measured.*,
      least(greatest(for_this_user.mean + level.own, 0), 100) as quality,
      (shared_success_weight * measured.success + successes) / (shared_success_weight + successes + failures) as reliability
    from measured
    cross join level
    cross join lateral private.learn_belief(
      prior_quality,
      private.ability_variance(
        prior_quality, ability_variance, task_variance, result_variance,
        other_weight, other_mean, level.other, task_weight, task_mean, level.own
      ),
      other_weight, other_mean, result_variance, level.other, task_variance
    ) in_general
    cross join lateral private.learn_belief(
      in_general.mean, in_general.variance + task_variance,
      task_weight, task_mean, result_variance, level.own, complexity_variance
    ) in_task
    cross join lateral private.learn_belief(
      in_task.mean, in_task.variance + case when sees_user then user_variance else 0 end,
      user_weight, user_mean, result_variance, level.own, 0
    ) for_this_user
    -- an arm that never answered has no quality to expect
    where all_weight > 0
  )
  select
    believed.model, believed.provider, believed.approach, believed.quality, believed.reliability,
    believed.cost_usd, believed.duration_ms, believed.task_attempts
  from believed
  order by
    believed.quality * believed.reliability
      - coalesce(believed.cost_usd * points_per_usd, unknown_cost_points)
      - coalesce(believed.duration_ms, 0) / 1000 * points_per_second desc,
    believed.model,
    believed.approach
  limit 1;
end
$$;

revoke all on function private.ability_variance(
  double precision, double precision, double precision, double precision, double precision,
  double precision, double precision, double precision, double precision, double precision
) from public, anon, authenticated;
grant execute on function private.ability_variance(
  double precision, double precision, double precision, double precision, double precision,
  double precision, double precision, double precision, double precision, double precision
) to service_role;
