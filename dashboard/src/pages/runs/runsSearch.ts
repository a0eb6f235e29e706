/** Which runs are listed, as the address says it. */
import { z } from 'zod'

export const RUN_STATUSES = ['running', 'succeeded', 'failed', 'cancelled'] as const

const text = z.string().min(1).optional().catch(undefined)
const day = z.iso.date().optional().catch(undefined)

export const runsSearchSchema = z.object({
  /** Words of the request. */
  q: text,
  status: z.enum(RUN_STATUSES).optional().catch(undefined),
  model: text,
  /** Days of UTC, both included. */
  from: day,
  to: day,
  /** The last run of the page before: its time and id. */
  after: z
    .string()
    .regex(/^[^,()~]+~[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})
export type RunsSearch = z.output<typeof runsSearchSchema>
