-- As before, within the limits. In besides:
--   reserve_nano_usd, reserve_at_least_nano_usd: the most the run can cost, and the least that is of use to it
-- Out besides, by `state`:
--   started       { ..., budget_nano_usd: what was reserved, null where no cap holds, circuits: [...], limited_models: [...] }
--   rate_limited  { retry_after_ms }   too many requests in this minute
--   over_budget   {}                   a cap leaves too little
-- What is refused leaves nothing behind. A stored answer is given again whatever the limits say, as it costs nothing.
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
    'limited_models', private.limited_models()
  );
end
$$;
