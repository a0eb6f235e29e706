-- Announces items of the queue to the clock of all functions (20261122009000_ticks.sql finds it by its name).
create function private.due_extractions()
returns text
language sql
stable
set search_path = ''
as $$
  select 'queue/tick' where public.extractions_wait()
$$;

revoke all on function private.due_extractions() from public, anon, authenticated, service_role;
