-- One way of learning for all that teaches: attempts, ratings and benchmark results. Each is applied once, in an order
-- that is kept, so that the evidence can be made again from the record and come out the same.

create sequence private.learnt_order;
revoke all on sequence private.learnt_order from public, anon, authenticated;
grant usage on sequence private.learnt_order to service_role;

alter table public.model_performance
  -- place in the order in which the evidence was made; null while nothing was learnt from it
  add column learnt_order bigint;

-- Quality and reliability are separate. A success counts for both. A failure of the call lowers reliability alone. What
-- the request or we ourselves brought about says nothing of the model: what was asked (content_policy, invalid_request,
-- context_length), how much time was left of the caller's (deadline), our own faults (internal). Neither does an attempt
-- that was cancelled or skipped. Money is learnt from what was paid for, time from what finished.
create function private.outcome_succeeded(status text, error_code text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when status = 'succeeded' then true
    when coalesce(error_code, '') in (
      'content_policy', 'invalid_request', 'context_length', 'deadline', 'cancelled', 'internal'
    ) then null
    when status = 'failed' then false
  end
$$;

-- All that teaches.
--   A rating is one more observation of quality of the attempt whose result the user got: rating * 100 points, as heavy
--   as a scorer's verdict, and as old as the attempt it speaks of, however late it comes.
--   A benchmark result weighs what an attempt weighs, and is no user's.
create view private.observations with (security_invoker = true) as
select
  attempt.id as source_id,
  attempt.attempt_number::integer as place,
  attempt.learnt_order,
  attempt.user_id,
  attempt.task_type,
  attempt.complexity,
  attempt.model,
  attempt.provider,
  attempt.approach,
  attempt.created_at as observed_at,
  private.outcome_succeeded(attempt.status, attempt.error_code) as succeeded,
  case when attempt.status = 'succeeded' then attempt.quality_score::double precision end as quality,
  case when attempt.status = 'succeeded' then attempt.duration_ms::double precision end as duration_ms,
  case when attempt.status = 'succeeded' or attempt.cost_nano_usd > 0
    then attempt.cost_nano_usd::double precision end as cost_nano_usd,
  false as is_rating
from public.model_performance attempt
where attempt.status in ('succeeded', 'failed')
union all
select
  feedback.id, 1, feedback.learnt_order, attempt.user_id, attempt.task_type, attempt.complexity,
  attempt.model, attempt.provider, attempt.approach, attempt.created_at,
  null, feedback.rating * 100, null, null, true
from public.run_feedback feedback
join public.model_performance attempt on attempt.run_id = feedback.run_id and attempt.is_winner
union all
select
  result.id, result.repetition::integer, result.learnt_order, null, result.task_type, result.complexity,
  result.model, result.provider, result.approach, result.created_at,
  private.outcome_succeeded(result.status, result.error_code),
  case when result.status = 'succeeded' then result.quality_score::double precision end,
  case when result.status = 'succeeded' then result.duration_ms::double precision end,
  case when result.status = 'succeeded' or result.cost_nano_usd > 0 then result.cost_nano_usd::double precision end,
  false
from public.benchmark_results result
where result.status in ('succeeded', 'failed');

revoke all on private.observations from public, anon, authenticated;
grant select on private.observations to service_role;

-- The rows an observation belongs to, the widest first.
create function private.evidence_keys(seen private.observation)
returns table (place integer, tier text, user_id uuid, task_type text, complexity text)
language sql
immutable
parallel safe
set search_path = ''
as $$
  select 1, 'all', null::uuid, null::text, null::text
  union all
  select 2, 'task', null, seen.task_type, null
  union all
  select 3, 'task_complexity', null, seen.task_type, seen.complexity
  union all
  select 4, 'user', seen.user_id, seen.task_type, null where seen.user_id is not null
$$;

-- Their ids, as far as they exist: one look into the unique index each.
create function private.evidence_ids(seen private.observation)
returns setof bigint
language sql
stable
set search_path = ''
as $$
  select id from public.model_evidence
  where tier = 'all' and user_id is null and task_type is null and complexity is null
    and model = seen.model and approach = seen.approach
  union all
  select id from public.model_evidence
  where tier = 'task' and user_id is null and task_type = seen.task_type and complexity is null
    and model = seen.model and approach = seen.approach
  union all
  select id from public.model_evidence
  where tier = 'task_complexity' and user_id is null and task_type = seen.task_type and complexity = seen.complexity
    and model = seen.model and approach = seen.approach
  union all
  select id from public.model_evidence
  where tier = 'user' and user_id = seen.user_id and task_type = seen.task_type and complexity is null
    and model = seen.model and approach = seen.approach
$$;

-- Who learns shares this lock; who makes all evidence anew holds it alone. Not a table lock: deleting a user, which
-- deletes evidence too, must neither wait for learners nor they for it.
create function private.evidence_lock_key()
returns bigint
language sql
immutable
parallel safe
set search_path = ''
as $$ select 4711204408 $$;

-- Applies what has not been learnt yet of the given sources, one after the other as the rule asks for.
-- First the missing rows are made, in the order of their keys; then all rows are locked in the order of their ids; and only
-- then is the order of learning given out: so any number of callers may learn at once without deadlock, and for each arm
-- the order on record is the one in which it happened.
create function private.learn(source_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  observed private.observation[];
  seen private.observation;
  known public.model_evidence;
  after public.model_evidence;
  wide_changed_at timestamptz;
  learnt bigint;
begin
  perform pg_advisory_xact_lock_shared(private.evidence_lock_key());
  observed := array(
    select row(found.*)::private.observation
    from private.observations found
    where found.source_id = any (source_ids) and found.learnt_order is null
    order by found.place, found.source_id
  );

  insert into public.model_evidence (tier, user_id, task_type, complexity, model, approach, provider, updated_at)
  select
    key.tier, key.user_id, key.task_type, key.complexity, each.model, each.approach,
    max(each.provider), min(each.observed_at)
  from unnest(observed) each
  cross join lateral private.evidence_keys(each) key
  group by key.tier, key.user_id, key.task_type, key.complexity, each.model, each.approach
  order by key.tier, key.user_id, key.task_type, key.complexity, each.model, each.approach
  on conflict on constraint an_arm_has_one_row_a_tier do nothing;

  perform from public.model_evidence
  where id = any (array(select private.evidence_ids(each) from unnest(observed) each))
  order by id
  for update;

  foreach seen in array observed loop
    learnt := nextval('private.learnt_order');
    wide_changed_at := null;
    for known in
      select * from public.model_evidence
      where id = any (array(select private.evidence_ids(seen)))
      order by array_position(array['all', 'task', 'task_complexity', 'user'], tier)
    loop
      after := private.evidence_after(known, seen, wide_changed_at);
      if known.tier = 'all' then
        wide_changed_at := after.quality_changed_at;
      end if;
      update public.model_evidence
      set
        provider = after.provider,
        quality_weight = after.quality_weight,
        quality_mean = after.quality_mean,
        quality_m2 = after.quality_m2,
        quality_shift = after.quality_shift,
        quality_shift_run = after.quality_shift_run,
        quality_changed_at = after.quality_changed_at,
        success_weight = after.success_weight,
        failure_weight = after.failure_weight,
        duration_weight = after.duration_weight,
        log_duration_mean = after.log_duration_mean,
        cost_weight = after.cost_weight,
        cost_mean_nano_usd = after.cost_mean_nano_usd,
        cost_shift = after.cost_shift,
        cost_shift_run = after.cost_shift_run,
        updated_at = after.updated_at
      where id = known.id;
    end loop;
    -- a source is one of the three
    update public.model_performance set learnt_order = learnt where id = seen.source_id;
    if not found then
      update public.run_feedback set learnt_order = learnt where id = seen.source_id;
    end if;
    if not found then
      update public.benchmark_results set learnt_order = learnt where id = seen.source_id;
    end if;
  end loop;
end
$$;

-- What finish_run calls. Each attempt weighs 1 at its created_at.
create or replace function private.learn_from_attempts(attempt_ids uuid[])
returns void
language sql
set search_path = ''
as $$
  select private.learn(attempt_ids)
$$;

revoke all on function private.outcome_succeeded(text, text) from public, anon, authenticated;
revoke all on function private.evidence_keys(private.observation) from public, anon, authenticated;
revoke all on function private.evidence_ids(private.observation) from public, anon, authenticated;
revoke all on function private.evidence_lock_key() from public, anon, authenticated;
revoke all on function private.learn(uuid[]) from public, anon, authenticated;
grant execute on function private.outcome_succeeded(text, text) to service_role;
grant execute on function private.evidence_keys(private.observation) to service_role;
grant execute on function private.evidence_ids(private.observation) to service_role;
grant execute on function private.evidence_lock_key() to service_role;
grant execute on function private.learn(uuid[]) to service_role;
