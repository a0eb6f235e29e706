-- Announces experiments whose worker is gone to the clock of all functions (20261122009000_ticks.sql finds it by its name).
create function private.due_experiments()
returns text
language sql
stable
set search_path = ''
as $$
  select 'experiments/tick'
  where exists (
    select from public.experiments where status = 'running' and lease_expires_at <= clock_timestamp()
  )
$$;

revoke all on function private.due_experiments() from public, anon, authenticated, service_role;
