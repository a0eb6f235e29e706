/**
 * How one attempt changes one row of evidence. O(1), no arrays: the database applies the same rule in one upsert.
 *
 * Sums (weights, means, squares) are faded to the later of the two times and merged, so their order does not matter.
 * The change detectors do depend on order. When one rings, what was learnt before the change leaves the row.
 */
import { stepShift } from './changeDetector.ts'
import { type Evidence, type EvidenceKey, fade } from './evidence.ts'

/** What an attempt says. Cancelled and skipped attempts say nothing and are not given to this rule. */
export interface AttemptOutcome {
  /** False: the call failed (429, 5xx, time-out, unusable output): it says nothing of quality. */
  succeeded: boolean
  /** 0..100; `null` where it was not scored. */
  quality: number | null
  /** `null` where it did not finish. */
  durationMs: number | null
  /** `null` where the price is unknown. */
  costNanoUsd: number | null
  atMs: number
}

/** Standard deviation of a single result before a row knows its own, score points, and how many results that is worth. */
const ASSUMED_SPREAD = 25
const ASSUMED_SPREAD_WEIGHT = 8
/** Fewer results than this are no expectation to be surprised at. */
const MIN_DETECTION_WEIGHT = 6
/** Sum of surprises that is a change of quality. High: the mix of tasks an arm gets drifts while others are learnt about. */
const QUALITY_ALARM = 11
/** The same for cost, which jumps when a price does. */
const COST_ALARM = 9
/** Spread of ln(cost) between requests of one kind. */
const LOG_COST_SPREAD = 0.9
/** Added to costs before logarithms, so that free models have one: a millionth of a dollar. */
const COST_FLOOR_NANO_USD = 1_000
/** What lies below is taken for 0, as the database does, so that no quotient of nothings arises. */
const NEGLIGIBLE = 1e-9
/** Two scores of 0..100 differ by at most 100. */
const MAX_VARIANCE = 100 ** 2

/**
 * The row after the attempt; `row` is `null` for the first.
 *
 * `wideChangedAtMs` is the `qualityChangedAtMs` of the arm's row over all traffic, after this attempt: what narrower
 * rows learnt before it is dropped, because the model is no longer the one they knew.
 */
export function updateEvidence(
  row: Evidence | null,
  key: EvidenceKey,
  outcome: AttemptOutcome,
  wideChangedAtMs: number | null = null,
): Evidence {
  const atMs = Math.max(row?.updatedAtMs ?? outcome.atMs, outcome.atMs)
  const before = fadedTo(row ?? emptyRow(key, atMs), atMs)
  const weight = fade(atMs - outcome.atMs)
  const known = isOutdated(before, wideChangedAtMs) ? forgetQuality(before, wideChangedAtMs) : before
  const after: Evidence = { ...known, updatedAtMs: atMs }
  if (outcome.quality !== null && outcome.succeeded)
    addQuality(after, Math.max(0, Math.min(100, outcome.quality)), weight, outcome.atMs)
  if (outcome.succeeded) after.successWeight += weight
  else after.failureWeight += weight
  if (outcome.durationMs !== null && outcome.succeeded) {
    const logDuration = Math.log(Math.max(1, outcome.durationMs))
    const merged = merge(after.durationWeight, after.logDurationMean, 0, weight, logDuration)
    after.durationWeight = merged.weight
    after.logDurationMean = merged.mean
  }
  if (outcome.costNanoUsd !== null && (outcome.succeeded || outcome.costNanoUsd > 0))
    addCost(after, outcome.costNanoUsd, weight)
  return after
}

/** True where the arm changed after the row last took notice of a change. */
export function isOutdated(row: Evidence, wideChangedAtMs: number | null): boolean {
  return wideChangedAtMs !== null && (row.qualityChangedAtMs ?? Number.NEGATIVE_INFINITY) < wideChangedAtMs
}

function forgetQuality(row: Evidence, changedAtMs: number | null): Evidence {
  return {
    ...row,
    qualityWeight: 0,
    qualityM2: 0,
    qualityShift: 0,
    qualityShiftRun: 0,
    qualityChangedAtMs: changedAtMs,
  }
}

