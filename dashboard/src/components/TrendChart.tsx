/** Lines over time, with the figures behind them as a table for those who would rather read. */
import { lazy, type ReactNode, Suspense, useId } from 'react'
import { Loading } from './Notice.tsx'
import { Table } from './Table.tsx'
import './charts.css'

const TrendLines = lazy(() => import('./TrendLines.tsx'))

export interface TrendSeries {
  name: string
  /** By the point's place in `times`; undefined where there is nothing to show. */
  values: readonly (number | undefined)[]
}

export interface TrendChartProps {
  title: string
  /** ISO times, in their order. */
  times: readonly string[]
  /** The first six are drawn; the table has them all. */
  series: readonly TrendSeries[]
  formatValue: (value: number | undefined) => string
  formatTime: (iso: string) => string
  /** The values' range where it is known beforehand. */
  domain?: [number, number]
}

export const DRAWN_SERIES = 6

export function TrendChart({ title, times, series, formatValue, formatTime, domain }: TrendChartProps) {
  const id = useId()
  const drawn = series.slice(0, DRAWN_SERIES)
  return (
    <figure className="trend" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <ul className="legend">
        {drawn.map(({ name }, place) => (
          <li key={name}>
            <Swatch place={place} />
            {name}
          </li>
        ))}
      </ul>
      <div
        className="chart"
        role="img"
        aria-label={`${title}, by time: ${drawn.map(({ name }) => name).join(', ')}`}
      >
        <Suspense fallback={<Loading what="the chart" heightPx={260} />}>
          <TrendLines {...{ times, formatValue, formatTime, domain }} series={drawn} />
        </Suspense>
      </div>
      <FiguresTable
        caption={title}
        columns={series.map(({ name }) => name)}
        rows={times.map((time, at) => ({
          name: formatTime(time),
          cells: series.map(({ values }) => formatValue(values[at])),
        }))}
      />
    </figure>
  )
}

function Swatch({ place }: { place: number }) {
  return <span className="swatch" aria-hidden="true" style={{ background: `var(--series-${place + 1})` }} />
}

interface FiguresTableProps {
  caption: string
  columns: readonly string[]
  rows: readonly { name: string; cells: readonly ReactNode[] }[]
}

function FiguresTable({ caption, columns, rows }: FiguresTableProps) {
  return (
    <details className="figures">
      <summary>{caption}: figures</summary>
      <Table
        caption={caption}
        columns={[
          { title: 'Time', cell: ({ name }) => name },
          ...columns.map((title, place) => ({
            title,
            isNumber: true,
            cell: ({ cells }: FiguresTableProps['rows'][number]) => cells[place],
          })),
        ]}
        rows={rows}
        rowKey={({ name }) => name}
      />
    </details>
  )
}
