/** Turns replays into the figures of the protocol: means, regret, intervals. */

/** What every step of one replay, or of a reference on the same prompts, was worth. */
export interface StepFigures {
  /** q − λ · cost ÷ (mean cost of the dearest model), shares. */
  utility: Float64Array
  /** Score points 0..100. */
  quality: Float64Array
  usd: Float64Array
  latencyMs: Float64Array
}

export interface Means {
  u: number
  /** Score points 0..100. */
  q: number
  /** Mean a request. */
  usd: number
}

export const REGRET_STEPS = [50, 100, 200, 500] as const

/** Means of the steps from `from` to before `to`, over all runs. */
export function meansOf(runs: readonly StepFigures[], from: number, to: number): Means {
  return {
    u: meanOver(runs, (run) => run.utility, from, to),
    q: meanOver(runs, (run) => run.quality, from, to),
    usd: meanOver(runs, (run) => run.usd, from, to),
  }
}

function meanOver(
  runs: readonly StepFigures[],
  pick: (run: StepFigures) => Float64Array,
  from: number,
  to: number,
): number {
  let sum = 0
  for (const run of runs) for (const value of pick(run).subarray(from, to)) sum += value
  return sum / Math.max(1, runs.length * (to - from))
}

/** Mean cumulative difference of u between a reference and the runs, step by step; pairs are of the same prompts. */
export function cumulativeRegret(
  runs: readonly StepFigures[],
  references: readonly StepFigures[],
): Float64Array {
  const steps = runs[0]?.utility.length ?? 0
  const regret = new Float64Array(steps)
  runs.forEach((run, index) => {
    let total = 0
    for (let step = 0; step < steps; step++) {
      total += (references[index]?.utility[step] ?? 0) - (run.utility[step] ?? 0)
      regret[step] = (regret[step] ?? 0) + total / runs.length
    }
  })
  return regret
}

/** Share of values below it. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.slice().sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

const RESAMPLES = 1_000

/** 95 % bootstrap interval of the mean. Resample prompts, each with its mean over all shuffles, so that pairs stay pairs. */
export function bootstrapInterval(byPrompt: Float64Array, random: () => number): [low: number, high: number] {
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let draw = 0; draw < byPrompt.length; draw++)
      sum += byPrompt[Math.floor(random() * byPrompt.length)] ?? 0
    return sum / byPrompt.length
  })
  return [quantile(means, 0.025), quantile(means, 0.975)]
}
