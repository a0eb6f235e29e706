-- The runs as a list shows them: their beginnings rather than their whole texts, and nothing of their answers. A page of
-- it is read by orchestration_runs_user_id in the order of time; words are looked for along the way, since no text index
-- may be used beneath row level security (its operators are not leakproof).
create view public.run_history with (security_invoker = true) as
select
  id,
  user_id,
  created_at,
  status,
  left(request, 200) as request_start,
  request,
  profile ->> 'type' as task_type,
  profile ->> 'complexity' as complexity,
  model,
  approach,
  error_code,
  quality_score::integer as quality_score,
  cost_usd,
  duration_ms
from public.orchestration_runs;

revoke all on public.run_history from public, anon, authenticated;
grant select on public.run_history to authenticated, service_role;
