-- What other policies would have been worth, estimated from what was logged of those that ran: with which probability each
-- eligible arm would have come first, which did, what was expected of each, and how the first one's attempt went.
--
-- Targets:
--   logged   the policy as it ran
--   greedy   always the arm of highest expected utility
--   uniform  each eligible arm as likely as any other
--   arm      always the same arm (target_model, target_approach), where it was eligible
-- Rewards, of the first-chosen strategy's attempt:
--   quality  its score, 0..100; 0 where the call failed
--   utility  that less what money and time cost, at the prices of the run (default 100 points a dollar, 0.05 a second)
-- Left out are attempts that say nothing of the model (see private.outcome_succeeded).
--
-- Estimators, with w = P(target takes the arm) / propensity, r the reward, q the reward that was expected beforehand:
--   ips            mean of w r                                    (Horvitz & Thompson 1952)
--   snips          sum of w r / sum of w                          (Swaminathan & Joachims 2015)
--   doubly_robust  mean of sum_a P(target takes a) q(a) + w (r - q) (Dudik, Langford & Li 2011)
-- q is the logged expected utility, shifted for `quality` by what money and time cost on average.
-- Only selections that support the target count: those where all it could have done had a propensity above 0. A
-- deterministic policy therefore says nothing of others. Intervals are 95 %, by the normal approximation; where the target
-- agreed with the log fewer than 10 times they are null, as so few cannot tell how far they are off.
create view public.policy_value_estimates with (security_invoker = true) as
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
  from public.model_selections selection
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
) enough;

revoke all on public.policy_value_estimates from public, anon, authenticated;
grant select on public.policy_value_estimates to authenticated, service_role;