function addQuality(row: Evidence, quality: number, weight: number, atMs: number): void {
  if (row.qualityWeight >= MIN_DETECTION_WEIGHT) {
    const spread = Math.sqrt(
      (row.qualityM2 + ASSUMED_SPREAD_WEIGHT * ASSUMED_SPREAD ** 2) /
        (row.qualityWeight + ASSUMED_SPREAD_WEIGHT),
    )
    const step = stepShift(
      { shift: row.qualityShift ?? 0, run: row.qualityShiftRun ?? 0 },
      (quality - row.qualityMean) / (spread * Math.sqrt(1 + 1 / row.qualityWeight)),
      QUALITY_ALARM,
    )
    if (step.isChange) {
      // What is left is what was seen since the change began: the run, at the level the detector says.
      const variance = row.qualityM2 / row.qualityWeight
      row.qualityMean = Math.max(0, Math.min(100, row.qualityMean + step.meanSurprise * spread))
      row.qualityWeight = Math.min(step.run, row.qualityWeight)
      row.qualityM2 = variance * row.qualityWeight
      row.qualityShift = 0
      row.qualityShiftRun = 0
      row.qualityChangedAtMs = atMs
      return
    }
    row.qualityShift = step.shift
    row.qualityShiftRun = step.run
  }
  const merged = merge(row.qualityWeight, row.qualityMean, row.qualityM2, weight, quality)
  row.qualityWeight = merged.weight
  // Rounding must carry no figure past what scores of 0..100 allow.
  row.qualityMean = Math.max(0, Math.min(100, merged.mean))
  row.qualityM2 = Math.min(merged.m2, MAX_VARIANCE * merged.weight)
}

function addCost(row: Evidence, cost: number, weight: number): void {
  if (row.costWeight >= 1) {
    const surprise =
      Math.log((cost + COST_FLOOR_NANO_USD) / (row.costMeanNanoUsd + COST_FLOOR_NANO_USD)) / LOG_COST_SPREAD
    const step = stepShift({ shift: row.costShift ?? 0, run: row.costShiftRun ?? 0 }, surprise, COST_ALARM)
    if (step.isChange) {
      row.costMeanNanoUsd = cost
      row.costWeight = 1
      row.costShift = 0
      row.costShiftRun = 0
      return
    }
    row.costShift = step.shift
    row.costShiftRun = step.run
  }
  const merged = merge(row.costWeight, row.costMeanNanoUsd, 0, weight, cost)
  row.costWeight = merged.weight
  row.costMeanNanoUsd = Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, merged.mean))
}

/** One result of `weight` more in a weighted mean and its squares (Welford). Weights that faded to nothing are none. */
function merge(
  weight: number,
  mean: number,
  m2: number,
  addedWeight: number,
  value: number,
): { weight: number; mean: number; m2: number } {
  const total = weight + addedWeight
  if (total < NEGLIGIBLE) return { weight: 0, mean, m2: 0 }
  const difference = Math.abs(value - mean) < NEGLIGIBLE ? 0 : value - mean
  const squares = m2 + difference ** 2 * (weight * (addedWeight / total))
  return {
    weight: total,
    mean: mean + difference * (addedWeight / total),
    m2: squares < NEGLIGIBLE ? 0 : squares,
  }
}

function fadedTo(row: Evidence, atMs: number): Evidence {
  const share = fade(atMs - row.updatedAtMs)
  return {
    ...row,
    qualityWeight: row.qualityWeight * share,
    qualityM2: row.qualityM2 * share,
    successWeight: row.successWeight * share,
    failureWeight: row.failureWeight * share,
    durationWeight: row.durationWeight * share,
    costWeight: row.costWeight * share,
  }
}

function emptyRow(key: EvidenceKey, atMs: number): Evidence {
  return {
    tier: key.tier,
    taskType: key.taskType,
    complexity: key.complexity,
    model: key.model,
    approach: key.approach,
    qualityWeight: 0,
    qualityMean: 0,
    qualityM2: 0,
    successWeight: 0,
    failureWeight: 0,
    durationWeight: 0,
    logDurationMean: 0,
    costWeight: 0,
    costMeanNanoUsd: 0,
    updatedAtMs: atMs,
  }
}
