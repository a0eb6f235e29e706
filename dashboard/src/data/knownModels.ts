/** The models that a name can mean. */
import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { callFunction } from './callFunction.ts'
import { useClient } from './project.tsx'

const knownModelsSchema = z.object({
  models: z.array(z.object({ id: z.string(), provider: z.string(), available: z.boolean() })),
})

/** Names to offer, those that can run before those that no key is set for. The catalogue changes with releases alone. */
export function useModelNames(): string[] {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['modelNames'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      callFunction(client, { path: 'multi-model-orchestrator/models', answer: knownModelsSchema }),
  })
  return [...(data?.models ?? [])]
    .sort((left, right) => Number(right.available) - Number(left.available))
    .map(({ id }) => id)
}
