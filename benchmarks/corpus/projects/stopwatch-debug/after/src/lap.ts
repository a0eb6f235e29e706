export interface Lap {
  number: number
  lapMs: number
  totalMs: number
}

export function formatTime(milliseconds: number): string {
  const hundredths = Math.floor(milliseconds / 10)
  const minutes = Math.floor(hundredths / 6000)
  const seconds = Math.floor(hundredths / 100) % 60
  const rest = hundredths % 100
  return `${String(minutes).padStart(2, '0')}:${String(seconds).padStart(2, '0')}.${String(rest).padStart(2, '0')}`
}

/** Numbers of the fastest and the slowest lap; null while there are fewer than two. */
export function extremes(laps: Lap[]): { fastest: number; slowest: number } | null {
  if (laps.length < 2) return null
  const sorted = [...laps].sort((first, second) => first.lapMs - second.lapMs)
  return { fastest: sorted[0].number, slowest: sorted[sorted.length - 1].number }
}
