/** Seeded randomness, so that two evaluations of the same code give the same figures. */

/** Uniform in [0, 1): mulberry32, whose 32 bits of state are enough for replays. */
export function seededRandom(seed: number): () => number {
  let state = (seed * 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A shuffled copy (Fisher & Yates). */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  const result = values.slice()
  for (let last = result.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1))
    const [one, other] = [result[last], result[chosen]]
    if (one !== undefined && other !== undefined) {
      result[last] = other
      result[chosen] = one
    }
  }
  return result
}
