import type { Client } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import type { RunsSearch } from './runsSearch.ts'

export const PAGE_SIZE = 25

const DAY_MS = 86_400_000
const COLUMNS =
  'id, created_at, status, request_start, task_type, complexity, model, approach, error_code, quality_score, cost_usd, duration_ms'

/**
 * A page of runs, newest first, and where the next begins (undefined: this is the last). Pages go by the last run seen, not
 * by number, so that runs that come in meanwhile move nothing.
 */
export async function listRuns(client: Client, { q, status, model, from, to, after }: RunsSearch) {
  let query = client.from('run_history').select(COLUMNS)
  if (q !== undefined) query = query.ilike('request', `%${escapePattern(q)}%`)
  if (status !== undefined) query = query.eq('status', status)
  if (model !== undefined) query = query.eq('model', model)
  if (from !== undefined) query = query.gte('created_at', `${from}T00:00:00Z`)
  if (to !== undefined) query = query.lt('created_at', new Date(Date.parse(to) + DAY_MS).toISOString())
  if (after !== undefined) {
    const [at = '', id = ''] = after.split('~')
    query = query
      // What the index begins at; the second sorts out those of the very same time.
      .lte('created_at', at)
      .or(`created_at.lt."${at}",id.lt.${id}`)
  }
  const rows = await rowsOf(
    query
      .order('created_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(PAGE_SIZE + 1),
  )
  const runs = rows.slice(0, PAGE_SIZE)
  const last = runs.at(-1)
  return { runs, next: rows.length > PAGE_SIZE && last ? `${last.created_at}~${last.id}` : undefined }
}
export type ListedRun = Awaited<ReturnType<typeof listRuns>>['runs'][number]

/** `%`, `_` and `\` stand for themselves in what a user looks for; `*`, which the Data API reads as `%`, for any one sign. */
function escapePattern(words: string): string {
  return words.replace(/[\\%_]/g, '\\$&').replaceAll('*', '_')
}
