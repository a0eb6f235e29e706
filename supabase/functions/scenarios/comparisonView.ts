/**
 * What the models made of a scenario, against its ground truth: each cell, each model over the scenario, and their rank.
 * The measures of a cell are those of `_shared/comparison/compareItems.ts`. A cell that failed (prose, broken JSON,
 * nothing, an error) has 0 in all of them, also where the ground truth is empty: no answer is not an empty list.
 *
 * Over a scenario: `precision`, `recall` and `f1_score` are means over the model's cells whose step has ground truth;
 * `exact_match` says that all of them match exactly, `exact_match_rate` how many do. Lists are those of all cells, each
 * with its step. `latency_ms` is the mean over all cells, tokens and cost are sums; the cost is `null` as soon as one is unknown.
 *
 * Rank: f1_score, then exact_match_rate, then the lower cost (unknown last), then the lower latency.
 */
import { compareItems, type ItemComparison, nothingRight } from '../_shared/comparison/compareItems.ts'
import type { ResolvedItemRules } from '../_shared/comparison/itemRules.ts'
import { readItems } from '../_shared/comparison/readItems.ts'
import type { ResultRow, StepSnapshot } from './store/scenarioRows.ts'

export interface ComparedExecution {
  scenario_id: string
  /** `null` for results from before there were executions. */
  execution_id: string | null
  status: string
  item_rules: ResolvedItemRules
  models: readonly { model_name: string; provider: string | null; requested: unknown }[]
  steps: readonly StepSnapshot[]
  results: readonly Cell[]
}

/** What of a result is told. */
export type Cell = Omit<ResultRow, 'id' | 'step_id' | 'provider' | 'f1_score' | 'exact_match'>

export function comparisonView(execution: ComparedExecution) {
  const { item_rules: rules } = execution
  const steps = execution.steps.map((step) => ({
    step_id: step.id,
    step_number: step.step_number,
    text: step.text,
    ground_truth: step.ground_truth,
    results: execution.models.flatMap(({ model_name }) => {
      const cell = execution.results.find(
        (result) => result.model_name === model_name && result.step_number === step.step_number,
      )
      return cell === undefined ? [] : [cellView(cell, step, rules)]
    }),
  }))
  const models = execution.models.map(({ model_name, provider, requested }) => ({
    model_name,
    provider,
    requested,
    ...overScenario(
      steps.flatMap((step) => step.results.filter((result) => result.model_name === model_name)),
      steps.length,
    ),
  }))
  const ranking = [...models].sort(byRank).map((model, index) => ({
    rank: index + 1,
    model_name: model.model_name,
    f1_score: model.f1_score,
    exact_match_rate: model.exact_match_rate,
    cost_usd: model.cost_usd,
    latency_ms: model.latency_ms,
  }))
  const { scenario_id, execution_id, status } = execution
  return { scenario_id, execution_id, status, item_rules: rules, steps, models, ranking }
}

const NOT_COMPARED = {
  precision: null,
  recall: null,
  f1_score: null,
  exact_match: null,
  missing_items: [],
  extra_items: [],
  quantity_mismatches: [],
}

function cellView(cell: Cell, step: StepSnapshot, rules: ResolvedItemRules) {
  const { error_code, error_message, ...told } = cell
  return {
    ...told,
    error: error_code === null ? null : { code: error_code, message: error_message },
    ...(compareCell(cell, step, rules) ?? NOT_COMPARED),
  }
}

function compareCell(cell: Cell, step: StepSnapshot, rules: ResolvedItemRules): ItemComparison | null {
  if (step.ground_truth === null) return null
  const truth = readItems(step.ground_truth, rules)
  if (!truth.ok) return null
  const predicted = cell.status === 'failed' ? null : readItems(cell.predicted_cart, rules)
  return predicted?.ok ? compareItems(truth.items, predicted.items, rules) : nothingRight(truth.items, rules)
}

type CellView = ReturnType<typeof cellView>

function overScenario(cells: readonly CellView[], totalSteps: number) {
  const compared = cells.filter((cell) => cell.f1_score !== null)
  const mean = (values: readonly (number | null)[]) =>
    values.length === 0 ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length
  const withStep = <Entry>(list: (cell: CellView) => readonly Entry[]) =>
    compared.flatMap((cell) => list(cell).map((entry) => ({ step_number: cell.step_number, ...entry })))
  const exact = compared.filter((cell) => cell.exact_match).length
  return {
    precision: mean(compared.map((cell) => cell.precision)),
    recall: mean(compared.map((cell) => cell.recall)),
    f1_score: mean(compared.map((cell) => cell.f1_score)),
    exact_match: compared.length === 0 ? null : exact === compared.length,
    exact_match_rate: compared.length === 0 ? null : exact / compared.length,
    missing_items: withStep((cell) => cell.missing_items.map((item) => ({ item }))),
    extra_items: withStep((cell) => cell.extra_items.map((item) => ({ item }))),
    quantity_mismatches: withStep((cell) => cell.quantity_mismatches),
    total_steps: totalSteps,
    completed_steps: cells.length,
    compared_steps: compared.length,
    failed_steps: cells.filter((cell) => cell.status === 'failed').length,
    input_tokens: cells.reduce((sum, cell) => sum + cell.input_tokens, 0),
    output_tokens: cells.reduce((sum, cell) => sum + cell.output_tokens, 0),
    latency_ms: mean(cells.map((cell) => cell.latency_ms)),
    cost_usd: cells.some((cell) => cell.cost_usd === null)
      ? null
      : cells.reduce((sum, cell) => sum + (cell.cost_usd ?? 0), 0),
  }
}

type ModelOutcome = ReturnType<typeof overScenario>

function byRank(left: ModelOutcome, right: ModelOutcome): number {
  const last = Number.POSITIVE_INFINITY
  return (
    (right.f1_score ?? -1) - (left.f1_score ?? -1) ||
    (right.exact_match_rate ?? -1) - (left.exact_match_rate ?? -1) ||
    compare(left.cost_usd ?? last, right.cost_usd ?? last) ||
    compare(left.latency_ms ?? last, right.latency_ms ?? last)
  )
}

function compare(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0
}
