-- How much may be asked in a minute: of Merit by its users, and of a model by Merit. A limit is a row, put in with the
-- service role:
--   insert into rate_limits (requests_per_minute) values (600);                           the whole project
--   insert into rate_limits (per_user, requests_per_minute) values (true, 60);            each user
--   insert into rate_limits (user_id, requests_per_minute) values ('…', 300);             one user
--   insert into rate_limits (model, requests_per_minute, tokens_per_minute)
--     values ('gpt-4.1', 500, 200000);                                                    calls of a model
-- All rows that apply must allow a request, or none of them counts it.
create table public.rate_limits (
  id uuid primary key default gen_random_uuid(),
  -- the one user it holds for; null: the project, or each user
  user_id uuid references auth.users (id) on delete cascade,
  per_user boolean not null default false,
  -- set: it holds for the calls of this model, whoever they are for
  model text check (model <> ''),
  requests_per_minute integer check (requests_per_minute > 0),
  -- input and output together; only for models
  tokens_per_minute bigint check (tokens_per_minute > 0),
  created_at timestamptz not null default now(),
  constraint a_limit_has_one_scope check (num_nonnulls(user_id, model) + per_user::integer <= 1),
  constraint a_limit_limits_something check (
    num_nonnulls(requests_per_minute, tokens_per_minute) > 0 and (tokens_per_minute is null or model is not null)
  ),
  constraint a_scope_has_one_rate_limit unique nulls not distinct (user_id, per_user, model)
);

comment on table public.rate_limits is 'What may be asked in a minute by the project, by users, and of models.';

alter table public.rate_limits enable row level security;
revoke all on public.rate_limits from public, anon, authenticated;
grant select on public.rate_limits to authenticated;
grant select, insert, update, delete on public.rate_limits to service_role;

create policy "Users read their own rate limits" on public.rate_limits
  for select to authenticated
  using ((select auth.uid()) = user_id or ((select auth.uid()) is not null and per_user));

-- Requests so far: a sliding window. `passed` since window_started_at, and `passed_before` in the minute before that,
-- which counts in proportion to how much of it the last 60 seconds still touch. A window opens with its first request,
-- so that no minute after a quiet one lets more through than the limit, and no two neighbouring ones twice as much.
create table private.request_counters (
  limit_id uuid not null references public.rate_limits (id) on delete cascade,
  -- null: everybody's requests together
  subject uuid references auth.users (id) on delete cascade,
  window_started_at timestamptz not null default '-infinity',
  passed integer not null default 0 check (passed >= 0),
  passed_before integer not null default 0 check (passed_before >= 0),
  constraint a_subject_has_one_counter unique nulls not distinct (limit_id, subject)
)
with (fillfactor = 50);

create index request_counters_subject on private.request_counters (subject);

-- Token buckets of the models: each fills up at the limit's rate and holds at most a minute's worth.
create table private.model_buckets (
  limit_id uuid primary key references public.rate_limits (id) on delete cascade,
  requests double precision not null,
  -- below zero where calls turned out longer than was thought
  tokens double precision not null,
  filled_at timestamptz not null default clock_timestamp()
)
with (fillfactor = 50);

alter table private.request_counters enable row level security;
alter table private.model_buckets enable row level security;
revoke all on private.request_counters, private.model_buckets from public, anon, authenticated;
grant select, insert, update, delete on private.request_counters, private.model_buckets to service_role;

-- Counts one request against every limit that holds for the caller, all or none. Out: 0, or the milliseconds after which
-- it would pass.
create function private.take_request(caller uuid)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  wait_ms bigint;
begin
  insert into private.request_counters (limit_id, subject)
  select id, case when per_user then caller else user_id end
  from public.rate_limits
  where model is null and (user_id = caller or (user_id is null and (not per_user or caller is not null)))
  on conflict do nothing;

  with held as (
    select counter.*, rate.requests_per_minute as most
    from private.request_counters counter
    join public.rate_limits rate on rate.id = counter.limit_id
    where rate.model is null
      and (rate.user_id = caller or (rate.user_id is null and (not rate.per_user or caller is not null)))
      and counter.subject is not distinct from case when rate.per_user then caller else rate.user_id end
    order by counter.limit_id
    for update of counter
  ),
  aged as (
    select held.*, moment, greatest(0, extract(epoch from moment - window_started_at)) as age
    from held, lateral (select clock_timestamp() as moment) clock
  ),
  rolled as (
    select
      limit_id, subject, most,
      case when age < 60 then window_started_at when age < 120 then window_started_at + interval '60 seconds' else moment end
        as started_at,
      case when age < 60 then passed else 0 end as passed,
      case when age < 60 then passed_before when age < 120 then passed else 0 end as passed_before,
      case when age < 60 then age when age < 120 then age - 60 else 0 end::double precision as age
    from aged
  ),
  verdict as (
    select coalesce(max(case
      when passed_before * (1 - age / 60) + passed + 1 <= most then 0
      -- the last minute's share must shrink first
      when passed + 1 <= most then 60 * (1 - (most - passed - 1)::double precision / passed_before) - age
      -- or this window must end, and its own share shrink
      else 60 - age + 60 * (1 - (most - 1)::double precision / passed)
    end), 0) as wait_seconds
    from rolled
  ),
  counted as (
    update private.request_counters counter
    set window_started_at = rolled.started_at, passed = rolled.passed + 1, passed_before = rolled.passed_before
    from rolled, verdict
    where wait_seconds <= 0
      and counter.limit_id = rolled.limit_id and counter.subject is not distinct from rolled.subject
  )
  select ceil(greatest(0, wait_seconds) * 1000) into wait_ms from verdict;
  return wait_ms;
