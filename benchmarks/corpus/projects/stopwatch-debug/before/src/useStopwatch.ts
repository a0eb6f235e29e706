import { useCallback, useEffect, useState } from 'react'
import type { Lap } from './lap'

const TICK_MS = 30

export function useStopwatch() {
  const [elapsedMs, setElapsedMs] = useState(0)
  const [running, setRunning] = useState(false)
  const [laps, setLaps] = useState<Lap[]>([])

  useEffect(() => {
    if (!running) return
    let last = performance.now()
    setInterval(() => {
      const now = performance.now()
      const passed = now - last
      last = now
      setElapsedMs((current) => current + passed)
    }, TICK_MS)
  }, [running])

  const start = useCallback(() => setRunning(true), [])
  const pause = useCallback(() => setRunning(false), [])

  const lap = useCallback(() => {
    const previousTotal = laps.at(-1)?.totalMs ?? 0
    setLaps([...laps, { number: laps.length + 1, lapMs: elapsedMs - previousTotal, totalMs: elapsedMs }])
  }, [])

  const reset = useCallback(() => {
    setRunning(false)
    setElapsedMs(0)
    setLaps([])
  }, [])

  return { elapsedMs, running, laps, start, pause, lap, reset }
}
