/** What of a scenario's page stands in its address. */
import { z } from 'zod'

export const scenarioSearch = z.object({
  tab: z.enum(['results', 'cost', 'summary', 'edit']).optional().catch(undefined),
  /** Absent: the latest. */
  execution: z.uuid().optional().catch(undefined),
})