end
$$;

-- Takes a request back that was counted and then refused on other grounds.
create function private.give_request_back(caller uuid)
returns void
language sql
set search_path = ''
as $$
  update private.request_counters counter
  set passed = greatest(0, passed - 1)
  from public.rate_limits rate
  where rate.id = counter.limit_id and rate.model is null
    and (rate.user_id = caller or (rate.user_id is null and (not rate.per_user or caller is not null)))
    and counter.subject is not distinct from case when rate.per_user then caller else rate.user_id end
$$;

-- The models that have a limit: only their calls need to ask.
create function private.limited_models()
returns json
language sql
stable
set search_path = ''
as $$
  select coalesce(json_agg(distinct model), '[]') from public.rate_limits where model is not null
$$;

-- Takes a call of a model from its buckets, requests and tokens together or neither. In: { model, requests, tokens,
-- settling }: with `settling` the tokens are what a call took beyond what was taken for it, and are taken in any case;
-- they may be negative. Out: { state: taken } or { state: refused, retry_after_ms }.
-- A call of more tokens than a minute has waits for a full bucket, as it could never pass otherwise.
create function public.take_model_rate(take jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(take) when 'string' then (take #>> '{}')::jsonb else take end;
  of_model text := input ->> 'model';
  asked_requests double precision := (input ->> 'requests')::double precision;
  asked_tokens double precision := (input ->> 'tokens')::double precision;
  is_settling boolean := coalesce((input ->> 'settling')::boolean, false);
  wait_ms bigint;
begin
  insert into private.model_buckets (limit_id, requests, tokens)
  select id, coalesce(requests_per_minute, 0), coalesce(tokens_per_minute, 0)
  from public.rate_limits
  where model = of_model
  on conflict do nothing;

  with held as (
    select bucket.*, rate.requests_per_minute as most_requests, rate.tokens_per_minute as most_tokens
    from private.model_buckets bucket
    join public.rate_limits rate on rate.id = bucket.limit_id
    where rate.model = of_model
    for update of bucket
  ),
  filled as (
    select
      limit_id, most_requests, most_tokens, moment,
      least(most_requests, requests + minutes * most_requests) as requests,
      least(most_tokens, tokens + minutes * most_tokens) as tokens
    from held,
      lateral (select clock_timestamp() as moment) clock,
      lateral (select greatest(0, extract(epoch from moment - filled_at)) / 60 as minutes) since
  ),
  verdict as (
    select coalesce(max(greatest(
      0,
      (asked_requests - requests) / most_requests,
      (least(asked_tokens, most_tokens) - tokens) / most_tokens
    )), 0) as wait_minutes
    from filled
  ),
  taken as (
    update private.model_buckets bucket
    set
      requests = coalesce(filled.requests - asked_requests, 0),
      tokens = coalesce(least(filled.tokens - asked_tokens, most_tokens), 0),
      filled_at = greatest(moment, bucket.filled_at)
    from filled, verdict
    where bucket.limit_id = filled.limit_id and (wait_minutes <= 0 or is_settling)
  )
  select case when is_settling then 0 else ceil(wait_minutes * 60000) end into wait_ms from verdict;
  if wait_ms = 0 then
    return jsonb_build_object('state', 'taken');
  end if;
  return jsonb_build_object('state', 'refused', 'retry_after_ms', wait_ms);
end
$$;

revoke all on function private.take_request(uuid) from public, anon, authenticated;
revoke all on function private.give_request_back(uuid) from public, anon, authenticated;
revoke all on function private.limited_models() from public, anon, authenticated;
revoke all on function public.take_model_rate(jsonb) from public, anon, authenticated;
grant execute on function private.take_request(uuid) to service_role;
grant execute on function private.give_request_back(uuid) to service_role;
grant execute on function private.limited_models() to service_role;
grant execute on function public.take_model_rate(jsonb) to service_role;

-- As before; an attempt that our own limit on its model held back says nothing of the model.
create or replace function private.outcome_succeeded(status text, error_code text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when status = 'succeeded' then true
    when coalesce(error_code, '') in (
      'content_policy', 'invalid_request', 'context_length', 'deadline', 'cancelled', 'internal', 'throttled'
    ) then null
    when status = 'failed' then false
  end
$$;
