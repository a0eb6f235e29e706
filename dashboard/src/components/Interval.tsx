import './charts.css'

export interface IntervalProps {
  mean: number
  low: number
  high: number
  /** The axis that several intervals share. */
  domain: readonly [number, number]
  /** What it says, in words. */
  label: string
}

/** A value with how sure of it one is, on an axis: a bar from low to high, a mark at the mean. */
export function Interval({ mean, low, high, domain: [from, to], label }: IntervalProps) {
  const percent = (value: number) =>
    `${Math.min(100, Math.max(0, ((value - from) / Math.max(to - from, 1e-9)) * 100)).toFixed(2)}%`
  return (
    <div className="interval" role="img" aria-label={label}>
      <span className="interval-bar" style={{ left: percent(low), right: `calc(100% - ${percent(high)})` }} />
      <span className="interval-mark" style={{ left: percent(mean) }} />
    </div>
  )
}
