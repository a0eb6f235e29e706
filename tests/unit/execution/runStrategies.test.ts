import { describe, expect, it } from 'vitest'
import { NO_EVENTS } from '../../../supabase/functions/_shared/execution/runEvents.ts'
import {
  type ExecutionTask,
  runParallel,
  runSequential,
} from '../../../supabase/functions/_shared/execution/runStrategies.ts'
import { buildMessages } from '../../../supabase/functions/_shared/generation/prompt.ts'
import { estimateInputTokens } from '../../../supabase/functions/_shared/models/callAccounting.ts'
import type {
  CallOutcome,
  ModelCall,
  ModelErrorCode,
} from '../../../supabase/functions/_shared/models/modelCall.ts'
import type { TaskProfile } from '../../../supabase/functions/_shared/profiling/taskProfile.ts'
import type { Strategy } from '../../../supabase/functions/_shared/selection/strategy.ts'
import { accountOf } from '../../fixtures/calls.ts'
import { modelNamed } from '../../fixtures/models.ts'
import { evenScore } from '../../fixtures/scores.ts'

const PROFILE: TaskProfile = {
  type: 'generation',
  output: 'files',
  complexity: 'low',
  complexityScore: 10,
  requirements: [],
  languages: [],
  frameworks: [],
  capabilities: [],
  estimatedInputTokens: 1_000,
  estimatedOutputTokens: 2_000,
  urgency: 'normal',
  confidence: 1,
  signals: [],
}

function strategy(id: string, priority: number, reservationValue = 100): Strategy {
  return {
    model: modelNamed(id, { maxOutputTokens: 10_000 }),
    approach: 'simple',
    priority,
    expectedQuality: 70,
    expectedCostNanoUsd: 1_000_000,
    expectedDurationMs: 1_000,
    expectedUtility: 60,
    reservationValue,
  }
}

/** What a model does in a test: the score its project will get, an error, or waiting until it is cancelled. */
type Script = { score: number; costNanoUsd?: number } | { error: ModelErrorCode } | { hangs: true }

/** A task over scripted models; `calls` tells what was asked. The file's content carries the score. */
function taskOf(strategies: Strategy[], scripts: Record<string, Script>, more: Partial<ExecutionTask> = {}) {
  const calls: ModelCall[] = []
  const faults: unknown[] = []
  const account = (costNanoUsd: number) =>
    accountOf({
      usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
      costNanoUsd,
      durationMs: 5,
    })
  const failed = (code: ModelErrorCode): CallOutcome => ({
    ok: false,
    text: '',
    error: { code, message: code },
    ...account(7),
  })
  const task: ExecutionTask = {
    request: 'x',
    profile: PROFILE,
    context: {},
    plan: { strategies, eligible: [], policy: 'static', policyVersion: '1', explored: false, propensity: 1 },
    qualityThreshold: 70,
    deadlineAtMs: 1_000,
    events: NO_EVENTS,
    now: () => 0,
    sleep: async () => {},
    random: () => 0.5,
    onFault: (error) => faults.push(error),
    score: ({ files }) => evenScore(Number(files['score.txt'])),
    callModel(call) {
      calls.push(call)
      const script = scripts[call.model.id]
      if (script === undefined) throw new Error(`no script for ${call.model.id}`)
      if ('error' in script) return Promise.resolve(failed(script.error))
      if ('hangs' in script) {
        return new Promise((resolve) =>
          call.signal?.addEventListener('abort', () => resolve(failed('cancelled')), { once: true }),
        )
      }
      const text = `<file path="score.txt">${script.score}</file>`
      call.onText?.(text)
      return Promise.resolve({ ok: true, text, ...account(script.costNanoUsd ?? 100) })
    },
    ...more,
  }
  return { task, calls, faults }
}

const statuses = (execution: Awaited<ReturnType<typeof runSequential>>) =>
  execution.attempts.map((attempt) => attempt.status)

/** What an earlier worker left of a plan: its first strategies, run to their end. */
async function finishedBefore(plan: Strategy[], scripts: Record<string, Script>) {
  const { task } = taskOf(plan.slice(0, Object.keys(scripts).length), scripts, { qualityThreshold: 100 })
  return (await runSequential(task)).attempts
}

