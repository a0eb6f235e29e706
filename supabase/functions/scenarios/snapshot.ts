/** A scenario as an execution keeps it: what runs, and by which rules it is compared. */
import { resolveItemRules } from '../_shared/comparison/itemRules.ts'
import { readItems } from '../_shared/comparison/readItems.ts'
import { ApiError } from '../_shared/http/apiError.ts'
import type { ScenarioRow, ScenarioSnapshot } from './store/scenarioRows.ts'

interface Snapshotted<Step> extends Pick<ScenarioRow, keyof ScenarioSnapshot> {
  steps: readonly Step[]
}
interface TrueStep {
  step_number: number
  text: string
  ground_truth: Record<string, unknown>[] | null
}

/** Throws `invalid_request` where a ground truth cannot be compared: without a key field, or with a quantity that is none. */
export function snapshotOf<Step extends TrueStep>(
  scenario: Snapshotted<Step>,
): { scenario: ScenarioSnapshot; steps: Step[] } {
  const { name, kind, system_prompt, item_schema } = scenario
  const steps = [...scenario.steps].sort((left, right) => left.step_number - right.step_number)
  const item_rules = resolveItemRules(
    scenario.item_rules,
    steps.map((step) => step.ground_truth ?? []),
  )
  for (const step of steps) {
    if (step.ground_truth === null) continue
    const field = `steps.${step.step_number}.ground_truth`
    const refuse = (message: string) =>
      new ApiError('invalid_request', `${field}: ${message}`, { details: [{ field, message }] })
    const read = readItems(step.ground_truth, item_rules)
    if (!read.ok) throw refuse(read.reason)
    const isKeyless = (item: Record<string, unknown>) =>
      item_rules.key_fields.every((key) => item[key] == null)
    const keyless = step.ground_truth.findIndex(isKeyless)
    if (keyless >= 0) throw refuse(`item ${keyless} has no ${item_rules.key_fields.join(' or ')}`)
  }
  return { scenario: { name, kind, system_prompt, item_rules, item_schema }, steps }
}
