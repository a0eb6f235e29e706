import { Controls } from './components/Controls'
import { LapTable } from './components/LapTable'
import { TimeDisplay } from './components/TimeDisplay'
import { useStopwatch } from './useStopwatch'

export function App() {
  const { elapsedMs, laps, running, start, pause, lap, reset } = useStopwatch()

  return (
    <main className="stopwatch">
      <h1>Stopwatch</h1>
      <TimeDisplay elapsedMs={elapsedMs} running={running} />
      <Controls running={running} canReset={elapsedMs > 0} onStart={start} onPause={pause} onLap={lap} onReset={reset} />
      <LapTable laps={laps} />
    </main>
  )
}
