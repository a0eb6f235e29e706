import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import { scenarioKey, statusKey, statusSchema } from '../../data/scenarios.ts'

export interface AskAgainProps {
  scenarioId: string
  executionId: string
  model: string
  step: number
}

/** Asks one model about one step again; what it answered before is replaced. */
export function AskAgain({ scenarioId, executionId, model, step }: AskAgainProps) {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const asking = useMutation({
    mutationFn: () =>
      callFunction(client, {
        path: `scenarios/${scenarioId}/rerun`,
        method: 'POST',
        body: { execution_id: executionId, model, step },
        answer: statusSchema,
      }),
    onSuccess: (status) => {
      queries.setQueryData(statusKey(scenarioId, executionId), status)
      return queries.invalidateQueries({ queryKey: scenarioKey(scenarioId) })
    },
    onError: (error) => say(error.message),
  })
  return (
    <Button size="small" disabled={asking.isPending} onClick={() => asking.mutate()}>
      <RotateCw size={14} aria-hidden="true" /> Ask {model} again
    </Button>
  )
}
