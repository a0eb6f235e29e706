import { formatTime } from '../lap'

interface TimeDisplayProps {
  elapsedMs: number
  running: boolean
}

export function TimeDisplay({ elapsedMs, running }: TimeDisplayProps) {
  return (
    <p className={running ? 'time running' : 'time'} role="timer">
      {formatTime(elapsedMs)}
    </p>
  )
}
