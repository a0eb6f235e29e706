// A comparison as text: F1 by step and model, each model over the scenario in the order of rank, and what went wrong where.
import type { Comparison } from './scenariosClient.ts'

export function comparisonTables(comparison: Comparison): string {
  const models = comparison.ranking.flatMap(({ model_name }) =>
    comparison.models.filter((model) => model.model_name === model_name),
  )
  const bySteps = table([
    ['step', ...models.map((model) => model.model_name)],
    ...comparison.steps.map((step) => [
      String(step.step_number),
      ...models.map(({ model_name }) => {
        const cell = step.results.find((result) => result.model_name === model_name)
        if (cell === undefined) return '–'
        if (cell.error !== null) return cell.error.code
        return cell.exact_match ? 'exact' : figure(cell.f1_score)
      }),
    ]),
  ])
  const byModels = table([
    [
      ...['rank', 'model', 'precision', 'recall', 'F1', 'exact', 'failed'],
      ...['tokens in', 'tokens out', 'latency', 'cost'],
    ],
    ...models.map((model, index) => [
      String(comparison.ranking[index]?.rank),
      model.model_name,
      ...[model.precision, model.recall, model.f1_score].map(figure),
      model.exact_match_rate === null ? '–' : `${Math.round(100 * model.exact_match_rate)} %`,
      String(model.failed_steps),
      String(model.input_tokens),
      String(model.output_tokens),
      model.latency_ms === null ? '–' : `${Math.round(model.latency_ms)} ms`,
      model.cost_usd === null ? 'unknown' : `$${model.cost_usd.toFixed(6)}`,
    ]),
  ])
  const faults = models.flatMap((model) => [
    ...model.missing_items.map(
      ({ step_number, item }) => [model.model_name, step_number, 'missing', item] as const,
    ),
    ...model.extra_items.map(
      ({ step_number, item }) => [model.model_name, step_number, 'extra', item] as const,
    ),
    ...model.quantity_mismatches.map(
      ({ step_number, item, actual_quantity }) =>
        [model.model_name, step_number, `has ${actual_quantity} of`, item] as const,
    ),
  ])
  const faultLines = faults.map(
    ([model, step, what, item]) => `${model} step ${step}: ${what} ${JSON.stringify(item)}`,
  )
  return [bySteps, byModels, ...(faultLines.length > 0 ? [faultLines.join('\n')] : [])].join('\n\n')
}

function figure(share: number | null): string {
  return share === null ? '–' : share.toFixed(3)
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
