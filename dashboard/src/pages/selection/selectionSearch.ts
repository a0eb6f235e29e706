/** What selection is explained for, as the address says it. */
import { z } from 'zod'

export const selectionSearchSchema = z.object({
  task: z.string().min(1).optional().catch(undefined),
  complexity: z.enum(['low', 'medium', 'high']).optional().catch(undefined),
  /** What the policies are compared by. */
  reward: z.enum(['quality', 'utility']).optional().catch(undefined),
})
export type SelectionSearch = z.output<typeof selectionSearchSchema>

export interface SelectionQuestion {
  taskType: string
  complexity: 'low' | 'medium' | 'high'
}
