import { ChartFigure } from '../../components/charts/ChartFigure.tsx'
import { RangesChart } from '../../components/charts/lazyCharts.ts'
import { Table } from '../../components/Table.tsx'
import type { Estimate, Report } from '../../data/experiments.ts'
import { formatShare } from '../../format.ts'
import { formatEstimate } from './estimate.ts'

/** How much each model cooperates from round to round. */
export function OverRounds({ report: { over_rounds: rounds, models } }: { report: Report }) {
  const names = models.map(({ model_name }) => model_name)
  const estimateOf = (round: Report['over_rounds'][number], name: string) =>
    round.models.find(({ model_name }) => model_name === name)?.cooperation
  const pointOf = (x: number, estimate: Estimate | undefined) => ({
    x,
    value: estimate?.value ?? null,
    low: estimate?.interval?.[0] ?? null,
    high: estimate?.interval?.[1] ?? null,
  })
  return (
    <ChartFigure
      title="Cooperation over rounds"
      about="Share of decisions to cooperate by model, each in the band of its 95 % interval."
      chart={
        <RangesChart
          lines={names.map((name) => ({
            name,
            points: rounds.map((round) => pointOf(round.round, estimateOf(round, name))),
          }))}
          xTitle="Round"
          format={formatShare}
        />
      }
      table={
        <Table
          caption="Cooperation by round and model, with 95 % intervals"
          rows={rounds}
          rowKey={({ round }) => round}
          columns={[
            { title: 'Round', isNumber: true, cell: ({ round }) => round },
            { title: 'All', isNumber: true, cell: ({ cooperation }) => formatEstimate(cooperation) },
            ...names.map((name) => ({
              title: name,
              isNumber: true,
              cell: (round: Report['over_rounds'][number]) => {
                const estimate = estimateOf(round, name)
                return estimate === undefined ? '–' : formatEstimate(estimate)
              },
            })),
          ]}
        />
      }
    />
  )
}
