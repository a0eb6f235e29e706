/**
 * What reading the evidence costs as attempts pile up, by EXPLAIN (ANALYZE, BUFFERS) on a real Postgres.
 *
 *   npm run bench:evidence [-- --attempts 1000,1000000] [--json FILE]
 *
 * Fills a fresh database step by step with attempts (and with a user's own evidence for every hundredth), and at each
 * step explains the very statement that `begin_run` reads the evidence by. Fails where the last step reads anything but
 * `model_evidence`, reads it other than by index, reads more rows than the first, or touches more pages than a page of the
 * index and one of the table for each row and a few to get there.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startPostgres, type TestDatabase } from '../../tests/integration/postgres.ts'

const MODELS = 12
const TASK_TYPES = ['generation', 'edit']
/** Four descents into an index of so many levels. */
const DESCENT_PAGES = 4 * 4
const REPETITIONS = 50
/** Attempts brought in one statement. */
const BATCH = 500_000

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: PlanNode[]
}
const planNodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Shared Hit Blocks': z.number(),
    'Shared Read Blocks': z.number(),
    Plans: z.array(planNodeSchema).optional(),
  }),
)
const explainSchema = z
  .array(z.object({ Plan: planNodeSchema, 'Planning Time': z.number(), 'Execution Time': z.number() }))
  .length(1)

interface Step {
  attempts: number
  evidenceRows: number
  /** Rows of evidence that one read brings. */
  rows: number
  /** Pages touched by one read. */
  pages: number
  medianExecutionMs: number
  /** `Index Scan on model_evidence`, …: every way in which a table was read. */
  scans: string[]
  plan: string
}

const { values } = parseArgs({
  options: { attempts: { type: 'string', default: '1000,1000000' }, json: { type: 'string' } },
})
const sizes = z
  .array(z.coerce.number().int().positive())
  .min(2)
  .parse(values.attempts.split(','))
  .sort((a, b) => a - b)

const server = await startPostgres()
try {
  const database = await server.createDatabase()
  const user = await database.createUser()
  await database.query(
    `insert into orchestration_runs (id, request_hash, request, lease_expires_at)
     values ('00000000-0000-4000-8000-000000000000', '', '', now())`,
  )
  const steps: Step[] = []
  let recorded = 0
  for (const attempts of sizes) {
    await fill(database, user, recorded, attempts)
    recorded = attempts
    const step = await measure(database, user, attempts)
    steps.push(step)
    console.log(
      `${attempts.toLocaleString('en')} attempts, ${step.evidenceRows.toLocaleString('en')} rows of evidence: ` +
        `${step.rows} read, ${step.pages} pages, median ${step.medianExecutionMs.toFixed(3)} ms`,
    )
  }
  const last = steps.at(-1)
  const first = steps[0]
  if (first === undefined || last === undefined) throw new Error('nothing was measured')
  console.log(`\n${last.plan}\n`)
  if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ steps }, null, 2))

  const faults = last.scans.filter(
    (scan) => !/^(Index|Index Only|Bitmap Heap) Scan on model_evidence$/.test(scan),
  )
  if (last.rows !== first.rows) faults.push(`${last.rows} rows, and ${first.rows} at first`)
  if (last.pages > 2 * last.rows + DESCENT_PAGES) faults.push(`${last.pages} pages for ${last.rows} rows`)
  console.log(faults.length === 0 ? 'The read costs the same.' : `The read grew: ${faults.join('; ')}`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  await server.stop()
}

/** Learns from the first step's attempts. Brings those on record from `from` to `to`. */
async function fill(database: TestDatabase, user: string, from: number, to: number): Promise<void> {
  const client = await database.connect()
  try {
    // keys to other tables are not what is measured, and checking them takes most of the time
    await client.query(`set session_replication_role = 'replica'`)
    for (let begin = from; begin < to; begin += BATCH) {
      // keys that rise, so that the indexes fill from left to right: scattered ones would take an hour
      await client.query(
        `insert into model_performance (id, run_id, attempt_number, user_id, model, provider, approach, task_type, complexity,
           priority, status, quality_score, duration_ms, cost_nano_usd, learnt_order, created_at)
         select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n / 3), 32, '0')::uuid, n % 3 + 1,
           case when n % 5 = 0 then $3::uuid end, 'model-' || n % $4, 'sandbox',
           case when n % 2 = 0 then 'simple' else 'progressive' end,
           (array['generation', 'edit', 'debug', 'review'])[n / 7 % 4 + 1], (array['low', 'medium', 'high'])[n / 11 % 3 + 1],
           1, 'succeeded', 40 + n % 50, 1000 + n % 5000, 1000000 + n % 1000, n + 1, now() - n % 86400 * interval '1 second'
         from generate_series($1::integer, $2::integer - 1) n`,
        [begin, Math.min(to, begin + BATCH), user, MODELS],
      )
    }
    if (from === 0) await client.query('select rebuild_evidence()')
    await client.query(
      `insert into model_evidence (tier, user_id, task_type, model, approach, provider, quality_weight, quality_mean,
         quality_m2, success_weight, updated_at)
       select 'user', md5('user' || n)::uuid, 'generation', 'model-' || n % $3, 'simple', 'sandbox', 3, 70, 30, 3, now()
       from generate_series($1::integer / 100, $2::integer / 100 - 1) n`,
      [from, to, MODELS],
    )
  } finally {
    client.release(true)
  }
  await database.query('vacuum (analyze) model_performance, model_evidence')
}

async function measure(database: TestDatabase, user: string, attempts: number): Promise<Step> {
  const [body] = await database.query<{ prosrc: string }>(
    `select prosrc from pg_proc where oid = 'private.evidence_for(uuid, text[])'::regprocedure`,
  )
  if (body === undefined) throw new Error('private.evidence_for is missing')
  // what is explained is the function's own text: EXPLAIN does not look into functions
  const read = body.prosrc.replaceAll(/\bfor_user\b/g, '$1::uuid').replaceAll(/\btask_types\b/g, '$2::text[]')
  const parameters = [user, TASK_TYPES]
  const times: number[] = []
  let plan: PlanNode | undefined
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const [row] = await database.query(`explain (analyze, buffers, format json) ${read}`, parameters)
    const [explained] = explainSchema.parse(row?.['QUERY PLAN'])
    if (explained === undefined) throw new Error('nothing was explained')
    times.push(explained['Execution Time'])
    plan = explained.Plan
  }
  if (plan === undefined) throw new Error('nothing was explained')
  const text = await database.query(`explain (analyze, buffers) ${read}`, parameters)
  const [count] = await database.query<{ rows: number }>(
    'select count(*)::integer as rows from model_evidence',
  )
  return {
    attempts,
    evidenceRows: count?.rows ?? 0,
    rows: rowsReadBy(plan),
    pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    medianExecutionMs: times.sort((a, b) => a - b)[REPETITIONS / 2] ?? 0,
    scans: scansOf(plan),
    plan: text.map((line) => line['QUERY PLAN']).join('\n'),
  }
}

/** Rows that came out of tables; a bitmap of an index brings none by itself. */
function rowsReadBy(node: PlanNode): number {
  const own = node['Relation Name'] === undefined ? 0 : node['Actual Rows']
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsReadBy(child), own)
}

function scansOf(node: PlanNode): string[] {
  const relation = node['Relation Name']
  const own = relation === undefined ? [] : [`${node['Node Type']} on ${relation}`]
  return [...own, ...(node.Plans ?? []).flatMap(scansOf)]
}
