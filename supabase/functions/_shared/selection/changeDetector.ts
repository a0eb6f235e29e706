/** Notices when results stop being what they were: a signed CUSUM, one number and one counter (Page, 1954). */

export interface Shift {
  /** Above zero: results lie above what was expected; below zero: below. */
  shift: number
  /** Results since `shift` was last 0. */
  run: number
}

/** Surprises below this many standard deviations a result are taken for noise. */
const SLACK = 0.75
/** One odd result must not ring the alarm alone. */
const MAX_SURPRISE = 3.5

export interface ShiftStep extends Shift {
  /** True where what was believed no longer holds. */
  isChange: boolean
  /** Mean surprise over the run, in standard deviations: how far the new level lies from the old. */
  meanSurprise: number
}

/** One result further. `surprise` is (result − expected) ÷ standard deviation; a sum of surprises beyond `alarm` is a change. */
export function stepShift({ shift, run }: Shift, surprise: number, alarm: number): ShiftStep {
  const bounded = Math.max(-MAX_SURPRISE, Math.min(MAX_SURPRISE, Number.isFinite(surprise) ? surprise : 0))
  const up = Math.max(0, Math.max(0, shift) + bounded - SLACK)
  const down = Math.min(0, Math.min(0, shift) + bounded + SLACK)
  const next = up >= -down ? up : down
  const nextRun = next === 0 ? 0 : Math.sign(next) === Math.sign(shift) ? run + 1 : 1
  return {
    shift: next,
    run: nextRun,
    isChange: Math.abs(next) > alarm,
    // S = Σ(z ∓ slack) over the run, so the mean surprise is S ÷ run ± slack.
    meanSurprise: nextRun === 0 ? 0 : next / nextRun + Math.sign(next) * SLACK,
  }
}
