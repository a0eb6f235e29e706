/** What the overview shows of all there is, as its address says it. */
import { z } from 'zod'

export const RANGES = {
  day: { name: '24 hours', bucket: 'hour', bucketMs: 3_600_000, buckets: 24 },
  week: { name: '7 days', bucket: 'day', bucketMs: 86_400_000, buckets: 7 },
  month: { name: '30 days', bucket: 'day', bucketMs: 86_400_000, buckets: 30 },
  quarter: { name: '90 days', bucket: 'week', bucketMs: 7 * 86_400_000, buckets: 13 },
  year: { name: '1 year', bucket: 'month', bucketMs: 30.5 * 86_400_000, buckets: 12 },
} as const

export const rangeSchema = z.enum(['day', 'week', 'month', 'quarter', 'year'])
export type Range = z.output<typeof rangeSchema>

export const overviewSearchSchema = z.object({
  range: rangeSchema.optional().catch(undefined),
  model: z.string().optional().catch(undefined),
  task: z.string().optional().catch(undefined),
  /** What a line of the charts stands for. */
  lines: z.enum(['model', 'task']).optional().catch(undefined),
})
export type OverviewSearch = z.output<typeof overviewSearchSchema>
