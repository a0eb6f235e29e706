import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../../supabase/functions/_shared/execution/attempt.ts'
import type { Model } from '../../../supabase/functions/_shared/models/model.ts'
import {
  attemptCheckpoint,
  planCheckpoint,
  resumedRun,
} from '../../../supabase/functions/_shared/runs/checkpoint.ts'
import { plan, runRecord } from '../../integration/runRecords.ts'

const PLAN = plan('model-a', 'model-b')
const PROFILE = runRecord().profile
const CONTEXT = { files: { 'src/App.tsx': 'before' } }
const [first, second] = PLAN.strategies
if (first === undefined || second === undefined) throw new Error('the plan has two strategies')

const account = { calls: [], startedAtMs: 1, durationMs: 20, costNanoUsd: 300, costIsEstimate: false }
const succeeded: Attempt = {
  ...account,
  strategy: first,
  status: 'succeeded',
  breakdown: {
    completeness: 40,
    codeQuality: 50,
    functionality: 60,
    performance: 70,
    overall: 52,
    diagnostics: [{ rule: 'unresolved-import', severity: 'fatal', file: 'a.ts', line: 3, message: 'no' }],
  },
  files: { 'src/App.tsx': 'after' },
  message: 'done',
}
const failed: Attempt = {
  ...account,
  strategy: second,
  status: 'failed',
  errorCode: 'unusable_output',
  errorMessage: 'no files',
}

/** As it comes back from the database. */
function stored(...attempts: Attempt[]) {
  const checkpoints = [
    planCheckpoint({ profile: PROFILE, context: CONTEXT, plan: PLAN }),
    ...attempts.map(attemptCheckpoint),
  ]
  return { nextEventId: 9, checkpoints: JSON.parse(JSON.stringify(checkpoints)) }
}

describe('a run’s checkpoints', () => {
  it('bring back the plan and what was finished of it, each attempt with its own strategy', () => {
    const resumed = resumedRun(stored(succeeded, failed), [])
    expect(resumed).toEqual({ profile: PROFILE, context: CONTEXT, plan: PLAN, attempts: [succeeded, failed] })
    expect(resumed?.attempts[1]?.strategy).toBe(resumed?.plan.strategies[1])
  })

  it('take models as they are offered now', () => {
    const dearer: Model = {
      ...second.model,
      price: { inputNanoUsd: 9, cachedInputNanoUsd: 9, outputNanoUsd: 9 },
    }
    expect(resumedRun(stored(), [dearer])?.plan.strategies.map(({ model }) => model)).toEqual([
      first.model,
      dearer,
    ])
  })

  it('say that there is nothing to go on with before there was a plan', () => {
    expect(resumedRun({ nextEventId: 3, checkpoints: [] }, [])).toBeNull()
  })

  it('refuse what they did not keep', () => {
    const { checkpoints } = stored(succeeded)
    checkpoints[1].state.breakdown.overall = 1_000
    expect(() => resumedRun({ nextEventId: 9, checkpoints }, [])).toThrow()
  })
})
