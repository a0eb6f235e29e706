/** What of the queue's page stands in its address. */
import { z } from 'zod'

export const queueSearch = z.object({
  tab: z.enum(['items', 'configurations', 'costs', 'compare']).optional().catch(undefined),
  /** Items of this status alone. */
  status: z.string().optional().catch(undefined),
  /** Configurations that are compared. */
  a: z.uuid().optional().catch(undefined),
  b: z.uuid().optional().catch(undefined),
})
