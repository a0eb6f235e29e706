-- The clock of a hosted project: every few seconds a worker is woken where a run waits for one. It needs pg_cron and
-- pg_net, and two secrets in the Vault: `merit_project_url` (https://<ref>.supabase.co) and `merit_secret_key`
-- (sb_secret_...). Where they are missing, nothing is scheduled or sent; the local stack has a clock of its own.

-- True where a request was sent. Looks before it asks: a worker is woken only where there is work.
create function private.wake_worker()
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  project_url text;
  secret_key text;
begin
  if not exists (
    select from public.orchestration_runs where status = 'running' and lease_expires_at <= clock_timestamp()
  ) then
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
  execute 'select net.http_post(url := $1, body := $2, headers := $3)'
    using
      rtrim(project_url, '/') || '/functions/v1/multi-model-orchestrator/internal/tick',
      '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'apikey', secret_key);
  return true;
end
$$;

revoke all on function private.wake_worker() from public, anon, authenticated, service_role;

do $$
declare
  extension text;
begin
  foreach extension in array array['pg_cron', 'pg_net'] loop
    if exists (select from pg_available_extensions where name = extension) then
      begin
        execute format('create extension if not exists %I', extension);
      exception
        -- a server of one's own may have the files of an extension and still not be set up for it
        when others then raise notice 'durable runs go on without %: %', extension, sqlerrm;
      end;
    end if;
  end loop;
  if to_regprocedure('cron.schedule(text,text,text)') is not null then
    execute 'select cron.schedule($1, $2, $3)'
      using 'merit-tick', '5 seconds', 'select private.wake_worker()';
  end if;
end
$$;
