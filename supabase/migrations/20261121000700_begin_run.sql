-- What a run starts from, by pure reads: the evidence for the task types asked, and the conversation so far.

-- Rows of every tier for the given task types; weights are as of the row's time. Each row is an array, in the order
-- below and with the time in epoch milliseconds last: there may be hundreds of rows, and names would be most of the text.
create function private.evidence_for(for_user uuid, task_types text[])
returns json
language sql
stable
set search_path = ''
as $$
  -- one branch a tier, each a range of the unique index
  with known as (
    select * from public.model_evidence where tier = 'all'
    union all
    select * from public.model_evidence
    where tier = 'task' and user_id is null and task_type = any (task_types)
    union all
    select * from public.model_evidence
    where tier = 'task_complexity' and user_id is null and task_type = any (task_types)
    union all
    select * from public.model_evidence
    where tier = 'user' and user_id = for_user and task_type = any (task_types)
  )
  select coalesce(json_agg(json_build_array(
    tier, task_type, complexity, model, approach,
    quality_weight, quality_mean, quality_m2, success_weight, failure_weight,
    duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd,
    floor(extract(epoch from updated_at) * 1000)::bigint
  )), '[]')
  from known
$$;

-- { files, turns }: the files of the last successful run that had any, and the last turns in the order they were said.
-- Only runs of the same user count: a conversation's id alone opens nothing.
create function private.conversation_so_far(conversation uuid, of_user uuid, with_files boolean, max_turns integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'files', (
      select run.result -> 'files'
      from public.orchestration_runs run
      where with_files
        and run.conversation_id = conversation
        and run.user_id is not distinct from of_user
        and run.status = 'succeeded'
        and run.has_files
      order by run.created_at desc
      limit 1
    ),
    'turns', coalesce((
      select jsonb_agg(jsonb_build_object('request', recent.request, 'answer', recent.answer) order by recent.created_at)
      from (
        select
          run.created_at,
          left(run.request, 8000) as request,
          left(coalesce(run.result ->> 'text', run.result ->> 'message', ''), 8000) as answer
        from public.orchestration_runs run
        where run.conversation_id = conversation
          and run.user_id is not distinct from of_user
          and run.status = 'succeeded'
        order by run.created_at desc
        limit max_turns
      ) recent
    ), '[]')
  )
$$;

-- Starts a run, or says why not. In:
--   { user_id, conversation_id, idempotency_key, request_hash, request, options, lease_ms, task_types, with_files, max_turns }
-- Out, by `state`:
--   started     { run_id, lease_token, taken_over, conversation: { files, turns }, evidence: [[tier, task_type, ...], ...] }
--   replay      { run_id, http_status, body }         finished before: the stored answer
--   in_progress { run_id, lease_expires_at_ms }       another worker holds it
--   conflict    { run_id }                            the key came with another request
-- A run whose lease ran out goes to whoever asks next, with a new token. An unknown user is a foreign key violation.
-- json and not jsonb, which would be built only to be written out again.
create function public.begin_run(run jsonb)
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
    'evidence', private.evidence_for(caller, task_types)
  );
end
$$;

revoke all on function private.evidence_for(uuid, text[]) from public, anon, authenticated;
revoke all on function private.conversation_so_far(uuid, uuid, boolean, integer) from public, anon, authenticated;
revoke all on function public.begin_run(jsonb) from public, anon, authenticated;
grant execute on function private.evidence_for(uuid, text[]) to service_role;
grant execute on function private.conversation_so_far(uuid, uuid, boolean, integer) to service_role;
grant execute on function public.begin_run(jsonb) to service_role;
