/** Measures as whole-number columns take them. */

/** A measure as a column takes it. A clock that was set back must not cost a run its record. */
export function wholeNumber(measure: number): number {
  return Number.isFinite(measure) ? Math.max(0, Math.round(measure)) : 0
}

/** The same; `null` stays unknown, as does what is no number. */
export function wholeNumberOrNull(measure: number | null): number | null {
  return measure === null || !Number.isFinite(measure) ? null : wholeNumber(measure)
}
