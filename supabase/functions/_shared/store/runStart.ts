/** What a worker starts a run from, whether it began the run or took it over. */
import { z } from 'zod'
import type { Circuit } from '../execution/circuit.ts'
import { COMPLEXITIES, type ProjectFiles } from '../profiling/taskProfile.ts'
import type { Evidence } from '../selection/evidence.ts'
import type { PriceSettings } from '../selection/pacer.ts'
import { APPROACHES } from '../selection/strategy.ts'
import { priceSettingsSchema } from './readPriceSettings.ts'

export interface RunStart {
  runId: string
  leaseToken: string
  conversation: Conversation
  evidence: Evidence[]
  /** Running A/B tests, the oldest first. */
  abTests: AbTest[]
  /** What the project says of money and time; `null`: nothing. */
  prices: PriceSettings | null
  /** What spend caps let this run cost, reserved for it when it began; `null` where none holds. */
  budgetNanoUsd: number | null
  /** The circuits that are not closed. */
  circuits: Circuit[]
  /** Ids of the models whose calls must first ask `takeModelRate`. */
  limitedModels: string[]
}

export interface Conversation {
  /** Files of the last successful run that had any; `null` where none had. */
  files: ProjectFiles | null
  /** The last turns, oldest first, each cut to 8,000 characters. */
  turns: { role: 'user' | 'assistant'; content: string }[]
}

/** A policy or configuration that a share of the users gets; which variant a user gets is for the caller to work out. */
export interface AbTest {
  name: string
  /** Of all users, how many take part, 0..1. */
  share: number
  /** Those who take part are split by weight, each above 0. */
  variants: {
    name: string
    weight: number
    /** The fields of a request that the variant decides, e.g. `{ policy: 'ucb' }`. */
    settings: Record<string, unknown>
  }[]
}

/** One row, in the order of `private.evidence_for`. */
export const evidenceSchema = z
  .tuple([
    z.enum(['all', 'task', 'task_complexity', 'user']),
    z.string().nullable(),
    z.enum(COMPLEXITIES).nullable(),
    z.string(),
    z.enum(APPROACHES),
    z.number().nonnegative(),
    z.number().min(0).max(100),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number(),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number(),
    z.number().nullable(),
  ])
  // a database that is ahead of this code may say more
  .rest(z.unknown())
  .transform(
    ([
      tier,
      taskType,
      complexity,
      model,
      approach,
      qualityWeight,
      qualityMean,
      qualityM2,
      successWeight,
      failureWeight,
      durationWeight,
      logDurationMean,
      costWeight,
      costMeanNanoUsd,
      updatedAtMs,
      qualityChangedAtMs,
    ]): Evidence => ({
      tier,
      taskType,
      complexity,
      model,
      approach,
      qualityWeight,
      qualityMean,
      qualityM2,
      successWeight,
      failureWeight,
      durationWeight,
      logDurationMean,
      costWeight,
      costMeanNanoUsd,
      updatedAtMs,
      qualityChangedAtMs,
    }),
  )

const conversationSchema = z
  .object({
    files: z.record(z.string(), z.string()).nullable(),
    turns: z.array(z.object({ request: z.string(), answer: z.string() })),
  })
  .transform(
    ({ files, turns }): Conversation => ({
      files,
      turns: turns.flatMap(({ request, answer }) => [
        { role: 'user' as const, content: request },
        { role: 'assistant' as const, content: answer },
      ]),
    }),
  )

const abTestSchema = z
  .object({
    name: z.string(),
    share: z.number(),
    arms: z.array(
      z.object({
        name: z.string(),
        weight: z.number().positive(),
        settings: z.record(z.string(), z.unknown()).default({}),
      }),
    ),
  })
  .transform(({ arms, ...abTest }): AbTest => ({ ...abTest, variants: arms }))

const circuitSchema = z
  .object({
    provider: z.string(),
    model: z.string(),
    state: z.enum(['open', 'half_open']),
    retry_after_ms: z.number().nonnegative(),
  })
  .transform(
    ({ provider, model, state, retry_after_ms }): Circuit => ({
      provider,
      model,
      state,
      retryAfterMs: retry_after_ms,
    }),
  )

/** The fields of an answer of the database that `runStartOf` reads. */
export const runStartFields = {
  run_id: z.uuid(),
  lease_token: z.uuid(),
  conversation: conversationSchema,
  evidence: z.array(evidenceSchema),
  experiments: z.array(abTestSchema),
  prices: priceSettingsSchema.nullable(),
  budget_nano_usd: z.number().int().nonnegative().nullable(),
  circuits: z.array(circuitSchema),
  limited_models: z.array(z.string()),
}

type RunStartAnswer = z.output<z.ZodObject<typeof runStartFields>>

export function runStartOf(answer: RunStartAnswer): RunStart {
  return {
    runId: answer.run_id,
    leaseToken: answer.lease_token,
    conversation: answer.conversation,
    evidence: answer.evidence,
    abTests: answer.experiments,
    prices: answer.prices,
    budgetNanoUsd: answer.budget_nano_usd,
    circuits: answer.circuits,
    limitedModels: answer.limited_models,
  }
}
