// A user's months with Merit, as rows: what the screenshots show, and what the dashboard's tests count.

type Query = (sql: string, parameters?: unknown[]) => Promise<unknown>

export interface HistoryOptions {
  userId: string
  /** How many attempts there were; three a run. */
  attempts: number
  /** Over how many days up to now they are spread. */
  days: number
}

/** A chance in 0..1, the same for the same number and salt. */
const chance = (salt: number) => `((hashint4extended(n, ${salt}) & 1048575) / 1048576.0)`

/** Each model with what its answers are worth, how long they take and what they cost. */
const MODELS = `(values
  (1, 'gemini-2.5-pro', 'gemini', 84, 21000, 31000000),
  (2, 'gpt-4.1', 'openai', 79, 16000, 24000000),
  (3, 'claude-sonnet-4', 'anthropic', 86, 26000, 47000000),
  (4, 'gemini-2.5-flash', 'gemini', 74, 8000, 3600000),
  (5, 'gpt-4.1-mini', 'openai', 68, 7000, 4100000)
) as model (number, name, provider, quality, duration_ms, nano_usd)`

/** What is asked for, by the kind of task. */
const REQUESTS = `case kind
  when 'generation' then (array[
    'Build a todo app with authentication', 'Make a kanban board with drag and drop', 'Write a landing page for a bakery',
    'Create a weather dashboard with charts', 'Build a chat with presence and typing marks'
  ])[pick]
  when 'edit' then (array[
    'Add dark mode to the settings page', 'Add pagination to the table of invoices', 'Split the checkout into smaller components',
    'Let the cart keep its content over a reload', 'Turn the side menu into tabs on phones'
  ])[pick]
  when 'debug' then (array[
    'Fix the crash when the cart is empty', 'The form is sent twice, find out why', 'The chart flickers on every key press, fix it',
    'Signing out leaves the old data on the screen', 'The date is a day off in Tokyo'
  ])[pick]
  else (array[
    'Explain how the session is refreshed', 'Review the upload for security', 'Which of these hooks run too often?',
    'Is the reducer pure, and where is it not?', 'Review the names in src/lib'
  ])[pick]
end`

/**
 * Writes runs, their attempts, calls and selections for one user, and what was learnt from them. The same numbers each time,
 * but for the times, which end now. Triggers do not fire: nothing trips a circuit or is learnt on the way.
 */
export async function seedHistory(query: Query, { userId, attempts, days }: HistoryOptions): Promise<void> {
  const runs = Math.ceil(attempts / 3)
  await query(`set session_replication_role = 'replica'`)
  try {
    await query(`create temporary table history as ${HISTORY}`, [runs, days * 86_400])
    await query('create index on history (n)')
    await query(ATTEMPTS, [userId, attempts])
    await query(RUNS, [userId])
    await query(SELECTIONS, [userId])
    await query(CALLS, [userId])
    await query(EVIDENCE, [userId])
  } finally {
    await query(`set session_replication_role = 'origin'`)
    await query('drop table if exists history')
  }
  for (const table of ['orchestration_runs', 'model_performance', 'model_selections'])
    await query(`vacuum analyze public.${table}`)
}

/** One row a run, newest first. */
const HISTORY = `
  select
    n, gen_random_uuid() as run_id,
    now() - (n + ${chance(1)}) * ($2::integer::double precision / $1::integer) * interval '1 second' as at,
    kind as task_type,
    (array['low', 'medium', 'high'])[1 + floor(${chance(3)} * 3)::integer] as complexity,
    ${REQUESTS} as request,
    -- the better a model, the more often it came first, and the more so the longer it was known
    case
      when ${chance(5)} < 0.12 then 1 + floor(${chance(6)} * 5)::integer
      when ${chance(7)} < 0.55 - 0.35 * n / $1::integer then 3
      when ${chance(8)} < 0.6 then 1
      else 4
    end as first_model,
    ${chance(9)} < 0.12 as explored
  from generate_series(0, $1::integer - 1) n
  cross join lateral (
    select
      (array['generation', 'generation', 'edit', 'debug', 'review'])[1 + floor(${chance(2)} * 5)::integer] as kind,
      1 + floor(${chance(4)} * 5)::integer as pick
  ) asked`

