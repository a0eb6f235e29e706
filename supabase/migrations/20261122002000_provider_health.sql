-- Circuit breakers: whether each model, as served by its provider, is worth calling now. All workers share the rows, so
-- that what one learns at the price of a failed attempt, the others know before their next.
--
-- closed → open after five failures in a row, or where at least half of the recent attempts failed (counts that halve
-- every minute), so that a provider that flaps is left alone too. open → half_open when a run takes the one probe after
-- `retry_at`. half_open → closed if the probe's attempt went well, → open again for twice as long if it did not.
create table public.provider_health (
  provider text not null,
  model text not null,
  state text not null default 'closed' check (state in ('closed', 'open', 'half_open')),
  -- recent attempts, halved every minute, as of updated_at
  failures double precision not null default 0 check (failures >= 0 and failures < 'Infinity'),
  successes double precision not null default 0 check (successes >= 0 and successes < 'Infinity'),
  consecutive_failures integer not null default 0 check (consecutive_failures >= 0),
  -- how often it opened since it was last closed
  openings integer not null default 0 check (openings >= 0),
  opened_at timestamptz,
  -- when an open circuit may be probed
  retry_at timestamptz,
  -- the run that probes; no foreign key, as a probe outlives a deleted run until it expires
  probe_run_id uuid,
  probe_expires_at timestamptz,
  last_error_code text,
  updated_at timestamptz not null default now(),
  primary key (provider, model),
  constraint an_open_circuit_says_when_to_try_again check (state = 'closed' or retry_at is not null),
  constraint a_half_open_circuit_has_one_probe check (
    (state = 'half_open') = (probe_run_id is not null and probe_expires_at is not null)
  )
)
with (fillfactor = 50);

comment on table public.provider_health is 'The circuit breaker of each model, shared by all workers.';

alter table public.provider_health enable row level security;
revoke all on public.provider_health from public, anon, authenticated;
grant select on public.provider_health to authenticated;
grant select, insert, update, delete on public.provider_health to service_role;

create policy "Signed-in users see which models are up" on public.provider_health
  for select to authenticated
  using ((select auth.uid()) is not null);

