/** The comparison of a scenario whose results, of its one model, are on its steps: as it was before there were executions. */

import { comparisonView } from './comparisonView.ts'
import { snapshotOf } from './snapshot.ts'
import type { StoredScenario } from './store/scenarioStore.ts'

/** `null` where the steps hold no results. */
export function legacyComparison(stored: StoredScenario) {
  const executed = stored.steps.filter(
    (step) => step.executed_at !== null || step.raw_llm_response !== null || step.predicted_cart != null,
  )
  if (executed.length === 0) return null
  const modelName = stored.model_name ?? 'unknown'
  const { scenario, steps } = snapshotOf(stored)
  return comparisonView({
    scenario_id: stored.id,
    execution_id: null,
    status: executed.length === steps.length ? 'completed' : 'cancelled',
    item_rules: scenario.item_rules,
    models: [{ model_name: modelName, provider: null, requested: [] }],
    steps,
    results: executed.map((step) => ({
      step_number: step.step_number,
      model_name: modelName,
      status: step.predicted_cart == null ? ('failed' as const) : ('succeeded' as const),
      llm_transcription: step.llm_transcription,
      ai_response: step.ai_response,
      raw_llm_response: step.raw_llm_response ?? '',
      predicted_cart: step.predicted_cart,
      input_tokens: step.input_tokens ?? 0,
      output_tokens: step.output_tokens ?? 0,
      latency_ms: step.latency_ms ?? 0,
      cost_usd: null,
      cost_is_estimate: false,
      error_code: step.predicted_cart == null ? 'unusable_output' : null,
      error_message: step.predicted_cart == null ? 'The step has no predicted_cart.' : null,
      executed_at: step.executed_at ?? stored.created_at,
    })),
  })
}
