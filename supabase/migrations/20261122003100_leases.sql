-- Who may write for a run: the holder of its lease, told by the token. A worker that lost its lease is fenced off.

-- Keeps what a run has told and how far it has come, together, and renews its lease. In:
--   { run_id, lease_token, lease_ms | null, events: [{ event_id, event, data }], checkpoints: [{ step, state }] }
-- Out: { state } as in renew_leases; nothing is kept unless it is `held` or `cancel_requested`.
-- Safe to repeat: the holder numbers its events, and what is there stays.
create function public.append_run_events(batch jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(batch) when 'string' then (batch #>> '{}')::jsonb else batch end;
  held public.orchestration_runs;
begin
  select * into held from public.orchestration_runs where id = (input ->> 'run_id')::uuid for update;
  if not found then
    return jsonb_build_object('state', 'gone');
  elsif held.status <> 'running' then
    return jsonb_build_object('state', 'ended');
  elsif held.lease_token <> (input ->> 'lease_token')::uuid then
    return jsonb_build_object('state', 'superseded');
  end if;

  insert into public.run_events (run_id, event_id, user_id, event, data)
  select held.id, event_id, held.user_id, event, data
  from jsonb_to_recordset(input -> 'events') as told (event_id integer, event text, data jsonb)
  on conflict do nothing;

  insert into public.run_checkpoints (run_id, step, user_id, state)
  select held.id, step, held.user_id, state
  from jsonb_to_recordset(input -> 'checkpoints') as saved (step integer, state jsonb)
  on conflict do nothing;

  update public.orchestration_runs
  set lease_expires_at = greatest(
    lease_expires_at, clock_timestamp() + (input ->> 'lease_ms')::integer * interval '1 millisecond'
  )
  where id = held.id;
  return jsonb_build_object(
    'state', case when held.cancel_requested_at is null then 'held' else 'cancel_requested' end
  );
end
$$;

-- The heartbeat of one worker, for all the runs it holds. In: [{ run_id, lease_token, lease_ms | null }]; null only asks.
-- Out: [{ run_id, lease_token, state }], by state:
--   held · cancel_requested   still its own
--   superseded                another worker has taken it
--   ended                     on record
--   gone                      no such run any more
create function public.renew_leases(leases jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  input jsonb := case jsonb_typeof(leases) when 'string' then (leases #>> '{}')::jsonb else leases end;
begin
  -- in one order everywhere, so that workers wait for each other and never deadlock
  perform 1
  from public.orchestration_runs run
  where run.status = 'running'
    and run.id in (select run_id from jsonb_to_recordset(input) as lease (run_id uuid, lease_ms integer) where lease_ms is not null)
  order by run.id
  for update;

  update public.orchestration_runs run
  set lease_expires_at = greatest(
    run.lease_expires_at, clock_timestamp() + lease.lease_ms * interval '1 millisecond'
  )
  from jsonb_to_recordset(input) as lease (run_id uuid, lease_token uuid, lease_ms integer)
  where run.id = lease.run_id
    and run.lease_token = lease.lease_token
    and run.status = 'running'
    and lease.lease_ms is not null;

  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'run_id', lease.run_id,
      'lease_token', lease.lease_token,
      'state', case
        when run.id is null then 'gone'
        when run.lease_token <> lease.lease_token then 'superseded'
        when run.status <> 'running' then 'ended'
        when run.cancel_requested_at is not null then 'cancel_requested'
        else 'held'
      end
    ))
    from jsonb_to_recordset(input) as lease (run_id uuid, lease_token uuid)
    left join public.orchestration_runs run on run.id = lease.run_id
  ), '[]');
end
$$;

-- Takes one run whose worker let its lease run out, the one that waits longest; any number of workers may ask at once.
-- In: { lease_ms, task_types, max_turns, run_id | null, keyed_after_ms }. A run that nobody can go on with (its request was
-- not kept) is given out too, so that it is ended: at once where no one can ask for it again, after `keyed_after_ms` where
-- an Idempotency-Key lets its caller take it over.
-- Out: { state: 'none' } or { state: 'claimed', run_id, lease_token, user_id, request, options, takeovers, started_at_ms,
--   cancel_requested, progress: { next_event_id, checkpoints: [{ step, state }] }, conversation, evidence }.
create function public.claim_run(claim jsonb)
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
    'limited_models', private.limited_models()
  );
end
$$;

-- { next_event_id, checkpoints: [{ step, state }] } of a run, for the worker that goes on with it.
create function private.progress_of(of_run uuid)
returns json
language sql
stable
set search_path = ''
as $$
  select json_build_object(
    'next_event_id', (select coalesce(max(event_id), 0) + 1 from public.run_events where run_id = of_run),
    'checkpoints', coalesce((
      select json_agg(json_build_object('step', step, 'state', state) order by step)
      from public.run_checkpoints where run_id = of_run
    ), '[]')
  )
$$;

-- The same for a worker that took a run over by its Idempotency-Key.
create function public.run_progress(of_run uuid)
returns json
language sql
stable
set search_path = ''
as $$
  select private.progress_of(of_run)
$$;

-- Asks for a run's end. Null: whoever it belongs to. Out, by `state`:
--   not_found · finished · requested { is_held }   is_held: a worker has it and will hear of it
create function public.request_cancel(target uuid, of_user uuid)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  held public.orchestration_runs;
begin
  select * into held
  from public.orchestration_runs
  where id = target and (of_user is null or user_id = of_user)
  for update;
  if not found then
    return jsonb_build_object('state', 'not_found');
  elsif held.status <> 'running' then
    return jsonb_build_object('state', 'finished');
  end if;
  update public.orchestration_runs
  set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
  where id = held.id;
  return jsonb_build_object('state', 'requested', 'is_held', held.lease_expires_at > clock_timestamp());
end
$$;

revoke all on function public.append_run_events(jsonb) from public, anon, authenticated;
revoke all on function public.renew_leases(jsonb) from public, anon, authenticated;
revoke all on function public.claim_run(jsonb) from public, anon, authenticated;
revoke all on function private.progress_of(uuid) from public, anon, authenticated;
revoke all on function public.run_progress(uuid) from public, anon, authenticated;
revoke all on function public.request_cancel(uuid, uuid) from public, anon, authenticated;
grant execute on function public.append_run_events(jsonb) to service_role;
grant execute on function public.renew_leases(jsonb) to service_role;
grant execute on function public.claim_run(jsonb) to service_role;
grant execute on function private.progress_of(uuid) to service_role;
grant execute on function public.run_progress(uuid) to service_role;
grant execute on function public.request_cancel(uuid, uuid) to service_role;