const ATTEMPTS = `
  insert into public.model_performance (
    run_id, attempt_number, user_id, model, provider, approach, task_type, complexity, priority, status, is_winner,
    quality_score, completeness, code_quality, functionality, performance, duration_ms, cost_nano_usd,
    input_tokens, output_tokens, error_code, error_message, diagnostics, created_at
  )
  select
    run_id, place, $1::uuid, name, provider, approach, task_type, complexity, place, status,
    status = 'succeeded' and row_number() over (
      partition by run_id order by (status = 'succeeded') desc, quality desc, place
    ) = 1,
    case when status = 'succeeded' then quality end, case when status = 'succeeded' then least(100, quality + 4) end,
    case when status = 'succeeded' then quality - 3 end, case when status = 'succeeded' then quality end,
    case when status = 'succeeded' then least(100, quality + 6) end,
    round(duration_ms * (0.6 + 0.8 * luck))::integer,
    case when number = 2 and luck > 0.97 then null else round(nano_usd * (0.5 + luck))::bigint end,
    1800 + round(900 * luck)::integer, 2400 + round(5200 * luck)::integer,
    case when status = 'failed' then
      (array['rate_limited', 'server_error', 'unusable_output', 'stalled'])[1 + floor(luck * 997)::integer % 4] end,
    case when status = 'failed' then 'the provider did not answer as agreed' end,
    case when status = 'succeeded' and quality < 78 then
      '[{"rule": "missing-cleanup", "severity": "minor", "file": "src/App.tsx", "line": 24, "message": "the effect leaves its listener behind"}]'
    else '[]' end::jsonb,
    at + place * interval '4 seconds'
  from (
    select
      tried.*, model.number, model.name, model.provider, model.duration_ms, model.nano_usd,
      case when (luck * 7) % 1 < 0.3 then 'progressive' else 'simple' end as approach,
      case when luck2 > 0.94 then 'failed' when place = 3 and luck2 > 0.8 then 'cancelled' else 'succeeded' end as status,
      least(100, greatest(0, round(
        model.quality + 14 * (luck - 0.5)
        - case complexity when 'high' then 7 when 'medium' then 2 else 0 end
        - case task_type when 'debug' then 5 else 0 end
      )))::integer as quality
    from (
      select
        history.*, place,
        case place when 1 then first_model else 1 + (first_model + place - 2 + floor(2 * ${chance(11)})::integer) % 5 end as model_number,
        ((hashint4extended(n, 10 + place) & 1048575) / 1048576.0)::numeric as luck,
        (hashint4extended(n, 20 + place) & 1048575) / 1048576.0 as luck2
      from history cross join generate_series(1, 3) place
    ) tried
    join ${MODELS} on model.number = tried.model_number
    order by n, place
    limit $2::integer
  ) attempted`

const RUNS = `
  insert into public.orchestration_runs (
    id, user_id, request_hash, request, options, status, http_status, result, profile, error_code, model, provider, approach,
    quality_score, input_tokens, output_tokens, cost_nano_usd, lease_expires_at, duration_ms, created_at, started_at, finished_at
  )
  select
    run_id, $1::uuid, run_id::text, request,
    jsonb_build_object('parallelExecution', n % 2 = 0, 'policy', 'thompson'),
    case when won then 'succeeded' else 'failed' end, case when won then 200 else 502 end,
    case
      when won then jsonb_build_object(
        'success', true, 'runId', run_id, 'message', 'Done as asked.', 'qualityScore', quality,
        'files', jsonb_build_object('src/App.tsx', 'export function App() {' || chr(10) || '  return <h1>Hello</h1>' || chr(10) || '}' || chr(10))
      )
      else jsonb_build_object(
        'error', jsonb_build_object('code', 'all_models_failed', 'message', 'no model gave a usable answer'), 'runId', run_id
      )
    end,
    jsonb_build_object(
      'type', task_type, 'complexity', complexity,
      'complexityScore', case complexity when 'low' then 20 when 'medium' then 50 else 80 end,
      'output', 'files', 'requirements', jsonb_build_array(request)
    ),
    case when not won then 'all_models_failed' end, model, provider, approach, quality, input_tokens, output_tokens, nano_usd,
    at, duration_ms, at, at, at + duration_ms * interval '1 millisecond'
  from history
  join lateral (
    select
      bool_or(is_winner) as won, max(model) filter (where is_winner) as model, max(provider) filter (where is_winner) as provider,
      max(approach) filter (where is_winner) as approach, max(quality_score) filter (where is_winner) as quality,
      sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens, sum(cost_nano_usd)::bigint as nano_usd,
      max(duration_ms) as duration_ms
    from public.model_performance where model_performance.run_id = history.run_id
  ) outcome on true`

