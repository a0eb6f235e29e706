import { ChartFigure } from '../../components/charts/ChartFigure.tsx'
import { BarsChart } from '../../components/charts/lazyCharts.ts'
import { Table } from '../../components/Table.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import type { ComparedModel, Comparison } from '../../data/scenarios.ts'
import { formatMs, formatShare, formatUsd } from '../../format.ts'

const MEASURES = ['Precision', 'Recall', 'F1'] as const

/** The models over the whole scenario, in the order of their rank. */
export function Summary({ comparison }: { comparison: Comparison }) {
  const ranked = comparison.ranking.flatMap(({ rank, model_name }) => {
    const model = comparison.models.find((other) => other.model_name === model_name)
    return model ? [{ rank, ...model }] : []
  })
  const [best] = ranked
  return (
    <div className="stack">
      {best && (
        <Tiles
          tiles={[
            { title: 'First', value: best.model_name, note: `F1 ${formatShare(best.f1_score)}` },
            extreme('Cheapest', ranked, ({ cost_usd }) => cost_usd, formatUsd),
            extreme(
              'Fastest',
              ranked,
              ({ latency_ms }) => latency_ms,
              (ms) => `${formatMs(ms)} a step`,
            ),
          ]}
        />
      )}
      <ChartFigure
        title="Quality by model"
        about="Means over the steps with ground truth, the first in rank at the left."
        chart={
          <BarsChart
            groups={ranked.map(({ model_name, precision, recall, f1_score }) => ({
              name: model_name,
              values: [precision, recall, f1_score],
            }))}
            series={MEASURES}
            format={formatShare}
            max={1}
          />
        }
        table={
          <Table
            caption="Models by rank"
            rows={ranked}
            rowKey={({ model_name }) => model_name}
            columns={[
              { title: 'Rank', isNumber: true, cell: ({ rank }) => rank },
              { title: 'Model', cell: ({ model_name }) => model_name },
              { title: 'Precision', isNumber: true, cell: ({ precision }) => formatShare(precision) },
              { title: 'Recall', isNumber: true, cell: ({ recall }) => formatShare(recall) },
              { title: 'F1', isNumber: true, cell: ({ f1_score }) => formatShare(f1_score) },
              { title: 'Exact steps', isNumber: true, cell: (model) => formatShare(model.exact_match_rate) },
              { title: 'Mean time a step', isNumber: true, cell: ({ latency_ms }) => formatMs(latency_ms) },
              { title: 'Cost', isNumber: true, cell: ({ cost_usd }) => formatUsd(cost_usd) },
            ]}
          />
        }
      />
    </div>
  )
}

function extreme(
  title: string,
  models: readonly ComparedModel[],
  figureOf: (model: ComparedModel) => number | null,
  format: (value: number) => string,
) {
  const known = models.flatMap((model) => {
    const value = figureOf(model)
    return value === null ? [] : [{ name: model.model_name, value }]
  })
  const least = known.sort((left, right) => left.value - right.value)[0]
  return { title, value: least?.name ?? 'unknown', note: least && format(least.value) }
}
