-- What is known of how an arm (model, approach) does, as sufficient statistics in four tiers. A row's weights are as
-- of updated_at; they halve every 14 days, and whoever reads or adds to them fades them to the later of the two times.
-- The constraints hold whatever is recorded, so that a posterior made from a row is always proper.
create table public.model_evidence (
  id bigint primary key generated always as identity,
  tier text not null,
  user_id uuid references auth.users (id) on delete cascade,
  task_type text,
  complexity text check (complexity in ('low', 'medium', 'high')),
  model text not null,
  approach text not null check (approach in ('simple', 'progressive')),
  provider text not null,
  -- scored attempts behind the quality figures
  quality_weight double precision not null default 0,
  quality_mean double precision not null default 0,
  -- sum of squared deviations from the mean (Welford); the variance is this divided by quality_weight
  quality_m2 double precision not null default 0,
  success_weight double precision not null default 0,
  failure_weight double precision not null default 0,
  -- of ln(duration_ms), finished attempts
  duration_weight double precision not null default 0,
  log_duration_mean double precision not null default 0,
  cost_weight double precision not null default 0,
  cost_mean_nano_usd double precision not null default 0,
  updated_at timestamptz not null,
  constraint a_tier_has_its_own_key check (
    case tier
      when 'all' then user_id is null and task_type is null and complexity is null
      when 'task' then user_id is null and task_type is not null and complexity is null
      when 'task_complexity' then user_id is null and task_type is not null and complexity is not null
      when 'user' then user_id is not null and task_type is not null and complexity is null
      else false
    end
  ),
  -- NaN sorts above Infinity, so an upper bound keeps both out
  constraint weights_are_finite check (
    quality_weight >= 0 and quality_weight < 'Infinity'
    and success_weight >= 0 and success_weight < 'Infinity'
    and failure_weight >= 0 and failure_weight < 'Infinity'
    and duration_weight >= 0 and duration_weight < 'Infinity'
    and cost_weight >= 0 and cost_weight < 'Infinity'
  ),
  constraint quality_is_a_score check (quality_mean between 0 and 100),
  -- no set of scores between 0 and 100 varies by more than 50 squared; the excess allows for rounding
  constraint quality_variance_is_possible check (quality_m2 >= 0 and quality_m2 <= 2500.01 * quality_weight),
  constraint duration_is_possible check (log_duration_mean between 0 and 22),
  constraint cost_is_possible check (cost_mean_nano_usd >= 0 and cost_mean_nano_usd <= 9007199254740991),
  constraint an_arm_has_one_row_a_tier unique nulls not distinct (tier, user_id, task_type, complexity, model, approach)
)
-- every finished run updates the same few rows: room on the page keeps those updates off the indexes
with (fillfactor = 50);

comment on table public.model_evidence is 'How each model and approach does, faded with time, for all traffic, by task, by complexity and by user.';

create index model_evidence_user_id on public.model_evidence (user_id);

alter table public.model_evidence enable row level security;
-- What all users together taught is the project's own: service_role alone reads it; users ask get_best_model_for_task.
revoke all on public.model_evidence from public, anon, authenticated;
grant select, insert, update, delete on public.model_evidence to service_role;

create policy "Users read their own evidence" on public.model_evidence
  for select to authenticated
  using ((select auth.uid()) = user_id);
