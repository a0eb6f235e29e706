-- What a run needs to outlive its worker: what it has told, how far it has come, and whether it is to end.

-- Set by whoever cancels; the worker that holds the run sees it when it renews its lease.
alter table public.orchestration_runs add column cancel_requested_at timestamptz;

-- What is left behind by workers that died is found by the end of its lease.
create index orchestration_runs_lease_expires_at
  on public.orchestration_runs (lease_expires_at)
  where status = 'running';

-- What a run told, in order. The last event, `result` or `error`, is not here: it is the run's own answer.
create table public.run_events (
  run_id uuid not null references public.orchestration_runs (id) on delete cascade,
  -- 1 is the first; without gaps, across workers
  event_id integer not null check (event_id > 0),
  -- the run's; goes with the run, and needs no key of its own that would lock the user for each event
  user_id uuid,
  event text not null,
  data jsonb not null,
  created_at timestamptz not null default now(),
  primary key (run_id, event_id)
);

comment on table public.run_events is 'What a run told as it went, for listeners that come later or come back.';

create index run_events_user_id on public.run_events (user_id, created_at desc);

alter table public.run_events enable row level security;
revoke all on public.run_events from public, anon, authenticated;
grant select on public.run_events to authenticated;
grant select, insert, update, delete on public.run_events to service_role;

create policy "Users read what their own runs told" on public.run_events
  for select to authenticated
  using ((select auth.uid()) = user_id);

-- How far a running run has come: step 0 is its plan, the others are finished attempts by their place in the plan.
create table public.run_checkpoints (
  run_id uuid not null references public.orchestration_runs (id) on delete cascade,
  step integer not null check (step >= 0),
  user_id uuid,
  state jsonb not null check (jsonb_typeof(state) = 'object'),
  created_at timestamptz not null default now(),
  primary key (run_id, step)
);

comment on table public.run_checkpoints is 'What the next worker needs to go on with a run; gone once the run has ended.';

create index run_checkpoints_user_id on public.run_checkpoints (user_id);

alter table public.run_checkpoints enable row level security;
revoke all on public.run_checkpoints from public, anon, authenticated;
grant select, insert, update, delete on public.run_checkpoints to service_role;

create policy "Users own what their runs have saved" on public.run_checkpoints
  for select to authenticated
  using ((select auth.uid()) = user_id);

create function private.forget_checkpoints()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  delete from public.run_checkpoints where run_id = new.id;
  return null;
end
$$;

create trigger finished_runs_need_no_checkpoints
  after update of status on public.orchestration_runs
  for each row
  when (old.status = 'running' and new.status <> 'running')
  execute function private.forget_checkpoints();

revoke all on function private.forget_checkpoints() from public, anon, authenticated;
grant execute on function private.forget_checkpoints() to service_role;
