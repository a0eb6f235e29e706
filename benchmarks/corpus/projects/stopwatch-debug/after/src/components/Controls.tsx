interface ControlsProps {
  running: boolean
  canReset: boolean
  onStart: () => void
  onPause: () => void
  onLap: () => void
  onReset: () => void
}

export function Controls({ running, canReset, onStart, onPause, onLap, onReset }: ControlsProps) {
  return (
    <div className="controls">
      {running ? (
        <>
          <button type="button" onClick={onPause}>
            Pause
          </button>
          <button type="button" onClick={onLap}>
            Lap
          </button>
        </>
      ) : (
        <>
          <button type="button" onClick={onStart}>
            Start
          </button>
          <button type="button" onClick={onReset} disabled={!canReset}>
            Reset
          </button>
        </>
      )}
    </div>
  )
}
