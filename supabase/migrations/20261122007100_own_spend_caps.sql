-- Users may hold themselves to less than the project allows them. A cap of one's own stands beside the project's, and all
-- caps that apply must leave room (private.reserve_spend), so that none of one's own ever lets more through.
alter table public.spend_limits
  add column set_by text not null default 'project' check (set_by in ('project', 'user')),
  add constraint a_cap_of_ones_own_has_a_user check (set_by = 'project' or user_id is not null),
  drop constraint a_scope_has_one_cap_a_period,
  add constraint a_scope_has_one_cap_a_period unique nulls not distinct (user_id, per_user, period, set_by);

comment on column public.spend_limits.set_by is 'project: only the service role changes it. user: the user''s own, beside the project''s.';

-- Runs of a time are found by their user.
create function private.spent_since(of_user uuid, since timestamptz)
returns bigint
language sql
stable
set search_path = ''
as $$
  select coalesce(sum(cost_nano_usd), 0)::bigint
  from public.orchestration_runs
  where user_id = of_user and created_at >= since
$$;

-- Sets, changes or (with null) takes back the caller's own cap for a period. What was already spent in the period counts.
-- Definer, as no user writes the table: it knows no user but the caller.
create function private.set_own_spend_cap(for_period text, most_nano_usd bigint)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  caller constant uuid := (select auth.uid());
  cap uuid;
begin
  if caller is null then
    raise exception 'only a signed-in user has a cap of their own' using errcode = '42501';
  end if;
  if most_nano_usd is null then
    delete from public.spend_limits where user_id = caller and set_by = 'user' and period = for_period;
    return;
  end if;
  insert into public.spend_limits (user_id, period, limit_nano_usd, set_by)
  values (caller, for_period, most_nano_usd, 'user')
  on conflict (user_id, per_user, period, set_by) do update set limit_nano_usd = excluded.limit_nano_usd
  returning id into cap;
  insert into private.spend_counters (limit_id, subject, period_started_at, spent_nano_usd)
  select cap, caller, began, private.spent_since(caller, began)
  from (select private.period_start(for_period, clock_timestamp()) as began) this_period
  on conflict do nothing;
end
$$;

create function public.set_own_spend_cap(period text, limit_nano_usd bigint)
returns void
language sql
set search_path = ''
as $$
  select private.set_own_spend_cap(period, limit_nano_usd)
$$;

-- The caps that hold for the caller, with what is spent and reserved under each in its present period. The project's own
-- cap is left out: what others spend is not the caller's to read. Definer for the counters' sake.
create function private.own_spend()
returns table (
  id uuid,
  period text,
  set_by text,
  limit_usd double precision,
  spent_usd double precision,
  reserved_usd double precision,
  period_started_at timestamptz
)
language sql
stable
security definer
set search_path = ''
as $$
  select
    cap.id, cap.period, cap.set_by, cap.limit_usd,
    coalesce(counter.spent_nano_usd, 0) / 1e9::double precision,
    coalesce(counter.reserved_nano_usd, 0) / 1e9::double precision,
    nullif(this_period.began, '-infinity')
  from public.spend_limits cap
  cross join lateral (select private.period_start(cap.period, now()) as began) this_period
  left join private.spend_counters counter
    on counter.limit_id = cap.id and counter.subject = (select auth.uid()) and counter.period_started_at = this_period.began
  where (select auth.uid()) is not null and (cap.user_id = (select auth.uid()) or cap.per_user)
  order by array_position(array['day', 'month', 'total'], cap.period), cap.limit_nano_usd
$$;

-- { caps: [...], month_usd, today_usd }: the caps as above, and what the caller's runs cost this month and today (UTC).
create function public.own_spend()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'caps', (select coalesce(jsonb_agg(to_jsonb(cap)), '[]') from private.own_spend() cap),
    'month_usd', coalesce(sum(cost_usd), 0),
    'today_usd', coalesce(sum(cost_usd) filter (where created_at >= date_trunc('day', now(), 'UTC')), 0)
  )
  from public.orchestration_runs
  where user_id = (select auth.uid()) and created_at >= date_trunc('month', now(), 'UTC')
$$;

comment on function public.set_own_spend_cap(text, bigint) is
  'Sets the caller''s own cap for day, month or total, in nano-dollars; null takes it back. The project''s caps hold beside it.';
comment on function public.own_spend() is 'The caller''s spend, and the caps that hold for them.';

revoke all on function private.spent_since(uuid, timestamptz) from public, anon, authenticated;
revoke all on function private.set_own_spend_cap(text, bigint) from public, anon, authenticated;
revoke all on function private.own_spend() from public, anon, authenticated;
revoke all on function public.set_own_spend_cap(text, bigint) from public, anon, authenticated;
revoke all on function public.own_spend() from public, anon, authenticated;
grant execute on function private.set_own_spend_cap(text, bigint) to authenticated;
grant execute on function private.own_spend() to authenticated;
grant execute on function public.set_own_spend_cap(text, bigint) to authenticated;
grant execute on function public.own_spend() to authenticated;
