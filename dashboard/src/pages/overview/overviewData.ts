/** The overview's figures: summed in the database, in one answer. */
import { z } from 'zod'
import type { Client } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import { type OverviewSearch, RANGES } from './overviewSearch.ts'

const attemptSumSchema = z.object({
  by: z.enum(['total', 'model', 'task_type', 'approach', 'error', 'model_time', 'task_type_time']),
  at: z.iso.datetime({ offset: true }).optional(),
  model: z.string().optional(),
  provider: z.string().optional(),
  task_type: z.string().optional(),
  approach: z.string().optional(),
  error_code: z.string().optional(),
  attempts: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  wins: z.number(),
  /** Means of the successful attempts. */
  quality: z.number().optional(),
  duration_ms: z.number().optional(),
  /** Absent: no attempt had a price. */
  cost_usd: z.number().optional(),
  unpriced: z.number(),
})
export type AttemptSum = z.output<typeof attemptSumSchema>

const selectionSumSchema = z.object({
  by: z.enum(['total', 'model', 'policy', 'time']),
  at: z.iso.datetime({ offset: true }).optional(),
  model: z.string().optional(),
  provider: z.string().optional(),
  policy: z.string().optional(),
  selections: z.number(),
  explored: z.number(),
  /** Those where more than one attempt finished, so that the choice can be judged. */
  comparable: z.number(),
  optimal: z.number(),
  quality: z.number().optional(),
})
export type SelectionSum = z.output<typeof selectionSumSchema>

const overviewSchema = z.object({
  attempts: z.array(attemptSumSchema),
  selections: z.array(selectionSumSchema),
})
export type Overview = z.output<typeof overviewSchema>

/** Asks for the range that ends at `now` and begins with a whole hour or day of UTC. */
export async function loadOverview(
  client: Client,
  { range = 'month', model, task }: OverviewSearch,
  now: Date,
): Promise<Overview> {
  const { bucket, bucketMs, buckets } = RANGES[range]
  const since = new Date(now.getTime() - (buckets - 1) * bucketMs)
  if (range === 'day') since.setUTCMinutes(0, 0, 0)
  else since.setUTCHours(0, 0, 0, 0)
  return overviewSchema.parse(
    await rowsOf(
      client.rpc('performance_overview', {
        since: since.toISOString(),
        until: now.toISOString(),
        bucket,
        for_model: model,
        for_task_type: task,
      }),
    ),
  )
}

export function sumsBy<Sum extends { by: string }>(sums: readonly Sum[], by: Sum['by']): Sum[] {
  return sums.filter((sum) => sum.by === by)
}

/** Of the attempts that ran to an end of their own; undefined where none did. */
export function successRate({
  succeeded,
  failed,
}: Pick<AttemptSum, 'succeeded' | 'failed'>): number | undefined {
  return succeeded + failed === 0 ? undefined : succeeded / (succeeded + failed)
}

export function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}
