/** What of an experiment's page stands in its address. */
import { z } from 'zod'

export const experimentSearch = z.object({
  tab: z.enum(['cooperation', 'pairs', 'groups', 'setup']).optional().catch(undefined),
})
