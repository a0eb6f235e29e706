-- Makes all evidence anew from the record.

-- Users with anything on record or learnt, held until the transaction ends so that none goes meanwhile. Those that
-- somebody is deleting right now are left out, rather than waited for: the deletion takes their rows.
-- Definer, as service_role may not lock auth.users.
create function private.hold_users_on_record()
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
declare
  known constant uuid[] := array(
    select user_id from public.model_performance where user_id is not null
    union
    select user_id from public.model_evidence where user_id is not null
  );
begin
  return array(select id from auth.users where id = any (known) for key share skip locked);
exception
  -- as in hold_user: without the right to lock, the foreign keys still hold
  when insufficient_privilege then
    return known;
end
$$;

-- Every row of evidence as the record makes it, by the very rule and order in which it is learnt.
create function private.evidence_from_record()
returns setof public.model_evidence
language plpgsql
set search_path = ''
as $$
declare
  seen private.observation;
  evidence public.model_evidence;
  -- when the arm was seen to change over all traffic: from this place in the order on, at that time
  change_orders bigint[] := '{}';
  change_times timestamptz[] := '{}';
  passed integer := 0;
  item record;
begin
  for item in
    select
      each as observation, keyed.place, keyed.tier, keyed.user_id, keyed.task_type, keyed.complexity
    from (select row(found.*)::private.observation as each from private.observations found) recorded
    cross join lateral private.evidence_keys(recorded.each) keyed
    -- the row over all traffic comes first of each arm: the others need to know when it changed
    order by
      (recorded.each).model, (recorded.each).approach, keyed.place,
      keyed.user_id, keyed.task_type, keyed.complexity, (recorded.each).learnt_order
  loop
    seen := item.observation;
    if evidence.model is distinct from seen.model
      or evidence.approach is distinct from seen.approach
      or evidence.tier is distinct from item.tier
      or evidence.user_id is distinct from item.user_id
      or evidence.task_type is distinct from item.task_type
      or evidence.complexity is distinct from item.complexity
    then
      if evidence.model is not null then
        return next evidence;
      end if;
      if item.place = 1 then
        change_orders := '{}';
        change_times := '{}';
      end if;
      passed := 0;
      evidence := null;
      evidence.tier := item.tier;
      evidence.user_id := item.user_id;
      evidence.task_type := item.task_type;
      evidence.complexity := item.complexity;
      evidence.model := seen.model;
      evidence.approach := seen.approach;
    end if;

    if item.place = 1 then
      evidence := private.evidence_after(evidence, seen, null);
      if evidence.quality_changed_at is distinct from change_times[cardinality(change_times)] then
        change_orders := change_orders || seen.learnt_order;
        change_times := change_times || evidence.quality_changed_at;
      end if;
    else
      while passed < cardinality(change_orders) and change_orders[passed + 1] <= seen.learnt_order loop
        passed := passed + 1;
      end loop;
      evidence := private.evidence_after(evidence, seen, change_times[passed]);
    end if;
  end loop;
  if evidence.model is not null then
    return next evidence;
  end if;
end
$$;

-- Replaces all evidence by what model_performance, run_feedback and benchmark_results say, and tells how many rows that
-- makes. Afterwards every row is what learning made of it one by one, save what is no longer on record: attempts of
-- deleted users leave the anonymous tiers here, and only here. Waits for those who are learning, and they for it;
-- nobody reads anything half made.
create function public.rebuild_evidence()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  users uuid[];
  made integer;
begin
  perform pg_advisory_xact_lock(private.evidence_lock_key());
  users := private.hold_users_on_record();

  -- what was on record before there was an order comes first, by its time
  with numbered as (
    select
      source_id,
      -- below all that have a place
      row_number() over (order by observed_at, place, source_id) - count(*) over () - 1
        + least((select min(learnt_order) from private.observations), 1) as learnt
    from private.observations
    where learnt_order is null
  ),
  attempts as (
    update public.model_performance target set learnt_order = learnt from numbered where target.id = source_id
  ),
  ratings as (
    update public.run_feedback target set learnt_order = learnt from numbered where target.id = source_id
  )
  update public.benchmark_results target set learnt_order = learnt from numbered where target.id = source_id;

  delete from public.model_evidence where user_id is null or user_id = any (users);
  insert into public.model_evidence (
    tier, user_id, task_type, complexity, model, approach, provider,
    quality_weight, quality_mean, quality_m2, quality_shift, quality_shift_run, quality_changed_at,
    success_weight, failure_weight, duration_weight, log_duration_mean,
    cost_weight, cost_mean_nano_usd, cost_shift, cost_shift_run, updated_at
  )
  select
    tier, user_id, task_type, complexity, model, approach, provider,
    quality_weight, quality_mean, quality_m2, quality_shift, quality_shift_run, quality_changed_at,
    success_weight, failure_weight, duration_weight, log_duration_mean,
    cost_weight, cost_mean_nano_usd, cost_shift, cost_shift_run, updated_at
  from private.evidence_from_record()
  where user_id is null or user_id = any (users);
  get diagnostics made = row_count;
  return made;
end
$$;

revoke all on function private.hold_users_on_record() from public, anon, authenticated;
revoke all on function private.evidence_from_record() from public, anon, authenticated;
revoke all on function public.rebuild_evidence() from public, anon, authenticated;
grant execute on function private.hold_users_on_record() to service_role;
grant execute on function private.evidence_from_record() to service_role;
grant execute on function public.rebuild_evidence() to service_role;
