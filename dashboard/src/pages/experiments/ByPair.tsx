import { ChartFigure } from '../../components/charts/ChartFigure.tsx'
import { BarsChart } from '../../components/charts/lazyCharts.ts'
import { Table } from '../../components/Table.tsx'
import type { Report } from '../../data/experiments.ts'
import { formatCount, formatShare } from '../../format.ts'
import { formatEstimate } from './estimate.ts'

/** How one model treats agents of another, and of its own. */
export function ByPair({ report }: { report: Report }) {
  const names = report.models.map(({ model_name }) => model_name)
  const rateOf = (name: string, other: string) =>
    report.pairs.find((pair) => pair.model_name === name && pair.other_model_name === other)?.cooperation
      .value ?? null
  return (
    <div className="stack">
      <ChartFigure
        title="Cooperation by pair"
        about="How often agents of the model below cooperate with agents of each model."
        chart={
          <BarsChart
            groups={names.map((name) => ({ name, values: names.map((other) => rateOf(name, other)) }))}
            series={names.map((other) => `with ${other}`)}
            format={formatShare}
            max={1}
          />
        }
        table={
          <Table
            caption="Cooperation by pair, with 95 % intervals"
            rows={report.pairs}
            rowKey={({ model_name, other_model_name }) => `${model_name} ${other_model_name}`}
            columns={[
              { title: 'Model', cell: ({ model_name }) => <span className="mono">{model_name}</span> },
              {
                title: 'With',
                cell: ({ other_model_name }) => <span className="mono">{other_model_name}</span>,
              },
              {
                title: 'Cooperation',
                isNumber: true,
                cell: ({ cooperation }) => formatEstimate(cooperation),
              },
              {
                title: 'Decisions',
                isNumber: true,
                cell: ({ cooperation }) => formatCount(cooperation.count),
              },
            ]}
          />
        }
      />
      {report.within_and_cross !== null && (
        <Table
          caption="In mixed groups: with one’s own model and with others, with 95 % intervals"
          rows={[report.within_and_cross]}
          rowKey={() => 'all'}
          columns={[
            { title: 'With the same model', isNumber: true, cell: ({ within }) => formatEstimate(within) },
            { title: 'With other models', isNumber: true, cell: ({ cross }) => formatEstimate(cross) },
            { title: 'Difference', isNumber: true, cell: ({ difference }) => formatEstimate(difference) },
          ]}
        />
      )}
    </div>
  )
}
