import { Table } from '../../components/Table.tsx'
import type { Report } from '../../data/experiments.ts'
import { formatScore } from '../../format.ts'
import { formatEstimate } from './estimate.ts'

/** How each model behaved over the whole experiment, and how often it gave no decision. */
export function ByModel({ report: { models } }: { report: Report }) {
  return (
    <Table
      caption="Models, with 95 % intervals"
      rows={models}
      rowKey={({ model_name }) => model_name}
      columns={[
        { title: 'Model', cell: ({ model_name }) => <span className="mono">{model_name}</span> },
        { title: 'Runs as', cell: ({ runs_as }) => <span className="mono">{runs_as}</span> },
        { title: 'Agents', isNumber: true, cell: ({ agents }) => agents },
        { title: 'Cooperation', isNumber: true, cell: ({ cooperation }) => formatEstimate(cooperation) },
        {
          title: 'Score of an agent',
          isNumber: true,
          cell: ({ mean_score }) => formatEstimate(mean_score, formatScore),
        },
        { title: 'Unreadable', isNumber: true, cell: ({ lapses }) => lapses.unparseable_decisions },
        { title: 'Failed', isNumber: true, cell: ({ lapses }) => lapses.failed_decisions },
        { title: 'By another model', isNumber: true, cell: ({ lapses }) => lapses.fallback_decisions },
      ]}
    />
  )
}
