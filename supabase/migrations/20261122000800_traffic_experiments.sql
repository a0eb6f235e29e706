-- Experiments on traffic: a policy or configuration gets a share of the users. Who gets which arm is the caller's to work
-- out, from the user and the experiment's name alone, so that a user stays in their arm.

-- Two arms or more, each with a name of its own and a weight.
create function private.are_traffic_arms(arms jsonb)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case when jsonb_typeof(arms) = 'array' then (
    select
      count(*) >= 2
      and count(*) = count(distinct arm ->> 'name')
      and bool_and(coalesce(
        arm ->> 'name' <> ''
        and jsonb_typeof(arm -> 'name') = 'string'
        and case when jsonb_typeof(arm -> 'weight') = 'number' then (arm ->> 'weight')::numeric > 0 end
        and coalesce(jsonb_typeof(arm -> 'settings'), 'object') = 'object',
        false
      ))
    from jsonb_array_elements(arms) arm
  ) else false end
$$;

create table public.traffic_experiments (
  id uuid primary key default gen_random_uuid(),
  -- who set it up; null: the project itself
  user_id uuid references auth.users (id) on delete set null,
  name text not null unique check (name <> ''),
  -- [{ name, weight, settings? }]: those who take part are split over the arms by weight; `settings` are the fields of a
  -- request that the arm decides, { policy: 'ucb' } for one
  arms jsonb not null,
  -- of all users, how many take part
  share double precision not null default 1 check (share between 0 and 1),
  enabled boolean not null default true,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  constraint arms_are_named_and_weighted check (private.are_traffic_arms(arms)),
  constraint an_experiment_ends_after_it_started check (ended_at > started_at)
);

comment on table public.traffic_experiments is 'Policies or configurations that each get a share of the users.';

create index traffic_experiments_user_id on public.traffic_experiments (user_id);

alter table public.traffic_experiments enable row level security;
-- Which arms there are is the project's own to know.
revoke all on public.traffic_experiments from public, anon, authenticated;
grant select, insert, update, delete on public.traffic_experiments to service_role;

create policy "Users read the experiments they set up" on public.traffic_experiments
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- Those that run now, the oldest first: [{ name, share, arms }].
create function private.running_experiments()
returns json
language sql
stable
set search_path = ''
as $$
  select coalesce(
    json_agg(json_build_object('name', name, 'share', share, 'arms', arms) order by started_at, name), '[]'
  )
  from public.traffic_experiments
  where enabled and started_at <= now() and (ended_at is null or ended_at > now())
$$;

alter table public.model_selections
  add column experiment text,
  add column experiment_arm text,
  -- what money and time cost this run, in score points; null: not said
  add column points_per_usd double precision,
  add column points_per_second double precision,
  add constraint an_experiment_has_arms check ((experiment is null) = (experiment_arm is null));

create index model_selections_experiment on public.model_selections (experiment, experiment_arm)
  where experiment is not null;

