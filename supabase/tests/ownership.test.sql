-- Users see their own rows and nobody else's; visitors see nothing; nobody but service_role writes.
begin;
select plan(13);

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-00000000000a', 'ada@example.com'),
  ('00000000-0000-4000-8000-00000000000b', 'bob@example.com');

-- One run of each, begun and finished as the functions do it.
create temporary table begun as
select
  users.id as user_id,
  public.begin_run(jsonb_build_object(
    'user_id', users.id, 'request_hash', 'hash', 'request', 'Build a todo app', 'lease_ms', 60000,
    'task_types', jsonb_build_array('generation')
  )) as answer
from auth.users users
where users.email in ('ada@example.com', 'bob@example.com');

select is(answer ->> 'state', 'started', 'begin_run starts the run of ' || user_id) from begun;

create temporary table finished as
select public.finish_run(jsonb_build_object(
  'run_id', answer -> 'run_id', 'lease_token', answer -> 'lease_token', 'status', 'succeeded', 'http_status', 200,
  'body', '{"success": true}'::jsonb, 'profile', '{}'::jsonb, 'task_type', 'generation', 'complexity', 'low',
  'duration_ms', 1000, 'winner', 1,
  'attempts', jsonb_build_array(jsonb_build_object(
    'attempt_number', 1, 'model', 'model-a', 'provider', 'sandbox', 'approach', 'simple', 'priority', 1,
    'status', 'succeeded', 'quality_score', 80, 'duration_ms', 900, 'cost_nano_usd', 1500, 'cost_is_estimate', false,
    'input_tokens', 10, 'cached_input_tokens', 0, 'output_tokens', 20
  )),
  'calls', '[]'::jsonb, 'selection', null
)) ->> 'state' as state
from begun;

select is(array_agg(state), array['applied', 'applied'], 'finish_run records both runs') from finished;

select set_config('request.jwt.claims', '{"sub": "00000000-0000-4000-8000-00000000000a", "role": "authenticated"}', true);
select set_config('request.jwt.claim.sub', '00000000-0000-4000-8000-00000000000a', true);
set local role authenticated;

select is(
  (select array_agg(user_id) from public.orchestration_runs),
  array['00000000-0000-4000-8000-00000000000a'::uuid],
  'a user sees their own runs alone'
);
select is((select count(*) from public.model_performance), 1::bigint, 'and their own attempts');
select is((select sum(attempts) from public.model_performance_analytics), 1::bigint, 'and their own figures');
select is(
  (select model from public.get_best_model_for_task('00000000-0000-4000-8000-00000000000a', 'generation')),
  'model-a',
  'and may ask which model is best for them'
);
select throws_ok(
  $$select * from public.get_best_model_for_task('00000000-0000-4000-8000-00000000000b', 'generation')$$,
  '42501', null, 'but not which is best for another'
);
select throws_ok('select * from public.model_evidence', '42501', null, 'evidence is not theirs to read');
select throws_ok($$select public.begin_run('{}')$$, '42501', null, 'nor is a run theirs to begin');
select throws_ok('delete from public.model_performance', '42501', null, 'nor an attempt theirs to delete');

set local role anon;
select throws_ok('select * from public.orchestration_runs', '42501', null, 'visitors see no runs');
select throws_ok('select * from public.daily_model_cost', '42501', null, 'nor any figures');

select * from finish();
rollback;
