-- Caps on what runs may spend, in nano-dollars. A cap is a row, put in with the service role:
--   insert into spend_limits (period, limit_nano_usd) values ('month', 100000000000);                 $100 a month, the project
--   insert into spend_limits (per_user, period, limit_nano_usd) values (true, 'day', 5000000000);     $5 a day, each user
--   insert into spend_limits (user_id, period, limit_nano_usd) values ('…', 'total', 20000000000);    $20 ever, one user
-- A run reserves the most it can cost before it starts, is held to that, and settles what it did cost at its end; spent
-- and reserved together never exceed a cap. Days and months are those of UTC; a run counts in the one it began in.
create table public.spend_limits (
  id uuid primary key default gen_random_uuid(),
  -- the one user it holds for; null: the project, or each user
  user_id uuid references auth.users (id) on delete cascade,
  per_user boolean not null default false,
  period text not null default 'month' check (period in ('day', 'month', 'total')),
  limit_nano_usd bigint not null check (limit_nano_usd between 0 and 9007199254740991),
  limit_usd double precision generated always as (limit_nano_usd::double precision / 1e9) stored,
  created_at timestamptz not null default now(),
  constraint a_cap_has_one_scope check (not (per_user and user_id is not null)),
  constraint a_scope_has_one_cap_a_period unique nulls not distinct (user_id, per_user, period)
);

comment on table public.spend_limits is 'Caps on what the project, each user, or one user may spend.';

alter table public.spend_limits enable row level security;
revoke all on public.spend_limits from public, anon, authenticated;
grant select on public.spend_limits to authenticated;
grant select, insert, update, delete on public.spend_limits to service_role;

create policy "Users read their own spend limits" on public.spend_limits
  for select to authenticated
  using ((select auth.uid()) = user_id or ((select auth.uid()) is not null and per_user));

-- What was spent and is reserved under a cap, one row a period and subject.
create table private.spend_counters (
  id bigint primary key generated always as identity,
  limit_id uuid not null references public.spend_limits (id) on delete cascade,
  -- null: everybody together
  subject uuid references auth.users (id) on delete cascade,
  period_started_at timestamptz not null,
  spent_nano_usd bigint not null default 0 check (spent_nano_usd >= 0),
  reserved_nano_usd bigint not null default 0 check (reserved_nano_usd >= 0),
  constraint a_subject_has_one_counter_a_period unique nulls not distinct (limit_id, subject, period_started_at)
)
with (fillfactor = 50);

create index spend_counters_subject on private.spend_counters (subject);

-- What runs under way have reserved. A run that dies unfinished keeps its reservation, since nobody knows what it spent,
-- until another worker ends it.
create table private.spend_reservations (
  run_id uuid not null references public.orchestration_runs (id) on delete cascade,
  counter_id bigint not null references private.spend_counters (id) on delete cascade,
  nano_usd bigint not null check (nano_usd >= 0),
  primary key (run_id, counter_id)
);

create index spend_reservations_counter_id on private.spend_reservations (counter_id);

alter table private.spend_counters enable row level security;
alter table private.spend_reservations enable row level security;
revoke all on private.spend_counters, private.spend_reservations from public, anon, authenticated;
grant select, insert, update, delete on private.spend_counters, private.spend_reservations to service_role;

-- Reserves as much of `most` as every cap on the caller leaves, and not less than `least_useful`.
-- Out: granted null: no cap holds for the caller · 0 or more: that much is reserved · -1: a cap leaves less than that.
create function private.reserve_spend(for_run uuid, caller uuid, most bigint, least_useful bigint)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  moment timestamptz := clock_timestamp();
  counters bigint[];
  room bigint;
  granted bigint;
begin
  insert into private.spend_counters (limit_id, subject, period_started_at)
  select id, case when per_user then caller else user_id end, private.period_start(period, moment)
  from public.spend_limits
  where user_id = caller or (user_id is null and (not per_user or caller is not null))
  on conflict do nothing;

  select array_agg(id), min(left_nano_usd) into counters, room
  from (
    select counter.id, cap.limit_nano_usd - counter.spent_nano_usd - counter.reserved_nano_usd as left_nano_usd
    from private.spend_counters counter
    join public.spend_limits cap on cap.id = counter.limit_id
    where (cap.user_id = caller or (cap.user_id is null and (not cap.per_user or caller is not null)))
      and counter.subject is not distinct from case when cap.per_user then caller else cap.user_id end
      and counter.period_started_at = private.period_start(cap.period, moment)
    order by counter.id
    for update of counter
  ) held;
  if counters is null then
    return null;
  end if;
  if room < least_useful or room <= 0 then
    return -1;
  end if;
  granted := least(most, room);
  update private.spend_counters set reserved_nano_usd = reserved_nano_usd + granted where id = any (counters);
  insert into private.spend_reservations (run_id, counter_id, nano_usd)
  select for_run, unnest(counters), granted;
  return granted;
end
$$;

create function private.period_start(period text, moment timestamptz)
returns timestamptz
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case period when 'total' then '-infinity'::timestamptz else date_trunc(period, moment, 'UTC') end
$$;

-- What a reservation holds when it goes is spent: the real cost where a run has ended, all of it where the run was
-- deleted under way and nobody will ever tell what it cost.
create function private.book_reservation()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update private.spend_counters
  set reserved_nano_usd = reserved_nano_usd - old.nano_usd, spent_nano_usd = spent_nano_usd + old.nano_usd
  where id = old.counter_id;
  return null;
end
$$;

create trigger book_reservation
  after delete on private.spend_reservations
  for each row execute function private.book_reservation();

-- A run that ends, however it is ended, settles: its reservation becomes what it cost, the rest is free again. A cost
-- that nobody knows is taken for what was reserved.
create function private.settle_spend()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update private.spend_counters counter
  set reserved_nano_usd = reserved_nano_usd - held.nano_usd + coalesce(new.cost_nano_usd, held.nano_usd)
  from (
    select reservation.*
    from private.spend_reservations reservation
    join private.spend_counters locked on locked.id = reservation.counter_id
    where reservation.run_id = new.id
    order by locked.id
    for update of locked
  ) held
  where counter.id = held.counter_id;
  if found then
    update private.spend_reservations set nano_usd = coalesce(new.cost_nano_usd, nano_usd) where run_id = new.id;
    delete from private.spend_reservations where run_id = new.id;
  end if;
  return null;
end
$$;

create trigger settle_spend
  after update of status on public.orchestration_runs
  for each row when (old.status = 'running' and new.status <> 'running')
  execute function private.settle_spend();

-- What a run has reserved; null where no cap holds for it.
create function private.reserved_for(of_run uuid)
returns bigint
language sql
stable
set search_path = ''
as $$
  select min(nano_usd) from private.spend_reservations where run_id = of_run
$$;

revoke all on function private.reserve_spend(uuid, uuid, bigint, bigint) from public, anon, authenticated;
revoke all on function private.period_start(text, timestamptz) from public, anon, authenticated;
revoke all on function private.book_reservation() from public, anon, authenticated;
revoke all on function private.settle_spend() from public, anon, authenticated;
revoke all on function private.reserved_for(uuid) from public, anon, authenticated;
grant execute on function private.reserve_spend(uuid, uuid, bigint, bigint) to service_role;
grant execute on function private.period_start(text, timestamptz) to service_role;
grant execute on function private.book_reservation() to service_role;
grant execute on function private.settle_spend() to service_role;
grant execute on function private.reserved_for(uuid) to service_role;