-- What an attempt says of its provider: true: it answers, false: it does not, null: nothing. A refusal is an answer; a
-- cancelled attempt, or one that our own deadline ended, says nothing either way.
create function private.provider_answers(status text, error_code text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when status = 'succeeded' then true
    when status <> 'failed' then null
    when error_code in (
      'rate_limited', 'quota_exhausted', 'authentication', 'server_error', 'connection', 'stream_cut',
      'first_token_timeout', 'stalled', 'malformed_response'
    ) then false
    when error_code in ('content_policy', 'context_length', 'unusable_output', 'truncated', 'empty_response') then true
  end
$$;

-- How long a circuit stays open the nth time in a row: 15 s, twice that each time after, 4 minutes at most.
create function private.circuit_pause(openings integer)
returns interval
language sql
immutable
parallel safe
set search_path = ''
as $$
  select least(240, 15 * 2 ^ least(greatest(openings, 1) - 1, 10)) * interval '1 second'
$$;

-- Counts one attempt and moves the circuit. Late news from runs that began before a circuit opened move it no more:
-- only its probe does.
create function private.note_provider_answer(of_provider text, of_model text, by_run uuid, answers boolean, code text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  moment timestamptz := clock_timestamp();
  health public.provider_health;
  fading double precision;
begin
  if answers is false then
    insert into public.provider_health (provider, model, updated_at) values (of_provider, of_model, moment)
    on conflict (provider, model) do nothing;
  end if;
  select * into health from public.provider_health where provider = of_provider and model = of_model for update;
  if not found then
    -- a model that never failed needs no row
    return;
  end if;

  if health.state <> 'closed' then
    if health.probe_run_id is distinct from by_run then
      return;
    end if;
    if answers then
      update public.provider_health
      set
        state = 'closed', failures = 0, successes = 0, consecutive_failures = 0, openings = 0, opened_at = null,
        retry_at = null, probe_run_id = null, probe_expires_at = null, updated_at = moment
      where provider = of_provider and model = of_model;
    else
      update public.provider_health
      set
        state = 'open',
        -- a probe that was called off says nothing: the next may go at once
        openings = openings + case when answers is null then 0 else 1 end,
        retry_at = moment + case when answers is null then interval '0' else private.circuit_pause(openings + 1) end,
        consecutive_failures = consecutive_failures + case when answers is null then 0 else 1 end,
        last_error_code = coalesce(code, last_error_code),
        probe_run_id = null, probe_expires_at = null, updated_at = moment
      where provider = of_provider and model = of_model;
    end if;
    return;
  end if;

  if answers is null then
    return;
  end if;
  fading := 0.5 ^ (greatest(0, extract(epoch from moment - health.updated_at)) / 60);
  health.failures := health.failures * fading + case when answers then 0 else 1 end;
  health.successes := health.successes * fading + case when answers then 1 else 0 end;
  health.consecutive_failures := case when answers then 0 else health.consecutive_failures + 1 end;
  if not answers and (
    health.consecutive_failures >= 5
    -- 4.5: five within seconds, though the first have begun to fade
    or (health.failures >= 4.5 and health.failures >= health.successes)
  ) then
    health.state := 'open';
    health.openings := 1;
    health.opened_at := moment;
    health.retry_at := moment + private.circuit_pause(1);
  end if;
  update public.provider_health
  set
    state = health.state, failures = health.failures, successes = health.successes,
    consecutive_failures = health.consecutive_failures, openings = health.openings,
    opened_at = health.opened_at, retry_at = health.retry_at,
    last_error_code = coalesce(code, last_error_code), updated_at = greatest(moment, health.updated_at)
  where provider = of_provider and model = of_model;
end
$$;

-- Every recorded attempt counts, whoever records it. Rows are taken in one order, so that two runs never deadlock.
create function private.note_provider_answers()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.note_provider_answer(
    attempt.provider, attempt.model, attempt.run_id,
    private.provider_answers(attempt.status, attempt.error_code), attempt.error_code
  )
  from (
    select * from recorded where status <> 'skipped' order by provider, model, attempt_number
  ) attempt;
  return null;
end
$$;

create trigger note_provider_answers
  after insert on public.model_performance
  referencing new table as recorded
  for each statement execute function private.note_provider_answers();

-- The circuits that are not closed: [{ provider, model, state: open | half_open, retry_after_ms }]. half_open: a probe
-- may be taken now.
create function private.open_circuits()
returns json
language sql
stable
set search_path = ''
as $$
  select coalesce(json_agg(json_build_object(
    'provider', provider, 'model', model,
    'state', case when free_at <= clock_timestamp() then 'half_open' else 'open' end,
    'retry_after_ms', greatest(0, ceil(extract(epoch from free_at - clock_timestamp()) * 1000))::bigint
  )), '[]')
  from (
    select *, case state when 'half_open' then probe_expires_at else retry_at end as free_at
    from public.provider_health
    where state <> 'closed'
  ) circuit
$$;

-- Takes the one probe of a circuit that may be tried again. Out, by `state`: taken, or refused: it is still open, or
-- another run probes. The probe is given back by what the run records, or expires after `lease_ms`.
create function public.take_probe(probe jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(probe) when 'string' then (probe #>> '{}')::jsonb else probe end;
begin
  update public.provider_health
  set
    state = 'half_open', probe_run_id = (input ->> 'run_id')::uuid,
    probe_expires_at = clock_timestamp() + (input ->> 'lease_ms')::integer * interval '1 millisecond'
  where provider = input ->> 'provider' and model = input ->> 'model'
    and (
      (state = 'open' and retry_at <= clock_timestamp())
      or (state = 'half_open' and probe_expires_at <= clock_timestamp())
      or (state = 'half_open' and probe_run_id = (input ->> 'run_id')::uuid)
    );
  if found then
    return jsonb_build_object('state', 'taken');
  end if;
  -- closed in the meantime: there is nothing to probe, and nothing in the way
  perform 1 from public.provider_health
  where provider = input ->> 'provider' and model = input ->> 'model' and state <> 'closed';
  return jsonb_build_object('state', case when found then 'refused' else 'taken' end);
end
$$;

revoke all on function private.provider_answers(text, text) from public, anon, authenticated;
revoke all on function private.circuit_pause(integer) from public, anon, authenticated;
revoke all on function private.note_provider_answer(text, text, uuid, boolean, text) from public, anon, authenticated;
revoke all on function private.note_provider_answers() from public, anon, authenticated;
revoke all on function private.open_circuits() from public, anon, authenticated;
revoke all on function public.take_probe(jsonb) from public, anon, authenticated;
grant execute on function private.provider_answers(text, text) to service_role;
grant execute on function private.circuit_pause(integer) to service_role;
grant execute on function private.note_provider_answer(text, text, uuid, boolean, text) to service_role;
grant execute on function private.note_provider_answers() to service_role;
grant execute on function private.open_circuits() to service_role;
grant execute on function public.take_probe(jsonb) to service_role;
