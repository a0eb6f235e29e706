-- What money and time are worth to the project when strategies are chosen, and what a request should cost on average.
-- One row, put in with the service role; without it a cent costs a point, and so do twenty seconds:
--   insert into selection_settings (points_per_usd) values (500);                 money matters five times as much
--   insert into selection_settings (target_cost_nano_usd) values (5000000);       half a cent a request, on average
create table public.selection_settings (
  project boolean primary key default true check (project),
  points_per_usd double precision not null default 100 check (points_per_usd >= 0 and points_per_usd < 'Infinity'),
  points_per_second double precision not null default 0.05
    check (points_per_second >= 0 and points_per_second < 'Infinity'),
  -- mean cost of a request that the pacer keeps to; null: whatever the prices make of it
  target_cost_nano_usd bigint check (target_cost_nano_usd between 1 and 9007199254740991),
  target_cost_usd double precision generated always as (target_cost_nano_usd::double precision / 1e9) stored,
  -- the pacer's state: score points that a request costing exactly the target gives up for its cost, besides the base price
  multiplier double precision not null default 0 check (multiplier between 0 and 200),
  -- what came of it: runs since a target was first set, and what they cost together
  paced_runs bigint not null default 0 check (paced_runs >= 0),
  paced_cost_nano_usd bigint not null default 0 check (paced_cost_nano_usd >= 0),
  updated_at timestamptz not null default now()
)
with (fillfactor = 50);

comment on table public.selection_settings is 'What money and time are worth to the project, and what a request should cost on average.';

alter table public.selection_settings enable row level security;
revoke all on public.selection_settings from public, anon, authenticated;
grant select on public.selection_settings to authenticated;
grant select, insert, update, delete on public.selection_settings to service_role;

create policy "Signed-in users see what choices are priced by" on public.selection_settings
  for select to authenticated
  using ((select auth.uid()) is not null);

-- A run that ends moves the pacer: the rule of _shared/selection/pacer.ts, in the transaction that records the run, so
-- that each counts once. A cost that nobody knows moves nothing.
create function private.pace_cost()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  -- how far one request at twice its target moves the multiplier, score points
  step constant double precision := 0.5;
  -- one very dear request moves it no further than this many targets' worth
  max_excess constant double precision := 20;
  max_multiplier constant double precision := 200;
begin
  update public.selection_settings
  set
    multiplier = greatest(0, least(
      max_multiplier,
      multiplier + step * least(max_excess, new.cost_nano_usd::double precision / target_cost_nano_usd - 1)
    )),
    paced_runs = paced_runs + 1,
    paced_cost_nano_usd = paced_cost_nano_usd + new.cost_nano_usd,
    updated_at = clock_timestamp()
  where target_cost_nano_usd is not null;
  return null;
end
$$;

create trigger pace_cost
  after update of status on public.orchestration_runs
  for each row when (old.status = 'running' and new.status <> 'running' and new.cost_nano_usd is not null)
  execute function private.pace_cost();

-- { points_per_usd, points_per_second, target_cost_nano_usd, multiplier }; null where the project has set nothing.
create function private.price_settings()
returns json
language sql
stable
set search_path = ''
as $$
  select json_build_object(
    'points_per_usd', points_per_usd,
    'points_per_second', points_per_second,
    'target_cost_nano_usd', target_cost_nano_usd,
    'multiplier', multiplier
  )
  from public.selection_settings
$$;

revoke all on function private.pace_cost() from public, anon, authenticated;
revoke all on function private.price_settings() from public, anon, authenticated;
grant execute on function private.pace_cost() to service_role;
grant execute on function private.price_settings() to service_role;

-- As before, with the prices to choose by: started { ..., prices: { ... } | null }.
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
  wait_ms bigint;
  budget bigint;
begin
  -- the order in which deleting a user takes locks; of an unknown one the foreign key tells below
  if caller is not null then
    perform private.hold_user(caller);
  end if;
  perform 1
  from public.orchestration_runs existing
  where coalesce(existing.user_id, '00000000-0000-0000-0000-000000000000'::uuid)
      = coalesce(caller, '00000000-0000-0000-0000-000000000000'::uuid)
    and existing.idempotency_key = key;
  if not found then
    wait_ms := private.take_request(caller);
    if wait_ms > 0 then
      return json_build_object('state', 'rate_limited', 'retry_after_ms', wait_ms);
    end if;
  end if;

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
    if found then
      budget := private.reserve_spend(
        held.id, caller,
        coalesce((input ->> 'reserve_nano_usd')::bigint, 0), coalesce((input ->> 'reserve_at_least_nano_usd')::bigint, 0)
      );
      if budget < 0 then
        delete from public.orchestration_runs where id = held.id;
        perform private.give_request_back(caller);
        return json_build_object('state', 'over_budget');
      end if;
      exit;
    end if;

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
    budget := private.reserved_for(held.id);
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
    'experiments', private.running_experiments(),
    'budget_nano_usd', budget,
    'circuits', private.open_circuits(),
    'limited_models', private.limited_models(),
    'prices', private.price_settings()
  );
end
$$;

-- As before, with the prices to choose by: claimed { ..., prices: { ... } | null }.
create or replace function public.claim_run(claim jsonb)
returns json
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(claim) when 'string' then (claim #>> '{}')::jsonb else claim end;
  wanted uuid := (input ->> 'run_id')::uuid;
  held public.orchestration_runs;
begin
  select * into held
  from public.orchestration_runs run
  where run.status = 'running'
    and run.lease_expires_at <= clock_timestamp()
    and (wanted is null or run.id = wanted)
    and (
      run.options ? 'durable'
      or run.idempotency_key is null
      or run.cancel_requested_at is not null
      or run.lease_expires_at
        <= clock_timestamp() - (input ->> 'keyed_after_ms')::integer * interval '1 millisecond'
    )
  order by run.lease_expires_at
  limit 1
  for update skip locked;
  if not found then
    return json_build_object('state', 'none');
  end if;

  update public.orchestration_runs
  set
    lease_token = gen_random_uuid(),
    lease_expires_at = clock_timestamp() + (input ->> 'lease_ms')::integer * interval '1 millisecond',
    takeovers = takeovers + 1
  where id = held.id
  returning * into held;

  return json_build_object(
    'state', 'claimed',
    'run_id', held.id,
    'lease_token', held.lease_token,
    'user_id', held.user_id,
    'request', held.request,
    'options', held.options,
    'takeovers', held.takeovers,
    'started_at_ms', floor(extract(epoch from held.started_at) * 1000)::bigint,
    'cancel_requested', held.cancel_requested_at is not null,
    'progress', private.progress_of(held.id),
    'conversation', private.conversation_so_far(
      held.conversation_id, held.user_id, true, (input ->> 'max_turns')::integer
    ),
    'evidence', private.evidence_for(held.user_id, array(select jsonb_array_elements_text(input -> 'task_types'))),
    'experiments', private.running_experiments(),
    'budget_nano_usd', private.reserved_for(held.id),
    'circuits', private.open_circuits(),
    'limited_models', private.limited_models(),
    'prices', private.price_settings()
  );
end
$$;
