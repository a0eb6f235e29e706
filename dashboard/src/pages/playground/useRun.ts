/** One run of the playground: started or found again, followed to its end, cancelled. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { callFunction } from '../../data/callFunction.ts'
import { type FollowRunOptions, followRun, type NewRun } from '../../data/followRun.ts'
import { type Client, useClient } from '../../data/project.tsx'
import { afterMessage, NO_RUN, type RunState, STARTING } from './runState.ts'

export interface PlaygroundRun {
  state: RunState
  /** False while the network is away; the run itself goes on. */
  isConnected: boolean
  /** Why there is no run: the request was refused. */
  refusal: Error | null
  /** In the background it has its id at once, and no connection that is its own. */
  start: (body: Record<string, unknown>, isBackground: boolean) => void
  /** Ends the run wherever it is. */
  cancel: () => Promise<void>
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * @param knownRunId a run to show from its first event, such as the one in the page's address
 * @param onNamed told the run's id as soon as it has one
 */
export function useRun(knownRunId: string | undefined, onNamed: (runId: string) => void): PlaygroundRun {
  const client = useClient()
  const [state, setState] = useState<RunState>(NO_RUN)
  const [isConnected, setConnected] = useState(true)
  const [refusal, setRefusal] = useState<Error | null>(null)
  const listening = useRef<AbortController | null>(null)
  const shown = useRef<string | undefined>(undefined)
  const named = useRef(onNamed)
  named.current = onNamed

  const follow = useCallback(
    async (find: (signal: AbortSignal) => Promise<FollowRunOptions['run']>) => {
      listening.current?.abort()
      listening.current = new AbortController()
      const { signal } = listening.current
      setState(STARTING)
      setRefusal(null)
      setConnected(true)
      try {
        const run = await find(signal)
        const messages = followRun({
          functions: client.functions,
          run,
          signal,
          sleep,
          onConnection: setConnected,
        })
        for await (const message of messages) {
          if (signal.aborted) return
          if (message.event === 'run') {
            shown.current = message.data.runId
            named.current(message.data.runId)
          }
          setState((before) => afterMessage(before, message, Date.now()))
        }
      } catch (error) {
        if (signal.aborted) return
        setState(NO_RUN)
        setRefusal(error instanceof Error ? error : new Error(String(error)))
      }
    },
    [client],
  )

  useEffect(() => {
    if (knownRunId === undefined || knownRunId === shown.current) return
    shown.current = knownRunId
    void follow(async () => ({ runId: knownRunId }))
  }, [knownRunId, follow])

  // Whoever leaves the page listens no more; the run goes on, and its address brings it back.
  useEffect(
    () => () => {
      listening.current?.abort()
      shown.current = undefined
    },
    [],
  )

  return {
    state,
    isConnected,
    refusal,
    start: (body, isBackground) => {
      const run = { body, idempotencyKey: crypto.randomUUID() }
      void follow(async (signal) => (isBackground ? startInBackground(client, run, signal) : run))
    },
    cancel: async () => {
      if (state.runId === undefined) return
      await callFunction(client, {
        path: `multi-model-orchestrator/runs/${state.runId}`,
        method: 'DELETE',
        answer: z.unknown(),
      })
    },
  }
}

async function startInBackground(
  client: Client,
  { body, idempotencyKey }: NewRun,
  signal: AbortSignal,
): Promise<{ runId: string }> {
  return callFunction(client, {
    path: 'multi-model-orchestrator',
    method: 'POST',
    body: { ...body, background: true },
    headers: { 'Idempotency-Key': idempotencyKey },
    signal,
    answer: z.object({ runId: z.string() }),
  })
}
