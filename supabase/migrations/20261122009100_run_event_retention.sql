-- What runs told is for listeners that come late or come back: after a while nobody does, and the run's own record tells
-- the rest. Events of a run that still goes on stay, however old.

-- Rows come in the order of their time, so that a few pages of index are enough to find the old ones.
create index run_events_created_at on public.run_events using brin (created_at) with (pages_per_range = 32);

-- How many went. At most so many a call: a first call on a large table is no long transaction.
create function private.delete_old_run_events(keep_days integer default 30, at_most integer default 50000)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  deleted bigint;
begin
  if keep_days is null or keep_days < 1 then
    raise exception 'events are kept a day at least' using errcode = '22023';
  end if;
  delete from public.run_events
  where ctid = any (array(
    select old.ctid
    from public.run_events old
    join public.orchestration_runs run on run.id = old.run_id
    where old.created_at < now() - keep_days * interval '1 day' and run.status <> 'running'
    limit at_most
    for update of old skip locked
  ));
  get diagnostics deleted = row_count;
  return deleted;
end
$$;

revoke all on function private.delete_old_run_events(integer, integer) from public, anon, authenticated, service_role;

do $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is not null then
    execute 'select cron.schedule($1, $2, $3)'
      using 'merit-run-events', '*/15 * * * *', 'select private.delete_old_run_events(30)';
  end if;
end
$$;
