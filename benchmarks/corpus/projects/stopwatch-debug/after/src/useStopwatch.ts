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
    const timer = setInterval(() => {
      const now = performance.now()
      const passed = now - last
      last = now
      setElapsedMs((current) => current + passed)
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [running])

  const start = useCallback(() => setRunning(true), [])
  const pause = useCallback(() => setRunning(false), [])

  const lap = useCallback(() => {
    setLaps((current) => {
      const previousTotal = current.at(-1)?.totalMs ?? 0
      return [...current, { number: current.length + 1, lapMs: elapsedMs - previousTotal, totalMs: elapsedMs }]
    })
  }, [elapsedMs])

  const reset = useCallback(() => {
    setRunning(false)
    setElapsedMs(0)
    setLaps([])
  }, [])

  return { elapsedMs, running, laps, start, pause, lap, reset }
}
