import { extremes, formatTime } from '../lap'
import type { Lap } from '../lap'

export function LapTable({ laps }: { laps: Lap[] }) {
  if (laps.length === 0) return null
  const marked = extremes(laps)

  const rowClass = (lap: Lap) => {
    if (lap.number === marked?.fastest) return 'fastest'
    return lap.number === marked?.slowest ? 'slowest' : undefined
  }

  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Lap</th>
          <th scope="col">Time</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        {laps.toReversed().map((lap) => (
          <tr key={lap.number} className={rowClass(lap)}>
            <td>{lap.number}</td>
            <td>{formatTime(lap.lapMs)}</td>
            <td>{formatTime(lap.totalMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
