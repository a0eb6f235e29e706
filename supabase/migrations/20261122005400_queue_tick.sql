-- The queue's clock on a hosted project, as that of runs: a worker is woken where items wait for one.
create function private.wake_queue_worker()
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  project_url text;
  secret_key text;
begin
  if not public.extractions_wait() then
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
      rtrim(project_url, '/') || '/functions/v1/queue/tick',
      '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'apikey', secret_key);
  return true;
end
$$;

revoke all on function private.wake_queue_worker() from public, anon, authenticated, service_role;

do $$
begin
  if to_regprocedure('cron.schedule(text,text,text)') is not null then
    execute 'select cron.schedule($1, $2, $3)'
      using 'merit-queue-tick', '5 seconds', 'select private.wake_queue_worker()';
  end if;
end
$$;
