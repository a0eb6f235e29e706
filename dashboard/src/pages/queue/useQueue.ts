/** The queries that parts of the queue's pages share. */
import { useQuery } from '@tanstack/react-query'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import { configurationListSchema } from '../../data/queue.ts'

/** Everything of the queue: live rows mark it all as stale. */
export const QUEUE_KEY = ['queue'] as const

export function useConfigurations() {
  const client = useClient()
  return useQuery({
    queryKey: [...QUEUE_KEY, 'configurations'],
    queryFn: async () =>
      (await callFunction(client, { path: 'queue/configurations', answer: configurationListSchema }))
        .configurations,
  })
}