-- As before, with the experiment and the prices that the selection was made under.
create or replace function private.record_selection(of_run uuid, input jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.model_selections (
    run_id, user_id, conversation_id, task_type, complexity, policy, policy_version, eligible, planned,
    chosen_model, chosen_provider, chosen_approach, expected_quality, expected_utility, propensity, explored, parallel,
    selected_model, selected_provider, selected_approach, quality_score,
    strategies_planned, strategies_tried, was_optimal, stop_reason,
    experiment, experiment_arm, points_per_usd, points_per_second
  )
  select
    run.id, run.user_id, run.conversation_id, input ->> 'task_type', input ->> 'complexity',
    selection ->> 'policy', selection ->> 'policy_version', selection -> 'eligible', selection -> 'planned',
    chosen ->> 'model', chosen ->> 'provider', chosen ->> 'approach',
    (chosen ->> 'expectedQuality')::double precision, (chosen ->> 'expectedUtility')::double precision,
    (selection ->> 'propensity')::double precision, (selection ->> 'explored')::boolean,
    (selection ->> 'parallel')::boolean,
    outcome.model, outcome.provider, outcome.approach, outcome.quality_score,
    jsonb_array_length(selection -> 'planned'), outcome.tried, outcome.was_optimal, selection ->> 'stop_reason',
    selection ->> 'experiment', selection ->> 'experiment_arm',
    (selection ->> 'points_per_usd')::double precision, (selection ->> 'points_per_second')::double precision
  from public.orchestration_runs run
  cross join lateral (
    select input -> 'selection' as selection, input -> 'selection' -> 'planned' -> 0 as chosen
  ) asked
  cross join lateral (
    select
      max(model) filter (where is_winner) as model,
      max(provider) filter (where is_winner) as provider,
      max(approach) filter (where is_winner) as approach,
      max(quality_score) filter (where is_winner) as quality_score,
      count(*) filter (where status <> 'skipped') as tried,
      case when count(quality_score) filter (where success) >= 2 then
        coalesce(
          max(quality_score) filter (where success and model = chosen ->> 'model' and approach = chosen ->> 'approach')
            >= max(quality_score) filter (where success) - 2,
          false
        )
      end as was_optimal
    from public.model_performance
    where run_id = of_run
  ) outcome
  where run.id = of_run
  on conflict (run_id) do nothing
$$;

-- As before, with the experiments that run now: started { ..., experiments: [{ name, share, arms }] }.
create or replace function public.begin_run(run jsonb)
returns json
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(run) when 'string' then (run #>> '{}')::jsonb else run end;
  caller uuid := (input ->> 'user_id')::uuid;
  key text := input ->> 'idempotency_key';
  lease_ends timestamptz := clock_timestamp() + ((input ->> 'lease_ms')::integer * interval '1 millisecond');
  task_types text[] := array(select jsonb_array_elements_text(input -> 'task_types'));
  held public.orchestration_runs;
begin
  loop
    insert into public.orchestration_runs (
      user_id, conversation_id, idempotency_key, request_hash, request, options, lease_expires_at
    )
    values (
      caller, (input ->> 'conversation_id')::uuid, key, input ->> 'request_hash', input ->> 'request',
      coalesce(input -> 'options', '{}'), lease_ends
    )
    on conflict (coalesce(user_id, '00000000-0000-0000-0000-000000000000'::uuid), idempotency_key) do nothing
    returning * into held;
    exit when found;

    select * into held
    from public.orchestration_runs existing
    where coalesce(existing.user_id, '00000000-0000-0000-0000-000000000000'::uuid)
        = coalesce(caller, '00000000-0000-0000-0000-000000000000'::uuid)
      and existing.idempotency_key = key
    for update;
    -- gone between the two statements: the key is free again
    continue when not found;

    if held.request_hash <> input ->> 'request_hash' then
      return json_build_object('state', 'conflict', 'run_id', held.id);
    end if;
    if held.status <> 'running' then
      return json_build_object(
        'state', 'replay', 'run_id', held.id, 'http_status', held.http_status, 'body', held.result
      );
    end if;
    if held.lease_expires_at > clock_timestamp() then
      return json_build_object(
        'state', 'in_progress', 'run_id', held.id,
        'lease_expires_at_ms', floor(extract(epoch from held.lease_expires_at) * 1000)::bigint
      );
    end if;
    update public.orchestration_runs
    set lease_token = gen_random_uuid(), lease_expires_at = lease_ends, takeovers = takeovers + 1, started_at = now()
    where id = held.id
    returning * into held;
    exit;
  end loop;

  return json_build_object(
    'state', 'started',
    'run_id', held.id,
    'lease_token', held.lease_token,
    'taken_over', held.takeovers > 0,
    'conversation', private.conversation_so_far(
      held.conversation_id, caller,
      coalesce((input ->> 'with_files')::boolean, true), coalesce((input ->> 'max_turns')::integer, 6)
    ),
    'evidence', private.evidence_for(caller, task_types),
    'experiments', private.running_experiments()
  );
end
$$;

-- How each arm did. The unit that was assigned is the user, so runs of one user are not independent: the 95 % intervals
-- are of a mean over runs with the variance clustered by user (sandwich estimator with the G / (G - 1) correction); null
-- where fewer than two users are in the arm. Runs on nobody's behalf stand for a user each.
create view public.experiment_results with (security_invoker = true) as
with outcome as (
  select
    selection.experiment,
    selection.experiment_arm,
    coalesce(selection.user_id, selection.run_id) as unit,
    measure.*
  from public.model_selections selection
  join public.orchestration_runs run on run.id = selection.run_id
  cross join lateral (
    values
      -- a run without a result is worth nothing to whoever asked
      ('quality_score', coalesce(run.quality_score, 0)::double precision),
      ('success', case when run.status = 'succeeded' then 1 else 0 end::double precision),
      ('cost_usd', run.cost_usd),
      ('duration_ms', run.duration_ms::double precision)
  ) measure (measure, value)
  where selection.experiment is not null and run.status in ('succeeded', 'failed')
),
unit_total as (
  select experiment, experiment_arm, measure, unit, count(value) as runs, sum(value) as total
  from outcome
  where value is not null
  group by experiment, experiment_arm, measure, unit
),
centred as (
  select
    unit_total.*,
    sum(total) over arm / sum(runs) over arm as mean
  from unit_total
  window arm as (partition by experiment, experiment_arm, measure)
),
estimate as (
  select
    experiment,
    experiment_arm,
    measure,
    count(*)::integer as users,
    sum(runs)::integer as runs,
    max(mean) as mean,
    case when count(*) > 1 then
      sqrt(sum((total - runs * mean) ^ 2) * count(*) / (count(*) - 1)) / sum(runs)::double precision
    end as standard_error
  from centred
  group by experiment, experiment_arm, measure
)
select
  experiment,
  experiment_arm,
  measure,
  users,
  runs,
  mean,
  standard_error,
  mean - 1.96 * standard_error as low,
  mean + 1.96 * standard_error as high
from estimate;

revoke all on function private.are_traffic_arms(jsonb) from public, anon, authenticated;
revoke all on function private.running_experiments() from public, anon, authenticated;
revoke all on public.experiment_results from public, anon, authenticated;
grant execute on function private.are_traffic_arms(jsonb) to service_role;
grant execute on function private.running_experiments() to service_role;
grant select on public.experiment_results to authenticated, service_role;
