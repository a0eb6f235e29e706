import { useMutation } from '@tanstack/react-query'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { z } from 'zod'
import { Button } from '../../components/Button.tsx'
import { Failure } from '../../components/Notice.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'

/** What the user says of the result; Merit learns from it, once a run. */
export function Feedback({ runId }: { runId: string }) {
  const client = useClient()
  const say = useToast()
  const feedback = useMutation({
    mutationFn: (rating: 0 | 1) =>
      callFunction(client, {
        path: `multi-model-orchestrator/runs/${runId}/feedback`,
        method: 'POST',
        body: { rating },
        answer: z.object({ recorded: z.boolean() }),
      }),
    onSuccess: ({ recorded }) =>
      say(recorded ? 'Thank you: Merit has learnt from it.' : 'You had said it before.'),
  })
  const given = feedback.isSuccess ? feedback.variables : undefined
  return (
    <div className="row">
      <span className="soft">Is it what you wanted?</span>
      <Button
        size="small"
        aria-pressed={given === 1}
        disabled={feedback.isPending || feedback.isSuccess}
        onClick={() => feedback.mutate(1)}
      >
        <ThumbsUp size={15} aria-hidden="true" /> Yes
      </Button>
      <Button
        size="small"
        aria-pressed={given === 0}
        disabled={feedback.isPending || feedback.isSuccess}
        onClick={() => feedback.mutate(0)}
      >
        <ThumbsDown size={15} aria-hidden="true" /> No
      </Button>
      {feedback.isError && <Failure error={feedback.error} />}
    </div>
  )
}
