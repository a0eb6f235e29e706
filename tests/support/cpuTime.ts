// CPU time, for tests that tell linear from quadratic work: compared within one run, never with a fixed time.

/** Least user CPU time of a few runs, in microseconds: what other work on the machine adds is left out. */
export function leastCpuMicroseconds(run: () => void, runs = 3): number {
  let least = Number.POSITIVE_INFINITY
  for (let index = 0; index < runs; index += 1) {
    const startedAt = process.cpuUsage()
    run()
    least = Math.min(least, process.cpuUsage(startedAt).user)
  }
  return least
}

/** By how much the longer input is longer. Linear work takes about as many times as long, quadratic 256 times. */
export const LENGTH_FACTOR = 16
/** Between the two, with room for what grows otherwise: memory, garbage collection, a cold cache. */
export const MOST_TIME_FACTOR = 80
/** Below this a measurement is mostly noise. */
export const LEAST_MICROSECONDS = 2_000
