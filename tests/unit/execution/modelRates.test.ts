import { describe, expect, it } from 'vitest'
import { withinModelRates } from '../../../supabase/functions/_shared/execution/modelRates.ts'
import { estimateInputTokens } from '../../../supabase/functions/_shared/models/callAccounting.ts'
import type { CallOutcome, ModelCall } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { SANDBOX_MODELS } from '../../../supabase/functions/_shared/models/sandboxModels.ts'
import { accountOf } from '../../fixtures/calls.ts'

const [model] = SANDBOX_MODELS
if (model === undefined) throw new Error('no sandbox model')
const call: ModelCall = {
  model,
  messages: [{ role: 'user', content: 'Build a todo app' }],
  deadlineAtMs: 60_000,
}
const outcome: CallOutcome = {
  ok: true,
  text: 'done',
  ...accountOf({
    usage: { inputTokens: 40, cachedInputTokens: 0, outputTokens: 3_000, reasoningTokens: 0 },
  }),
}

function setUp(waits: number[] | Error, limitedModels: string[] = [call.model.id]) {
  const taken: object[] = []
  const faults: unknown[] = []
  const background: Promise<unknown>[] = []
  let calls = 0
  const limited = withinModelRates(
    async () => {
      calls++
      return outcome
    },
    {
      limitedModels,
      expectedOutputTokens: 2_000,
      take: async (rate) => {
        if (waits instanceof Error) throw waits
        taken.push(rate)
        return waits.shift() ?? 0
      },
      waitUntil: (work) => background.push(work),
      onFault: (error) => faults.push(error),
      now: () => 7,
    },
  )
  return { limited, taken, faults, background, calls: () => calls }
}

const inputTokens = estimateInputTokens(call.messages)

describe('withinModelRates', () => {
  it('takes what a call is likely to need, and settles what it did', async () => {
    const { limited, taken } = setUp([0])
    expect(await limited(call)).toBe(outcome)
    expect(taken).toEqual([
      { model: call.model.id, requests: 1, tokens: inputTokens + 2_000, isSettling: false },
      { model: call.model.id, requests: 0, tokens: 3_040 - inputTokens - 2_000, isSettling: true },
    ])
  })

  it('takes no more for an answer than it may have', async () => {
    const { limited, taken } = setUp([0])
    await limited({ ...call, maxOutputTokens: 300 })
    expect(taken[0]).toMatchObject({ tokens: inputTokens + 300 })
  })

  it('makes no call where there is no room, which costs nothing and says when to come back', async () => {
    const { limited, calls } = setUp([1_500])
    expect(await limited(call)).toMatchObject({
      ok: false,
      error: { code: 'throttled', retryAfterMs: 1_500 },
      costNanoUsd: 0,
      startedAtMs: 7,
    })
    expect(calls()).toBe(0)
  })

  it('asks nothing for models without a limit', async () => {
    const { limited, taken } = setUp([1_500], ['another'])
    expect(await limited(call)).toBe(outcome)
    expect(taken).toEqual([])
  })

  it('calls where the limits cannot be asked, and says so in the log', async () => {
    const { limited, faults, background } = setUp(new Error('down'))
    expect(await limited(call)).toBe(outcome)
    await Promise.all(background)
    expect(faults).toHaveLength(2)
  })
})
