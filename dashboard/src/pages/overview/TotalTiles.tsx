import { Tiles } from '../../components/Tiles.tsx'
import { formatCount, formatMs, formatScore, formatShare, formatUsd } from '../../format.ts'
import { type Overview, ratio, successRate, sumsBy } from './overviewData.ts'

/** The whole time in single figures. */
export function TotalTiles({ overview }: { overview: Overview }) {
  const [attempts] = sumsBy(overview.attempts, 'total')
  const [selections] = sumsBy(overview.selections, 'total')
  if (attempts === undefined || selections === undefined) return null
  return (
    <div className="seven">
      <Tiles
        tiles={[
          {
            title: 'Runs',
            value: formatCount(selections.selections),
            note: `${formatCount(attempts.attempts)} attempts`,
          },
          { title: 'Mean quality', value: formatScore(attempts.quality), note: 'of successful attempts' },
          {
            title: 'Success',
            value: formatShare(successRate(attempts)),
            note: `${formatCount(attempts.failed)} failed`,
          },
          { title: 'Mean latency', value: formatMs(attempts.duration_ms), note: 'of successful attempts' },
          {
            title: 'Cost',
            value: formatUsd(attempts.cost_usd),
            note:
              attempts.unpriced === 0
                ? 'of all attempts'
                : `without ${formatCount(attempts.unpriced)} of unknown price`,
          },
          {
            title: 'Explored',
            value: formatShare(ratio(selections.explored, selections.selections)),
            note: 'of selections',
          },
          {
            title: 'Was optimal',
            value: formatShare(ratio(selections.optimal, selections.comparable)),
            note: `of ${formatCount(selections.comparable)} comparable`,
          },
        ]}
      />
    </div>
  )
}
