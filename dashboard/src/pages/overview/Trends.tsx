import { Card } from '../../components/Card.tsx'
import { TrendChart, type TrendSeries } from '../../components/TrendChart.tsx'
import { formatMs, formatScore, formatShare, formatUsd } from '../../format.ts'
import { type AttemptSum, type Overview, successRate, sumsBy } from './overviewData.ts'
import type { OverviewSearch } from './overviewSearch.ts'

const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
// The database cuts days in UTC, so they are named in UTC.
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** Quality, success, latency and cost over time, a line for each model or task type. */
export function Trends({ overview, search }: { overview: Overview; search: OverviewSearch }) {
  const by = search.lines === 'task' ? 'task_type' : 'model'
  const sums = sumsBy(overview.attempts, by === 'model' ? 'model_time' : 'task_type_time')
  // Those with the most attempts first: they are the ones that are drawn.
  const names = sumsBy(overview.attempts, by).map((sum) => sum[by] ?? '')
  const times = [...new Set(sums.map(({ at }) => at ?? ''))].sort()
  const bySeriesAndTime = new Map(sums.map((sum) => [`${sum[by]}\n${sum.at}`, sum]))
  const seriesOf = (value: (sum: AttemptSum) => number | undefined): TrendSeries[] =>
    names.map((name) => ({
      name,
      values: times.map((time) => {
        const sum = bySeriesAndTime.get(`${name}\n${time}`)
        return sum && value(sum)
      }),
    }))
  const time = search.range === 'day' ? hour : search.range === 'year' ? month : day
  const shared = { times, formatTime: (iso: string) => time.format(new Date(iso)) }
  const suffix = by === 'model' ? 'by model' : 'by task type'
  return (
    <Card title="Over time">
      <div className="cards">
        <TrendChart
          title={`Quality ${suffix}`}
          {...shared}
          series={seriesOf(({ quality }) => quality)}
          formatValue={formatScore}
          domain={[0, 100]}
        />
        <TrendChart
          title={`Success ${suffix}`}
          {...shared}
          series={seriesOf(successRate)}
          formatValue={formatShare}
          domain={[0, 1]}
        />
        <TrendChart
          title={`Latency ${suffix}`}
          {...shared}
          series={seriesOf(({ duration_ms }) => duration_ms)}
          formatValue={formatMs}
        />
        <TrendChart
          title={`Cost ${suffix}`}
          {...shared}
          series={seriesOf(({ cost_usd }) => cost_usd)}
          formatValue={(value) => (value === undefined ? '–' : formatUsd(value))}
        />
      </div>
    </Card>
  )
}
