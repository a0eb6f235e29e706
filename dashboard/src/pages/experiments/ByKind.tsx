import { ChartFigure } from '../../components/charts/ChartFigure.tsx'
import { BarsChart } from '../../components/charts/lazyCharts.ts'
import { Empty } from '../../components/Notice.tsx'
import { Table } from '../../components/Table.tsx'
import type { Report } from '../../data/experiments.ts'
import { formatScore, formatShare } from '../../format.ts'
import { formatEstimate } from './estimate.ts'

/** Groups of one model against mixed ones. */
export function ByKind({ report: { homogeneous_and_mixed: contrast, scenarios } }: { report: Report }) {
  const rows =
    contrast === null ? [] : [{ model_name: 'All of these models', ...contrast }, ...contrast.models]
  return (
    <div className="stack">
      {contrast === null ? (
        <Empty>The comparison takes groups of both kinds: of one model, and mixed.</Empty>
      ) : (
        <ChartFigure
          title="Homogeneous against mixed"
          about="Share of decisions to cooperate, of models that are in groups of both kinds."
          chart={
            <BarsChart
              groups={rows.map(({ model_name, homogeneous, mixed }) => ({
                name: model_name,
                values: [homogeneous.value, mixed.value],
              }))}
              series={['Among their own', 'In mixed groups']}
              format={formatShare}
              max={1}
            />
          }
          table={
            <Table
              caption="Homogeneous against mixed, with 95 % intervals"
              rows={rows}
              rowKey={({ model_name }) => model_name}
              columns={[
                { title: 'Model', cell: ({ model_name }) => model_name },
                {
                  title: 'Among their own',
                  isNumber: true,
                  cell: ({ homogeneous }) => formatEstimate(homogeneous),
                },
                { title: 'In mixed groups', isNumber: true, cell: ({ mixed }) => formatEstimate(mixed) },
                { title: 'Difference', isNumber: true, cell: ({ difference }) => formatEstimate(difference) },
                { title: 'In words', cell: ({ difference }) => wordsFor(difference.interval) },
              ]}
            />
          }
        />
      )}
      <Table
        caption="Scenarios, with 95 % intervals"
        rows={scenarios}
        rowKey={({ scenario }) => scenario}
        columns={[
          { title: 'Scenario', cell: ({ scenario }) => scenario },
          { title: 'Kind', cell: ({ kind }) => kind },
          { title: 'Groups', isNumber: true, cell: ({ groups }) => groups },
          { title: 'Cooperation', isNumber: true, cell: ({ cooperation }) => formatEstimate(cooperation) },
          {
            title: 'Score of an agent',
            isNumber: true,
            cell: ({ mean_score }) => formatEstimate(mean_score, formatScore),
          },
        ]}
      />
    </div>
  )
}

/** The difference is homogeneous less mixed. */
function wordsFor(interval: readonly [number, number] | null): string {
  if (interval === null) return 'too little to say'
  if (interval[0] > 0) return 'more among their own'
  return interval[1] < 0 ? 'more in mixed groups' : 'no clear difference'
}
