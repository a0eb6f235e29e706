-- What a user says of a run's result, any time after it ended. In: { run_id, user_id, rating, comment }, where user_id is
-- the run's own user, or null for a service caller, who speaks for that user. Out, by `state`:
--   applied       recorded, and learnt from where somebody's result was given: as one observation of quality, rating * 100
--                 points, of the winning attempt's model and approach, as heavy as the scorer's own verdict
--   already_given this user has spoken of this run before; what was said then stays
--   not_found     there is no such run, or it is another's
--   not_finished  the run is still going on
create function public.record_feedback(feedback jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  -- a driver may have sent the object as a JSON string
  input jsonb := case jsonb_typeof(feedback) when 'string' then (feedback #>> '{}')::jsonb else feedback end;
  speaker uuid := (input ->> 'user_id')::uuid;
  target public.orchestration_runs;
  given uuid;
begin
  select * into target from public.orchestration_runs where id = (input ->> 'run_id')::uuid;
  if not found
    or (speaker is not null and speaker is distinct from target.user_id)
    or (target.user_id is not null and not private.hold_user(target.user_id))
  then
    return jsonb_build_object('state', 'not_found');
  end if;
  if target.status = 'running' then
    return jsonb_build_object('state', 'not_finished');
  end if;

  insert into public.run_feedback (run_id, user_id, rating, comment)
  values (target.id, target.user_id, (input ->> 'rating')::double precision, input ->> 'comment')
  on conflict on constraint feedback_is_given_once do nothing
  returning id into given;
  if given is null then
    return jsonb_build_object('state', 'already_given');
  end if;
  perform private.learn(array[given]);
  return jsonb_build_object('state', 'applied');
end
$$;

revoke all on function public.record_feedback(jsonb) from public, anon, authenticated;
grant execute on function public.record_feedback(jsonb) to service_role;
