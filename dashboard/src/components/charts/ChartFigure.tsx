import { type ReactNode, Suspense } from 'react'
import { Loading } from '../Notice.tsx'
import './chart.css'

export interface ChartFigureProps {
  title: string
  /** What it shows, in a sentence: all that a screen reader has of the picture; the figures are in the table. */
  about: string
  chart: ReactNode
  /** The same figures as a table. */
  table: ReactNode
}

/** A chart with its name, its place kept while it loads, and its figures as a table for whoever cannot see it. */
export function ChartFigure({ title, about, chart, table }: ChartFigureProps) {
  return (
    <figure className="card chart-figure">
      <figcaption>
        <strong>{title}</strong> <span className="soft">{about}</span>
      </figcaption>
      <div className="chart" role="img" aria-label={`${title}. ${about}`}>
        <Suspense fallback={<Loading what="the chart" heightPx={260} />}>{chart}</Suspense>
      </div>
      <details className="chart-table">
        <summary>{title} as a table</summary>
        {table}
      </details>
    </figure>
  )
}
