/** `GET /selection?taskType=…&complexity=…`: what the selector believes of every strategy, for the caller, and why. */
import { z } from 'zod'
import { parseFields } from '../_shared/http/readBody.ts'
import { COMPLEXITIES, TASK_TYPES } from '../_shared/profiling/taskProfile.ts'
import type { RunWorker } from '../_shared/runs/runWorker.ts'
import { type ArmExplanation, explainArms } from '../_shared/selection/explainArms.ts'
import { currentPrices } from '../_shared/selection/pacer.ts'
import { APPROACHES } from '../_shared/selection/strategy.ts'
import type { Store } from '../_shared/store/store.ts'

const querySchema = z.strictObject({
  taskType: z.string().min(1).max(200).default('generation'),
  complexity: z.enum(COMPLEXITIES).default('medium'),
})

/** A request of middling length, for what the models that nobody has tried would cost. */
const MIDDLING_TOKENS = {
  low: { estimatedInputTokens: 800, estimatedOutputTokens: 2_000 },
  medium: { estimatedInputTokens: 1_500, estimatedOutputTokens: 5_000 },
  high: { estimatedInputTokens: 3_000, estimatedOutputTokens: 10_000 },
} as const

export interface SelectionExplanation {
  taskType: string
  complexity: (typeof COMPLEXITIES)[number]
  /** Best utility first. */
  arms: ArmExplanation[]
}

/** Starts nothing and costs nothing. Throws an ApiError: `invalid_request` for a query that is not as agreed. */
export async function explainSelection({
  query,
  userId,
  store,
  worker,
}: {
  query: Record<string, string>
  userId: string | null
  store: Pick<Store, 'readEvidence' | 'readPriceSettings'>
  worker: Pick<RunWorker, 'catalog' | 'now'>
}): Promise<SelectionExplanation> {
  const { taskType, complexity } = parseFields(query, querySchema)
  const [evidence, settings] = await Promise.all([
    store.readEvidence({ userId, taskTypes: [...new Set([...TASK_TYPES, taskType])] }),
    store.readPriceSettings(),
  ])
  const arms = explainArms({
    models: worker.catalog.models,
    approaches: APPROACHES,
    profile: { type: taskType, complexity, capabilities: [], ...MIDDLING_TOKENS[complexity] },
    evidence,
    prices: currentPrices(settings),
    nowMs: worker.now(),
  })
  return { taskType, complexity, arms }
}
