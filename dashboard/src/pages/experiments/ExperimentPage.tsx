import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Ban } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Progress } from '../../components/Progress.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import {
  EXPERIMENTS_KEY,
  type ExperimentStatus,
  experimentStatusSchema,
  type Report,
  reportSchema,
} from '../../data/experiments.ts'
import { useLiveRows } from '../../data/live.ts'
import { useClient } from '../../data/project.tsx'
import { formatCount, formatInterval, formatMoment, formatShare, formatUsd } from '../../format.ts'
import { ByKind } from './ByKind.tsx'
import { ByModel } from './ByModel.tsx'
import { ByPair } from './ByPair.tsx'
import { OverRounds } from './OverRounds.tsx'
import { Setup } from './Setup.tsx'
import { StateBadge } from './StateBadge.tsx'
import './experiments.css'

const route = getRouteApi('/experiments/$id')
const TABS = ['cooperation', 'pairs', 'groups', 'setup'] as const

export function ExperimentPage() {
  const client = useClient()
  const { id } = route.useParams()
  const queryKey = [...EXPERIMENTS_KEY, id]
  const roundsPollMs = useLiveRows('experiment_rounds', queryKey)
  const statePollMs = useLiveRows('experiments', queryKey)
  const pollMs = roundsPollMs || statePollMs
  const status = useQuery({
    queryKey: [...queryKey, 'status'],
    queryFn: () => callFunction(client, { path: `experiments/${id}/status`, answer: experimentStatusSchema }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? pollMs : false),
  })
  const report = useQuery({
    // Asked for anew as rounds are played, and at the end.
    queryKey: [...queryKey, 'report', status.data?.completed_rounds, status.data?.status],
    queryFn: () => callFunction(client, { path: `experiments/${id}/report`, answer: reportSchema }),
    enabled: status.data !== undefined,
    placeholderData: keepPreviousData,
  })
  if (status.data === undefined) {
    return (
      <Page title="Experiment">
        <QueryResult query={status} what="the experiment" heightPx={400}>
          {() => null}
        </QueryResult>
      </Page>
    )
  }
  return (
    <Experiment status={status.data} cooperation={report.data?.cooperation}>
      {(show) => (
        <QueryResult
          query={report}
          what="the report"
          heightPx={320}
          isEmpty={({ rounds_played }) => rounds_played === 0}
          empty="No round has been played yet."
        >
          {show}
        </QueryResult>
      )}
    </Experiment>
  )
}

interface ExperimentProps {
  status: ExperimentStatus
  cooperation: Report['cooperation'] | undefined
  /** Puts what is shown of the report into its place. */
  children: (show: (report: Report) => ReactNode) => ReactNode
}

function Experiment({ status, cooperation, children: ofReport }: ExperimentProps) {
  const navigate = useNavigate({ from: '/experiments/$id' })
  const { tab = 'cooperation' } = route.useSearch()
  const scenarios = [...new Set(status.groups.map(({ scenario }) => scenario))]
  return (
    <Page
      title={scenarios.join(', ')}
      about={
        <>
          <Link to="/experiments">Experiments</Link> · started {formatMoment(status.started_at)} ·{' '}
          <StateBadge status={status.status} />
        </>
      }
      actions={status.status === 'running' && <CancelButton id={status.experiment_id} />}
    >
      {status.error !== null && <Notice tone="bad">{status.error.message}</Notice>}
      {status.warnings.map(({ message }) => (
        <Notice key={message} tone="warn">
          {message}
        </Notice>
      ))}
      {status.status === 'running' && <Rounds status={status} />}
      <Tiles
        tiles={[
          {
            title: 'Cooperation',
            value: formatShare(cooperation?.value),
            note: cooperation?.interval && `95 %: ${formatInterval(cooperation.interval, formatShare)}`,
          },
          {
            title: 'Rounds',
            value: `${formatCount(status.completed_rounds)} of ${formatCount(status.total_rounds)}`,
          },
          {
            title: 'Calls',
            value: formatCount(status.calls),
            note: `${formatCount(status.planned_calls)} planned`,
          },
          {
            title: 'Spent',
            value: formatUsd(status.spent_usd),
            note: status.budget_usd === null ? 'no budget' : `of ${formatUsd(status.budget_usd)}`,
          },
        ]}
      />
      <Tabs
        label="Parts of the experiment"
        selected={tab}
        onSelect={(next) =>
          void navigate({
            search: (old) => ({ ...old, tab: TABS.find((known) => known === next) }),
            replace: true,
          })
        }
        tabs={[
          {
            id: 'cooperation',
            title: 'By model',
            content: ofReport((report) => (
              <div className="stack">
                <OverRounds report={report} />
                <ByModel report={report} />
              </div>
            )),
          },
          { id: 'pairs', title: 'By pair', content: ofReport((report) => <ByPair report={report} />) },
          {
            id: 'groups',
            title: 'Homogeneous and mixed',
            content: ofReport((report) => <ByKind report={report} />),
          },
          { id: 'setup', title: 'Setup', content: <Setup status={status} /> },
        ]}
      />
    </Page>
  )
}

function Rounds({
  status: { groups, rounds_per_group, completed_rounds, total_rounds },
}: {
  status: ExperimentStatus
}) {
  return (
    <Card title="Running">
      <Progress label="All groups" done={completed_rounds} total={total_rounds} unit="rounds" />
      <div className="cards">
        {groups.map(({ group, scenario, completed_rounds: done }) => (
          <Progress
            key={group}
            label={`Group ${group}: ${scenario}`}
            done={done}
            total={rounds_per_group}
            unit="rounds"
          />
        ))}
      </div>
    </Card>
  )
}

function CancelButton({ id }: { id: string }) {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const cancelling = useMutation({
    mutationFn: () =>
      callFunction(client, {
        path: `experiments/${id}/cancel`,
        method: 'POST',
        answer: experimentStatusSchema,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: EXPERIMENTS_KEY }),
    onError: (error) => say(error.message),
  })
  return (
    <Button kind="danger" disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>
      <Ban size={16} aria-hidden="true" /> Cancel
    </Button>
  )
}