const SELECTIONS = `
  insert into public.model_selections (
    run_id, user_id, task_type, complexity, policy, policy_version, eligible, planned, chosen_model, chosen_provider,
    chosen_approach, expected_quality, expected_utility, propensity, explored, selected_model, selected_provider,
    selected_approach, quality_score, strategies_planned, strategies_tried, was_optimal, points_per_usd, points_per_second,
    stop_reason, created_at
  )
  with variant as materialized (
    select
      first.name as model, first_approach as approach,
      jsonb_agg(jsonb_build_object(
        'model', arm.name, 'provider', arm.provider, 'approach', arm_approach, 'expectedUtility', arm.quality - 5,
        'propensity', case when arm.name = first.name and arm_approach = first_approach then 0.46 else 0.06 end
      )) as eligible
    from ${MODELS.replace('as model', 'as first')} cross join unnest(array['simple', 'progressive']) first_approach
    cross join ${MODELS.replace('as model', 'as arm')} cross join unnest(array['simple', 'progressive']) arm_approach
    group by first.name, first_approach
  )
  select
    history.run_id, $1::uuid, history.task_type, history.complexity, 'thompson', '1',
    variant.eligible,
    tried.plan, first.model, first.provider, first.approach, coalesce(first.quality_score, 70),
    coalesce(first.quality_score, 70) - 5, 0.46, history.explored, run.model, run.provider, run.approach, run.quality_score,
    3, tried.attempts,
    case when tried.finished >= 2 then coalesce(first.quality_score >= tried.best - 2, false) end, 100, 0.05,
    case when run.quality_score >= 70 then 'threshold' else 'exhausted' end, history.at
  from history
  join public.orchestration_runs run on run.id = history.run_id
  join public.model_performance first on first.run_id = history.run_id and first.attempt_number = 1
  join variant on variant.model = first.model and variant.approach = first.approach
  join lateral (
    select
      count(*) as attempts, count(quality_score) as finished, max(quality_score) as best,
      jsonb_agg(jsonb_build_object(
        'model', model, 'provider', provider, 'approach', approach, 'priority', priority,
        'expectedQuality', 82 - 3 * priority, 'expectedUtility', 77 - 3 * priority, 'reservationValue', 90 - 4 * priority
      ) order by priority) as plan
    from public.model_performance where model_performance.run_id = history.run_id
  ) tried on true`

const CALLS = `
  insert into public.model_usage (
    run_id, call_number, attempt_id, user_id, stage, model, provider, input_tokens, output_tokens, response_time_ms,
    first_token_ms, cost_nano_usd, success, error_code, started_at, created_at
  )
  select
    run_id, attempt_number, id, user_id, 'generate', model, provider, input_tokens, output_tokens, duration_ms,
    least(duration_ms, 600 + duration_ms / 30), cost_nano_usd, status = 'succeeded', error_code, created_at, created_at
  from public.model_performance where user_id = $1::uuid`

/** Of the last two weeks, for all traffic, by task, by complexity and for the user. */
const EVIDENCE = `
  insert into public.model_evidence (
    tier, user_id, task_type, complexity, model, approach, provider, quality_weight, quality_mean, quality_m2,
    success_weight, failure_weight, duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd, updated_at
  )
  select
    tier, case when tier = 'user' then $1::uuid end, tier_task, tier_complexity, model, approach, max(provider),
    count(quality_score), coalesce(avg(quality_score), 0)::double precision,
    coalesce(var_pop(quality_score) * count(quality_score), 0)::double precision,
    count(*) filter (where status = 'succeeded'), count(*) filter (where status = 'failed'),
    count(*) filter (where status = 'succeeded'),
    coalesce(avg(ln(duration_ms)) filter (where status = 'succeeded'), 0)::double precision,
    count(cost_nano_usd), coalesce(avg(cost_nano_usd), 0)::double precision, now()
  from public.model_performance
  cross join lateral (values
    ('all', null, null), ('task', task_type, null), ('task_complexity', task_type, complexity), ('user', task_type, null)
  ) as kept (tier, tier_task, tier_complexity)
  where user_id = $1::uuid and created_at > now() - interval '14 days'
  group by tier, tier_task, tier_complexity, model, approach
  on conflict do nothing`
