/** What the market says of a model before any outcome is known: its grade, its price and its age, never its results. */
import type { Model } from '../models/model.ts'
import type { Complexity } from '../profiling/taskProfile.ts'

/** Expected quality of a middling model, score points. */
const MIDDLE_QUALITY = 72
/** A grade of reasoning is worth this much, score points, by how hard the task is. */
const POINTS_PER_GRADE: Record<Complexity, number> = { low: 1.5, medium: 3, high: 4.5 }
/** Twice the price, score points: makers charge more for what does more. */
const POINTS_PER_PRICE_DOUBLING = 1.5
/** A year younger, score points: what a price buys gets better fast. */
const POINTS_PER_YEAR = 20
/** No prior is surer than this many points from the middle. */
const MAX_DEPARTURE = 20

const YEAR_MS = 365.25 * 24 * 60 * 60 * 1000

/** Prior mean quality of each model, in order. Only the differences between those that compete matter. */
export function priorQualities(models: readonly Model[], complexity: Complexity): number[] {
  const logPrices = relative(models.map(logPrice))
  const years = relative(
    models.map((model) => (model.releasedOn === null ? null : Date.parse(model.releasedOn) / YEAR_MS)),
  )
  return models.map((model, index) => {
    const departure =
      POINTS_PER_GRADE[complexity] * (model.reasoningGrade - 3) +
      POINTS_PER_PRICE_DOUBLING * (logPrices[index] ?? 0) +
      POINTS_PER_YEAR * (years[index] ?? 0)
    return MIDDLE_QUALITY + Math.max(-MAX_DEPARTURE, Math.min(MAX_DEPARTURE, departure))
  })
}

/** Log2 of the price, output weighing more as answers of code are long. Unknown and free models have none. */
function logPrice(model: Model): number | null {
  if (model.price === null) return null
  const price = model.price.inputNanoUsd + model.price.outputNanoUsd
  return price > 0 ? Math.log2(price) : null
}

/** Each value less the mean of the known ones; unknown ones lie at the mean. */
function relative(values: readonly (number | null)[]): number[] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value))
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
  return values.map((value) => (value === null || !Number.isFinite(value) ? 0 : value - mean))
}
