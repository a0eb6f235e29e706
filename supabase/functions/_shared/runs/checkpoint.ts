/** How far a run has come, as it is kept for the next worker: its plan, and each attempt that has ended. */
import { z } from 'zod'
import type { Attempt, AttemptErrorCode } from '../execution/attempt.ts'
import type { RecordedCall } from '../generation/generation.ts'
import type { Model } from '../models/model.ts'
import type { TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import { SEVERITIES } from '../scoring/scoreBreakdown.ts'
import { APPROACHES, type Plan, POLICIES, type Strategy } from '../selection/strategy.ts'
import type { Checkpoint } from '../store/appendRunEvents.ts'
import type { RunProgress } from '../store/claimRun.ts'

/** What a run is about and what it will try: fixed once, so that every worker means the same. */
export interface PlannedRun {
  profile: TaskProfile
  context: TaskContext
  plan: Plan
}

export interface ResumedRun extends PlannedRun {
  attempts: Attempt[]
}

/** Step 0 of a run. */
export function planCheckpoint(planned: PlannedRun): Checkpoint {
  return { step: 0, state: planned }
}

/** An attempt that has ended, at its strategy's place in the plan. */
export function attemptCheckpoint({ strategy, ...attempt }: Attempt): Checkpoint {
  return { step: strategy.priority, state: attempt }
}

/** Written by this code and read by it: what is looked into here is what a run would go wrong by. */
const objectOf = <Value>() => z.custom<Value>((value) => typeof value === 'object' && value !== null)

const strategySchema = z.object({
  model: objectOf<Model>(),
  approach: z.enum(APPROACHES),
  priority: z.number().int().positive(),
  expectedQuality: z.number(),
  expectedCostNanoUsd: z.number().nullable(),
  expectedDurationMs: z.number(),
  expectedUtility: z.number(),
  reservationValue: z.number(),
})

const plannedSchema = z.object({
  profile: objectOf<TaskProfile>(),
  context: objectOf<TaskContext>(),
  plan: z.looseObject({
    strategies: z.array(strategySchema).min(1),
    eligible: z.array(objectOf<Plan['eligible'][number]>()),
    policy: z.enum(POLICIES),
    policyVersion: z.string(),
    prices: z.object({ pointsPerUsd: z.number(), pointsPerSecond: z.number() }),
    explored: z.boolean(),
    propensity: z.number(),
  }),
})

const points = z.number().min(0).max(100)
const accountShape = {
  calls: z.array(objectOf<RecordedCall>()),
  startedAtMs: z.number(),
  durationMs: z.number(),
  costNanoUsd: z.number().nullable(),
  costIsEstimate: z.boolean(),
}
const attemptSchema = z.discriminatedUnion('status', [
  z.object({
    ...accountShape,
    status: z.literal('succeeded'),
    breakdown: z.object({
      completeness: points,
      codeQuality: points,
      functionality: points,
      performance: points,
      overall: points,
      diagnostics: z.array(
        z.object({
          rule: z.string(),
          severity: z.enum(SEVERITIES),
          file: z.string().optional(),
          line: z.number().optional(),
          message: z.string(),
        }),
      ),
    }),
    files: z.record(z.string(), z.string()),
    text: z.string().optional(),
    message: z.string(),
  }),
  z.object({
    ...accountShape,
    status: z.enum(['failed', 'cancelled']),
    errorCode: z.custom<AttemptErrorCode>((value) => typeof value === 'string'),
    errorMessage: z.string(),
  }),
  z.object({
    ...accountShape,
    status: z.literal('skipped'),
    errorCode: z.literal('skipped'),
    errorMessage: z.string(),
  }),
])

/**
 * The run as the earlier workers left it; `null` where they had not planned yet. Models are taken as they are offered
 * now, or as they were then. Throws a ZodError where what was kept is not what this code keeps.
 */
export function resumedRun({ checkpoints }: RunProgress, models: readonly Model[]): ResumedRun | null {
  const [first, ...others] = checkpoints
  if (first?.step !== 0) return null
  const { profile, context, plan } = plannedSchema.parse(first.state)
  const strategies = plan.strategies.map(
    (strategy): Strategy => ({
      ...strategy,
      model: models.find((model) => model.id === strategy.model.id) ?? strategy.model,
    }),
  )
  const attempts = others.flatMap(({ step, state }): Attempt[] => {
    const strategy = strategies.find(({ priority }) => priority === step)
    return strategy === undefined ? [] : [{ ...attemptSchema.parse(state), strategy }]
  })
  return { profile, context, plan: { ...plan, strategies }, attempts }
}
