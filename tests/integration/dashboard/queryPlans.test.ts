/** How the dashboard's queries read a history of 50,000 attempts: through indexes, whoever asks and however much is theirs. */
import { describe, expect, it } from 'vitest'
import { seedHistory } from '../../../local/screenshots/seedHistory.ts'
import type { TestDatabase } from '../postgres.ts'
import { withDatabase } from '../testStore.ts'

let database: TestDatabase
let userId: string
let runId: string

withDatabase(async (opened) => {
  database = opened
  userId = await database.createUser()
  const others = await Promise.all(Array.from({ length: 9 }, () => database.createUser()))
  const client = await database.connect()
  try {
    const query = (sql: string, values?: unknown[]) => client.query(sql, values)
    // As of one user among several: where a table is theirs by half, reading all of it may well be the quickest.
    for (const each of [userId, ...others])
      await seedHistory(query, { userId: each, attempts: 5_000, days: 120 })
  } finally {
    client.release(true)
  }
  const [run] = await database.query<{ id: string }>(
    'select id from orchestration_runs where user_id = $1 order by created_at desc offset 100 limit 1',
    [userId],
  )
  runId = run?.id ?? ''
})

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

const HISTORY = ['model_performance', 'model_selections', 'model_usage', 'orchestration_runs']

/** How each table of the history is read by a statement of the user's: `Index Only Scan on model_performance`, … */
async function scansOf(sql: string, values: unknown[]): Promise<string[]> {
  const [row] = await database.queryAs<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    { role: 'authenticated', userId },
    `explain (format json) ${sql}`,
    values,
  )
  if (row === undefined) throw new Error('nothing was explained')
  const nodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)]
  return nodes(row['QUERY PLAN'][0].Plan)
    .filter((node) => HISTORY.includes(node['Relation Name'] ?? ''))
    .map((node) => `${node['Node Type']} on ${node['Relation Name']}`)
}

/** A function's own text with its parameters in place: EXPLAIN does not look into functions. */
async function bodyOf(name: string, parameters: Record<string, string>): Promise<string> {
  const [found] = await database.query<{ prosrc: string }>(
    `select prosrc from pg_proc where proname = $1 and pronamespace = 'public'::regnamespace`,
    [name],
  )
  if (found === undefined) throw new Error(`${name} is missing`)
  return Object.entries(parameters).reduce(
    (sql, [parameter, value]) => sql.replaceAll(new RegExp(`\\b${parameter}\\b`, 'g'), value),
    found.prosrc,
  )
}

const isSequential = (scan: string) => scan.startsWith('Seq Scan') || scan.startsWith('Parallel Seq Scan')

describe('no history is read from end to end', () => {
  it.each([7, 30, 90])('for the overview of %i days', async (days) => {
    const sql = await bodyOf('performance_overview', {
      since: `(now() - interval '${days} days')`,
      until: 'now()',
      bucket: `'day'`,
      for_model: 'null::text',
      for_task_type: 'null::text',
    })
    const scans = await scansOf(sql, [])
    expect(scans.filter((scan) => scan.endsWith('model_performance'))).toEqual([
      'Index Only Scan on model_performance',
    ])
    expect(scans.filter(isSequential)).toEqual([])
  })

  it('for a page of runs, first and later, and those found by words', async () => {
    const columns = 'id, created_at, status, request_start'
    const page = `select ${columns} from run_history`
    const order = 'order by created_at desc, id desc limit 26'
    for (const where of [
      '',
      `where request ilike '%dark%'`,
      `where created_at <= now() - interval '30 days' and (created_at < now() - interval '30 days' or id < '${runId}')`,
    ]) {
      const scans = await scansOf(`${page} ${where} ${order}`, [])
      expect(scans).not.toEqual([])
      expect(scans.filter(isSequential)).toEqual([])
    }
  })

  it.each(['model_performance', 'model_usage', 'model_selections'])('for a run’s %s', async (table) => {
    expect((await scansOf(`select * from ${table} where run_id = $1`, [runId])).filter(isSequential)).toEqual(
      [],
    )
  })

  it('for what was chosen of late, and what other policies would have been worth', async () => {
    for (const name of ['selection_arms', 'policy_values']) {
      const sql = await bodyOf(name, {
        newest: '500',
        for_task_type: `'edit'::text`,
        for_complexity: `'high'::text`,
      })
      expect((await scansOf(sql, [])).filter(isSequential), name).toEqual([])
    }
  })

  it('for what this month cost', async () => {
    expect((await scansOf(await bodyOf('own_spend', {}), [])).filter(isSequential)).toEqual([])
  })
})
