-- What selection believes, what it did of late, and what other policies would have been worth on that.

-- The evidence a run of this user would start from, for those who explain it (service_role alone: it is all users').
create function public.read_evidence(read jsonb)
returns json
language sql
stable
set search_path = ''
as $$
  select private.evidence_for(
    (input ->> 'user_id')::uuid, array(select jsonb_array_elements_text(input -> 'task_types'))
  )
  -- a driver may have sent the object as a JSON string
  from (select case jsonb_typeof(read) when 'string' then (read #>> '{}')::jsonb else read end as input) asked
$$;

-- The newest selections of a kind, without those of other kinds between them.
create index model_selections_kind on public.model_selections (user_id, task_type, complexity, created_at desc);

-- How the arms fared in the reader's newest selections of a kind, at most `newest`: how often each could have been chosen
-- and was, with what mean expected utility and probability.
create function public.selection_arms(newest integer, for_task_type text, for_complexity text)
returns table (
  model text,
  provider text,
  approach text,
  eligible integer,
  chosen integer,
  explored integer,
  expected_utility double precision,
  propensity double precision
)
language sql
stable
set search_path = ''
as $$
  select
    each.model, max(each.provider), each.approach,
    count(*)::integer,
    count(*) filter (where is_chosen)::integer,
    count(*) filter (where is_chosen and selection.explored)::integer,
    avg(each."expectedUtility"),
    avg(each.propensity)
  from (
    select *
    from public.model_selections
    where task_type = for_task_type and complexity = for_complexity
    order by created_at desc
    limit newest
  ) selection
  cross join lateral jsonb_to_recordset(selection.eligible) as each (
    model text, provider text, approach text, "expectedUtility" double precision, propensity double precision
  )
  cross join lateral (
    select each.model = selection.chosen_model and each.approach = selection.chosen_approach as is_chosen
  ) choice
  group by each.model, each.approach
  order by count(*) filter (where is_chosen) desc, avg(each.propensity) desc nulls last, each.model, each.approach
$$;

-- The estimates of policy_value_estimates (the estimators are told there), over the newest selections of a task type and
-- complexity; null: over all. The view grows with the log, this does not.
create function public.policy_values(
  newest integer default null, for_task_type text default null, for_complexity text default null
)
returns table (
  policy text, policy_version text, experiment text, experiment_arm text,
  target text, target_model text, target_approach text, reward text,
  selections integer, supported_selections integer, matched_selections integer, effective_selections double precision,
  ips double precision, ips_standard_error double precision, ips_low double precision, ips_high double precision,
  snips double precision, snips_standard_error double precision, snips_low double precision, snips_high double precision,
  doubly_robust double precision, doubly_robust_standard_error double precision,
  doubly_robust_low double precision, doubly_robust_high double precision
)
language sql
stable
set search_path = ''
as $$
with attempted as (
  select
    selection.id,
    selection.policy,
    selection.policy_version,
    selection.experiment,
    selection.experiment_arm,
    selection.eligible,
    selection.chosen_model,
    selection.chosen_approach,
    selection.propensity,
    selection.expected_utility,
    coalesce(case when attempt.success then attempt.quality_score end, 0)::double precision as quality,
    coalesce(attempt.cost_usd, 0) * coalesce(selection.points_per_usd, 100)
      + attempt.duration_ms / 1000.0::double precision * coalesce(selection.points_per_second, 0.05) as price
  from (
    select *
    from public.model_selections
    where (for_task_type is null or task_type = for_task_type) and (for_complexity is null or complexity = for_complexity)
    order by created_at desc
    limit newest
  ) selection
  cross join lateral (
    select tried.*
    from public.model_performance tried
    where tried.run_id = selection.run_id
      and tried.priority = 1
      and tried.model = selection.chosen_model
      and tried.approach = selection.chosen_approach
    order by tried.attempt_number
    limit 1
  ) attempt
  where selection.propensity > 0
    and (
      (attempt.status = 'succeeded' and attempt.quality_score is not null)
      or (
        attempt.status = 'failed'
        and coalesce(attempt.error_code, '') not in (
          'content_policy', 'invalid_request', 'context_length', 'deadline', 'cancelled', 'internal'
        )
      )
    )
),
priced as (
  select attempted.*, avg(price) over (partition by policy, policy_version, experiment, experiment_arm) as mean_price
  from attempted
),
arm as (
  select
    priced.id,
    each.model,
    each.approach,
    coalesce(each."expectedUtility", 0) as expected_utility,
    coalesce(each.propensity, 0) as propensity,
    each.model = priced.chosen_model and each.approach = priced.chosen_approach as is_chosen,
    count(*) over within_run as arms,
    row_number() over (
      partition by priced.id order by each."expectedUtility" desc nulls last, each.model, each.approach
    ) as place
  from priced
  cross join lateral jsonb_to_recordset(priced.eligible) as each (
    model text, approach text, "expectedUtility" double precision, propensity double precision
  )
  window within_run as (partition by priced.id)
),
-- one row a selection and target: the probability of what was chosen, what is expected of the target, and its support
considered as (
  select
    id, target.name as target, target.model as target_model, target.approach as target_approach,
    sum(target.share) filter (where is_chosen) as chosen_share,
    sum(target.share * expected_utility) as expected,
    bool_and(propensity > 0 or target.share = 0) as is_supported
  from arm
  cross join lateral (
    values
      ('logged', null, null, propensity),
      ('greedy', null, null, case when place = 1 then 1 else 0 end),
      ('uniform', null, null, 1 / arms::double precision),
      ('arm', arm.model, arm.approach, 1)
  ) target (name, model, approach, share)
  group by id, target.name, target.model, target.approach
),
weighed as (
  select
    priced.policy, priced.policy_version, priced.experiment, priced.experiment_arm,
    considered.target, considered.target_model, considered.target_approach,
    reward.name as reward,
    considered.is_supported,
    case when considered.is_supported then coalesce(chosen_share, 0) / priced.propensity end as weight,
    reward.value,
    expected + reward.shift as expected,
    priced.expected_utility + reward.shift as expected_of_chosen
  from considered
  join priced using (id)
  cross join lateral (
    values ('quality', quality, mean_price), ('utility', quality - price, 0)
  ) reward (name, value, shift)
),
corrected as (
  select
    weighed.*,
    weight * value as weighted,
    expected + weight * (value - coalesce(expected_of_chosen, 0)) as robust,
    sum(weight * value) over target / nullif(sum(weight) over target, 0) as self_normalised
  from weighed
  window target as (
    partition by policy, policy_version, experiment, experiment_arm, target, target_model, target_approach, reward
  )
),
estimate as (
  select
    policy, policy_version, experiment, experiment_arm, target, target_model, target_approach, reward,
    count(*)::integer as selections,
    count(weight)::integer as supported_selections,
    count(*) filter (where weight > 0)::integer as matched_selections,
    sum(weight) ^ 2 / nullif(sum(weight ^ 2), 0) as effective_selections,
    avg(weighted) as ips,
    stddev_samp(weighted) / sqrt(count(weight)) as ips_error,
    max(self_normalised) as snips,
    sqrt(sum((weight * (value - self_normalised)) ^ 2)) / nullif(sum(weight), 0) as snips_error,
    avg(robust) as doubly_robust,
    stddev_samp(robust) / sqrt(count(weight)) as doubly_robust_error
  from corrected
  group by policy, policy_version, experiment, experiment_arm, target, target_model, target_approach, reward
)
select
  policy, policy_version, experiment, experiment_arm, target, target_model, target_approach, reward,
  selections, supported_selections, matched_selections, effective_selections,
  ips, ips_standard_error, ips - 1.96 * ips_standard_error as ips_low, ips + 1.96 * ips_standard_error as ips_high,
  snips, snips_standard_error,
  snips - 1.96 * snips_standard_error as snips_low, snips + 1.96 * snips_standard_error as snips_high,
  doubly_robust, doubly_robust_standard_error,
  doubly_robust - 1.96 * doubly_robust_standard_error as doubly_robust_low,
  doubly_robust + 1.96 * doubly_robust_standard_error as doubly_robust_high
from estimate
cross join lateral (
  select
    case when matched_selections >= 10 then ips_error end as ips_standard_error,
    case when matched_selections >= 10 then snips_error end as snips_standard_error,
    case when matched_selections >= 10 then doubly_robust_error end as doubly_robust_standard_error
) enough
$$;

create or replace view public.policy_value_estimates with (security_invoker = true) as
select * from public.policy_values();

revoke all on function public.read_evidence(jsonb) from public, anon, authenticated;
revoke all on function public.selection_arms(integer, text, text) from public, anon, authenticated;
revoke all on function public.policy_values(integer, text, text) from public, anon, authenticated;
grant execute on function public.read_evidence(jsonb) to service_role;
grant execute on function public.selection_arms(integer, text, text) to authenticated, service_role;
grant execute on function public.policy_values(integer, text, text) to authenticated, service_role;
