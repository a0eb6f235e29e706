/** What went wrong with a queue that workers died over: against its rows, and what the provider was asked. */
import type { MockRequest } from '../../support/mockProvider.ts'
import type { TestDatabase } from '../postgres.ts'
import { stageOf } from './queueBench.ts'

/** One line a fault; none is what is wanted. Items carry `#number#` in their text. */
export async function chaosFaults(
  database: TestDatabase,
  requests: readonly Pick<MockRequest, 'body' | 'atMs' | 'wire' | 'model' | 'ended'>[],
  { stages }: { stages: number },
): Promise<string[]> {
  const faults: string[] = []
  const expectNone = async (what: string, sql: string) => {
    const rows = await database.query<{ fault: string }>(sql)
    if (rows.length > 0) faults.push(`${what}: ${rows.length}, the first ${rows[0]?.fault}`)
  }
  await expectNone(
    'items not completed',
    "select id || ' ' || status || ' ' || coalesce(error_message, '') as fault from ai_extraction_queue where status <> 'completed'",
  )
  await expectNone(
    'items without exactly one result a stage',
    `select item.id::text as fault from ai_extraction_queue item
     left join extraction_results outcome on outcome.item_id = item.id and outcome.status = 'succeeded'
     group by item.id having count(*) <> ${stages}`,
  )
  await expectNone(
    'items with another bill than their calls',
    `select item.id::text as fault from ai_extraction_queue item
     left join model_usage usage on usage.item_id = item.id
     group by item.id having item.cost_nano_usd is distinct from sum(usage.cost_nano_usd) or item.calls <> count(usage.id)`,
  )
  await expectNone(
    'runs left open',
    "select id::text as fault from orchestration_runs where status = 'running'",
  )
  const stored = await database.query<{ text: string; stage: string; at: number }>(
    `select item.input_text as text, outcome.stage, extract(epoch from outcome.created_at)::double precision * 1000 as at
     from extraction_results outcome join ai_extraction_queue item on item.id = outcome.item_id
     where outcome.status = 'succeeded'`,
  )
  const storedAt = new Map(stored.map(({ text, stage, at }) => [`${numberOf(text)} ${stage}`, at]))
  for (const request of requests) {
    const call = `${numberOf(JSON.stringify(request.body))} ${stageOf(request)}`
    const at = storedAt.get(call)
    if (at === undefined) faults.push(`${call} was paid and has no result`)
    else if (request.atMs > at + CLOCKS_APART_MS)
      faults.push(`${call} was paid again after its result was stored`)
  }
  const inversions = await orderFaults(database)
  if (inversions > 0)
    faults.push(`${inversions} items began before one of a higher priority that was in line`)
  return faults
}

/** Both clocks are the machine's; the database reads its own a moment before the commit. */
const CLOCKS_APART_MS = 5

function numberOf(text: string): string {
  return /#(\d+)#/.exec(text)?.[1] ?? '?'
}

/**
 * An item that was never put back stands in line from queued_at to started_at; none of a lower priority may begin in
 * between, save in claims that were under way at once.
 */
async function orderFaults(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ count: string }>(
    `select count(*) from ai_extraction_queue early
     where exists (
       select from ai_extraction_queue late
       where late.priority > early.priority and late.started_at > early.started_at + interval '1 second'
     )`,
  )
  return Number(row?.count)
}
