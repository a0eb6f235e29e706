/**
 * Leaves a model alone for a while that has failed many times in a row, where another can answer in its place: a provider
 * that is down would otherwise hold up every question by its tries and pauses.
 */

/** At a provider that fails one call in five, this happens once in ten million calls. */
const FAILURES_IN_A_ROW = 10
const OPEN_MS = 60_000

export interface Breakers {
  /** True while the model is left alone. After that it is asked again, and one more failure is enough. */
  isOpen(model: string): boolean
  note(model: string, wentWell: boolean): void
}

export function createBreakers(now: () => number): Breakers {
  const failures = new Map<string, { inARow: number; lastAtMs: number }>()
  return {
    isOpen(model) {
      const noted = failures.get(model)
      return noted !== undefined && noted.inARow >= FAILURES_IN_A_ROW && now() < noted.lastAtMs + OPEN_MS
    },
    note(model, wentWell) {
      if (wentWell) failures.delete(model)
      else failures.set(model, { inARow: (failures.get(model)?.inARow ?? 0) + 1, lastAtMs: now() })
    },
  }
}
