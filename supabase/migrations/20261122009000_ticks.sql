-- One clock for all functions whose work outlives their workers. Each kind of work announces itself with a function
--     private.due_<what>() returns text
-- that gives the route to knock at, relative to /functions/v1/, while some of it waits, and null while none does.
-- Such a function may come with any migration, earlier or later than this one: it is found by its name.

create function private.due_runs()
returns text
language sql
stable
set search_path = ''
as $$
  select 'multi-model-orchestrator/internal/tick'
  where exists (
    select from public.orchestration_runs where status = 'running' and lease_expires_at <= clock_timestamp()
  )
$$;

create function private.due_scenario_executions()
returns text
language sql
stable
set search_path = ''
as $$
  select 'scenarios/tick'
  where exists (
    select from public.scenario_executions where status = 'running' and lease_expires_at <= clock_timestamp()
  )
$$;

-- The routes to knock at now. A function that fails is left out and named in the log: the others are not kept waiting.
create function private.due_routes()
returns setof text
language plpgsql
set search_path = ''
as $$
declare
  announced name;
  route text;
begin
  for announced in
    select proname from pg_catalog.pg_proc
    where pronamespace = 'private'::regnamespace and proname like 'due\_%' and proname <> 'due_routes'
      and pronargs = 0 and prorettype = 'text'::regtype and not proretset
    order by proname
  loop
    begin
      execute format('select private.%I()', announced) into route;
      if route is not null then
        return next route;
      end if;
    exception
      when others then raise warning 'private.% failed: %', announced, sqlerrm;
    end;
  end loop;
end
$$;

-- True where a request was sent. Called by pg_cron every few seconds, as before; see the first tick migration for what a
-- hosted project needs.
create or replace function private.wake_worker()
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  routes text[] := array(select private.due_routes());
  route text;
  project_url text;
  secret_key text;
begin
  if cardinality(routes) = 0 then
    return false;
  end if;
  if to_regclass('vault.decrypted_secrets') is null or to_regnamespace('net') is null then
    return false;
  end if;
  execute 'select max(decrypted_secret) filter (where name = $1), max(decrypted_secret) filter (where name = $2)
    from vault.decrypted_secrets where name in ($1, $2)'
    into project_url, secret_key using 'merit_project_url', 'merit_secret_key';
  if project_url is null or secret_key is null then
    return false;
  end if;
  foreach route in array routes loop
    execute 'select net.http_post(url := $1, body := $2, headers := $3)'
      using
        rtrim(project_url, '/') || '/functions/v1/' || route,
        '{}'::jsonb,
        jsonb_build_object('content-type', 'application/json', 'apikey', secret_key);
  end loop;
  return true;
end
$$;

revoke all on function private.due_runs() from public, anon, authenticated, service_role;
revoke all on function private.due_scenario_executions() from public, anon, authenticated, service_role;
revoke all on function private.due_routes() from public, anon, authenticated, service_role;
