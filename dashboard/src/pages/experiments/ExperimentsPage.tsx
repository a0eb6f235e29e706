import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { type Sorting, Table } from '../../components/Table.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { EXPERIMENTS_KEY, experimentListSchema } from '../../data/experiments.ts'
import { useLiveRows } from '../../data/live.ts'
import { useClient } from '../../data/project.tsx'
import { formatCount, formatMoment, formatUsd } from '../../format.ts'
import { StartExperiment } from './StartExperiment.tsx'
import { StateBadge } from './StateBadge.tsx'
import './experiments.css'

export function ExperimentsPage() {
  const client = useClient()
  const [isStarting, setStarting] = useState(false)
  const [sorting, setSorting] = useState<Sorting>({ title: 'Started', isDescending: true })
  const pollMs = useLiveRows('experiments', EXPERIMENTS_KEY)
  const query = useQuery({
    queryKey: [...EXPERIMENTS_KEY, 'list'],
    queryFn: async () =>
      (await callFunction(client, { path: 'experiments', answer: experimentListSchema })).experiments,
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === 'running') === true ? pollMs : false,
  })
  return (
    <Page
      title="Experiments"
      about="Does behaviour hold across models? Agents on several models play rounds, alone among their kind and mixed."
      actions={
        <Button kind="primary" onClick={() => setStarting(true)}>
          <Plus size={16} aria-hidden="true" /> New experiment
        </Button>
      }
    >
      <QueryResult
        query={query}
        what="experiments"
        heightPx={240}
        empty="There are no experiments yet. Start one from a form or a YAML file."
      >
        {(experiments) => (
          <Table
            caption="Your experiments"
            rows={experiments}
            rowKey={({ experiment_id }) => experiment_id}
            sorting={sorting}
            onSort={setSorting}
            columns={[
              {
                title: 'Scenarios',
                cell: ({ experiment_id: id, scenarios }) => (
                  <Link to="/experiments/$id" params={{ id }}>
                    {scenarios.join(', ')}
                  </Link>
                ),
              },
              {
                title: 'State',
                sortBy: ({ status }) => status,
                cell: ({ status }) => <StateBadge status={status} />,
              },
              { title: 'Models', cell: ({ models }) => models.join(', ') },
              {
                title: 'Groups',
                isNumber: true,
                sortBy: ({ groups }) => groups,
                cell: ({ groups }) => groups,
              },
              {
                title: 'Agents × rounds',
                isNumber: true,
                cell: ({ agents_per_group, rounds_per_group }) =>
                  `${formatCount(agents_per_group)} × ${formatCount(rounds_per_group)}`,
              },
              {
                title: 'Spent',
                isNumber: true,
                sortBy: ({ spent_usd }) => spent_usd,
                cell: ({ spent_usd }) => formatUsd(spent_usd),
              },
              {
                title: 'Started',
                sortBy: ({ started_at }) => started_at,
                cell: ({ started_at }) => formatMoment(started_at),
              },
            ]}
          />
        )}
      </QueryResult>
      <StartExperiment isOpen={isStarting} onClose={() => setStarting(false)} />
    </Page>
  )
}