describe('going on with what an earlier worker finished', () => {
  const plan = [strategy('a', 1), strategy('b', 2), strategy('c', 3)]

  for (const [name, run] of [
    ['in sequence', runSequential],
    ['in parallel', runParallel],
  ] as const) {
    it(`${name}, tries only what is left, and tells of all`, async () => {
      const finished = await finishedBefore(plan, { a: { score: 40 }, b: { error: 'invalid_request' } })
      const { task, calls } = taskOf(plan, { c: { score: 80 } }, { finished })
      const execution = await run(task)
      expect(calls.map((call) => call.model.id)).toEqual(['c'])
      expect(statuses(execution)).toEqual(['succeeded', 'failed', 'succeeded'])
      expect(execution.stopReason).toBe('threshold')
    })

    it(`${name}, tries nothing where the result in hand is good enough`, async () => {
      const finished = await finishedBefore(plan, { a: { score: 90 } })
      const { task, calls } = taskOf(plan, {}, { finished })
      const execution = await run(task)
      expect(calls).toEqual([])
      expect(statuses(execution)).toEqual(['succeeded', 'skipped', 'skipped'])
      expect(execution.stopReason).toBe('threshold')
    })
  }

  it('counts what it cost against the budget', async () => {
    const finished = await finishedBefore(plan, { a: { score: 40, costNanoUsd: 5_000_000 } })
    const { task, calls } = taskOf(plan, {}, { finished, budgetNanoUsd: 5_000_000 })
    expect(statuses(await runSequential(task))).toEqual(['succeeded', 'skipped', 'skipped'])
    expect(calls).toEqual([])
  })
})

describe('admission', () => {
  it('is asked right before an attempt; who is not admitted is skipped, and the next is tried', async () => {
    const asked: string[] = []
    const { task, calls } = taskOf(
      [strategy('a', 1), strategy('b', 2), strategy('c', 3)],
      { b: { score: 80 } },
      {
        admit: async (model) => {
          asked.push(model.id)
          return model.id !== 'a'
        },
      },
    )
    for (const execute of [runSequential, runParallel]) {
      asked.length = 0
      const { attempts } = await execute({
        ...task,
        plan: { ...task.plan, strategies: task.plan.strategies.slice(0, 2) },
      })
      expect(attempts.map((attempt) => attempt.status)).toEqual(['skipped', 'succeeded'])
      expect(attempts[0]).toMatchObject({ errorCode: 'circuit_open', costNanoUsd: 0 })
      expect(asked).toEqual(['a', 'b'])
    }
    expect(calls.map((call) => call.model.id)).toEqual(['b', 'b'])
  })
})

describe('runSequential', () => {
  it('stops at the first result that is good enough', async () => {
    const { task, calls } = taskOf([strategy('a', 1), strategy('b', 2), strategy('c', 3)], {
      a: { score: 50 },
      b: { score: 70 },
    })
    const execution = await runSequential(task)
    expect(execution.stopReason).toBe('threshold')
    expect(statuses(execution)).toEqual(['succeeded', 'succeeded', 'skipped'])
    expect(calls).toHaveLength(2)
  })

  it('stops where nothing left is worth more than what is in hand', async () => {
    const { task } = taskOf([strategy('a', 1), strategy('b', 2, 55)], { a: { score: 60 } })
    expect(await runSequential(task)).toMatchObject({ stopReason: 'reservation' })
  })

  it('passes over what is not worth trying, and still tries what is', async () => {
    const plan = [strategy('a', 1), strategy('b', 2, 55), strategy('c', 3, 90)]
    const { task, calls } = taskOf(plan, { a: { score: 60 }, c: { score: 65 } })
    const execution = await runSequential(task)
    expect(statuses(execution)).toEqual(['succeeded', 'skipped', 'succeeded'])
    expect(calls.map((call) => call.model.id)).toEqual(['a', 'c'])
    expect(execution.stopReason).toBe('reservation')
  })

  it('goes on with a larger window alone where one was too small', async () => {
    const large = strategy('large', 3)
    large.model = { ...large.model, contextWindowTokens: 1_000_000 }
    const { task, calls } = taskOf([strategy('a', 1), strategy('b', 2), large], {
      a: { error: 'context_length' },
      large: { score: 80 },
    })
    expect(statuses(await runSequential(task))).toEqual(['failed', 'skipped', 'succeeded'])
    expect(calls.map((call) => call.model.id)).toEqual(['a', 'large'])
    const none = taskOf([strategy('a', 1), strategy('b', 2)], { a: { error: 'context_length' } })
    expect(await runSequential(none.task)).toMatchObject({
      stopReason: 'exhausted',
      attempts: [
        { status: 'failed' },
        { status: 'skipped', errorMessage: expect.stringContaining('context window') },
      ],
    })
  })

  it('goes on after a failure, and tells its code', async () => {
    const { task } = taskOf([strategy('a', 1), strategy('b', 2)], {
      a: { error: 'server_error' },
      b: { score: 60 },
    })
    const execution = await runSequential(task)
    expect(execution).toMatchObject({
      stopReason: 'exhausted',
      attempts: [{ status: 'failed', errorCode: 'server_error' }, { status: 'succeeded' }],
    })
  })

  it('asks nobody else once a provider refused the content', async () => {
    const { task, calls } = taskOf([strategy('a', 1), strategy('b', 2)], { a: { error: 'content_policy' } })
    expect(await runSequential(task)).toMatchObject({ stopReason: 'content_policy' })
    expect(calls).toHaveLength(1)
  })

  it('loses neither the run nor the bill where a result cannot be scored', async () => {
    const fault = new Error('scorer')
    const score = () => {
      throw fault
    }
    const { task, faults } = taskOf([strategy('a', 1)], { a: { score: 90 } }, { score })
    const execution = await runSequential(task)
    expect(execution.attempts).toMatchObject([{ status: 'failed', errorCode: 'internal', costNanoUsd: 100 }])
    expect(faults).toEqual([fault])
  })

  it('begins nothing after the deadline or a cancellation', async () => {
    const late = taskOf([strategy('a', 1)], {}, { now: () => 1_000 })
    expect(await runSequential(late.task)).toMatchObject({
      stopReason: 'deadline',
      attempts: [{ status: 'skipped' }],
    })
    const cancelled = taskOf([strategy('a', 1)], {}, { signal: AbortSignal.abort() })
    expect(await runSequential(cancelled.task)).toMatchObject({ stopReason: 'cancelled' })
  })
})

