/** The standard normal distribution, as far as choosing needs it. */

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI)

export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / SQRT_TWO_PI
}

/** P(Z > x). Abramowitz & Stegun 26.2.17; off by less than 7.5e-8. */
export function normalTail(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const tail =
    normalDensity(x) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x >= 0 ? tail : 1 - tail
}

/** E[max(0, Z − x)]: what a standard normal result is expected to exceed x by. */
export function expectedExcess(x: number): number {
  return Math.max(0, normalDensity(x) - x * normalTail(x))
}

/** The x with E[max(0, Z − x)] = excess, by Newton's method: the function is convex and its slope is −P(Z > x). */
export function inverseExpectedExcess(excess: number): number {
  if (excess <= 1e-9) return 5.6
  if (excess > 6) return -excess
  let x = excess > 0.4 ? -excess + 0.4 : Math.sqrt(Math.max(0, -2 * Math.log(excess * 2.5))) * 0.8
  for (let step = 0; step < 8; step++) {
    const change = (expectedExcess(x) - excess) / normalTail(x)
    x += change
    if (Math.abs(change) < 1e-6) break
  }
  return x
}
