/** What the signed-in user has spent, and the caps that hold for them. */
import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { useClient } from './project.tsx'
import { rowsOf } from './rows.ts'

const capSchema = z.object({
  id: z.string(),
  period: z.enum(['day', 'month', 'total']),
  /** project: only its owner changes it. user: the user's own, beside the project's. */
  set_by: z.enum(['project', 'user']),
  limit_usd: z.number(),
  spent_usd: z.number(),
  reserved_usd: z.number(),
})
export type SpendCap = z.output<typeof capSchema>

const spendSchema = z.object({ caps: z.array(capSchema), month_usd: z.number(), today_usd: z.number() })

export const SPEND_KEY = ['spend']

export function useSpend() {
  const client = useClient()
  return useQuery({
    queryKey: SPEND_KEY,
    queryFn: async () => spendSchema.parse(await rowsOf(client.rpc('own_spend'))),
  })
}