describe('runParallel', () => {
  it('ends the others as soon as one is good enough', async () => {
    const { task, calls } = taskOf([strategy('slow', 1), strategy('good', 2), strategy('third', 3)], {
      slow: { hangs: true },
      good: { score: 90 },
    })
    const execution = await runParallel(task)
    expect(execution.stopReason).toBe('threshold')
    expect(statuses(execution)).toEqual(['cancelled', 'succeeded', 'skipped'])
    expect(calls).toHaveLength(2)
  })

  it('runs the rest of the plan where the first ones are not good enough', async () => {
    const { task } = taskOf([strategy('a', 1), strategy('b', 2), strategy('c', 3)], {
      a: { score: 10 },
      b: { error: 'connection' },
      c: { score: 60 },
    })
    const execution = await runParallel(task)
    expect(execution.stopReason).toBe('exhausted')
    expect(statuses(execution)).toEqual(['succeeded', 'failed', 'succeeded'])
  })

  it('is cancelled from outside', async () => {
    const outside = new AbortController()
    const { task } = taskOf(
      [strategy('a', 1), strategy('b', 2)],
      { a: { hangs: true }, b: { hangs: true } },
      { signal: outside.signal },
    )
    const running = runParallel(task)
    outside.abort()
    expect(statuses(await running)).toEqual(['cancelled', 'cancelled'])
  })
})

/** The prompt as it goes out, with the margin for estimates, at 100 nano-dollars a token. */
const inputNanoUsd = (task: ExecutionTask) => Math.ceil(estimateInputTokens(buildMessages(task)) * 1.25) * 100

describe('a budget', () => {
  it('knows that a long prompt is dearer, and counts paths into it', async () => {
    const gemini = strategy('gemini-3.1-pro-preview', 1)
    gemini.model = {
      ...gemini.model,
      provider: 'google',
      providerModelId: 'gemini-3.1-pro-preview',
      contextWindowTokens: 1_000_000,
      maxOutputTokens: 65_536,
    }
    // 200 empty files with long names, and a file of about 250,000 tokens: above 200,000 the price doubles.
    const named = Object.fromEntries(
      Array.from({ length: 190 }, (_, index) => [`${'a'.repeat(280)}${index}.ts`, '']),
    )
    const files = { ...named, 'big.ts': 'const word = 1\n'.repeat(50_000) }
    const { task, calls } = taskOf([gemini], {}, { context: { files }, budgetNanoUsd: 1_000_000_000 })
    expect(statuses(await runSequential(task))).toEqual(['skipped'])
    expect(calls).toEqual([])
  })

  it('caps each answer at what is left, and skips what it cannot pay', async () => {
    const { task, calls } = taskOf(
      [strategy('a', 1), strategy('b', 2)],
      { a: { score: 10, costNanoUsd: 3_000_000 } },
      { budgetNanoUsd: 3_125_000 },
    )
    const execution = await runSequential(task)
    expect(calls.map((call) => call.maxOutputTokens)).toEqual([
      Math.floor((3_125_000 - inputNanoUsd(task)) / 1_000),
    ])
    expect(statuses(execution)).toEqual(['succeeded', 'skipped'])
  })

  it('is shared by strategies that run at once', async () => {
    const { task, calls } = taskOf(
      [strategy('a', 1), strategy('b', 2)],
      { a: { score: 10 }, b: { score: 20 } },
      { budgetNanoUsd: 4_250_000 },
    )
    await runParallel(task)
    const worst = calls.reduce(
      (sum, call) => sum + inputNanoUsd(task) + (call.maxOutputTokens ?? 0) * 1_000,
      0,
    )
    expect(calls).toHaveLength(2)
    expect(worst).toBeLessThanOrEqual(4_250_000)
  })

  it('never pays for a model whose price nobody knows', async () => {
    const unpriced = strategy('a', 1)
    unpriced.model = { ...unpriced.model, price: null }
    const { task, calls } = taskOf([unpriced], {}, { budgetNanoUsd: 1e9 })
    expect(statuses(await runSequential(task))).toEqual(['skipped'])
    expect(calls).toEqual([])
  })
})
