import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Ban, Play, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Select } from '../../components/Field.tsx'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useLiveRows } from '../../data/live.ts'
import { useClient } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import {
  begunSchema,
  type Comparison,
  type ExecutionStatus,
  readComparison,
  readStatus,
  type StoredScenario,
  scenarioKey,
  statusKey,
  statusSchema,
  storedScenarioSchema,
} from '../../data/scenarios.ts'
import { formatMoment } from '../../format.ts'
import { CostTable } from './CostTable.tsx'
import { ExecutionProgress } from './ExecutionProgress.tsx'
import { ScenarioEditor } from './ScenarioEditor.tsx'
import { StepResults } from './StepResults.tsx'
import { Summary } from './Summary.tsx'
import './scenarios.css'

const route = getRouteApi('/scenarios/$id')

export function ScenarioPage() {
  const client = useClient()
  const { id } = route.useParams()
  const query = useQuery({
    queryKey: [...scenarioKey(id), 'scenario'],
    queryFn: () => callFunction(client, { path: `scenarios/${id}`, answer: storedScenarioSchema }),
  })
  if (query.data !== undefined) return <Scenario scenario={query.data} />
  return (
    <Page title="Scenario">
      <QueryResult query={query} what="the scenario" heightPx={400}>
        {() => null}
      </QueryResult>
    </Page>
  )
}

function Scenario({ scenario }: { scenario: StoredScenario }) {
  const navigate = useNavigate({ from: '/scenarios/$id' })
  const { tab, execution } = route.useSearch()
  const { status, comparison } = useExecution(scenario, execution)
  const results = (show: (comparison: Comparison) => ReactNode) => (
    <QueryResult
      query={comparison}
      what="the results"
      heightPx={320}
      isEmpty={(data) => data === null}
      empty="The scenario has not been executed yet."
    >
      {(data) => data !== null && show(data)}
    </QueryResult>
  )
  return (
    <Page
      title={scenario.name}
      about={
        <>
          <Link to="/scenarios">Scenarios</Link> · {scenario.kind} · {scenario.steps.length} steps
        </>
      }
      actions={<Actions scenario={scenario} status={status} />}
    >
      <Executions scenarioId={scenario.id} selected={execution} />
      {status?.status === 'running' && <ExecutionProgress status={status} />}
      <Tabs
        label="Parts of the scenario"
        selected={tab ?? (scenario.steps.length === 0 ? 'edit' : 'results')}
        onSelect={(next) =>
          void navigate({
            search: (old) => ({ ...old, tab: TABS.find((known) => known === next) }),
            replace: true,
          })
        }
        tabs={[
          { id: 'results', title: 'Results', content: results((data) => <StepResults comparison={data} />) },
          { id: 'cost', title: 'Cost', content: results((data) => <CostTable comparison={data} />) },
          { id: 'summary', title: 'Summary', content: results((data) => <Summary comparison={data} />) },
          {
            id: 'edit',
            title: 'Edit',
            content: <ScenarioEditor key={keyOf(scenario)} scenario={scenario} />,
          },
        ]}
      />
    </Page>
  )
}

const TABS = ['results', 'cost', 'summary', 'edit'] as const

/** The editor begins anew with what was saved: new steps have their ids then. */
function keyOf({ id, steps }: StoredScenario): string {
  return [id, ...steps.map((step) => step.id)].join()
}

/** The scenario's executions, the latest first. */
function useExecutions(scenarioId: string) {
  const client = useClient()
  return useQuery({
    queryKey: [...scenarioKey(scenarioId), 'executions'],
    queryFn: () =>
      rowsOf(
        client
          .from('scenario_executions')
          .select('id, status, started_at')
          .eq('scenario_id', scenarioId)
          .order('started_at', { ascending: false })
          .limit(50),
      ),
  })
}

/** An execution as far as it is: the one named, or the latest. Null where there is none. */
function useExecution({ id, steps }: StoredScenario, executionId: string | undefined) {
  const client = useClient()
  const key = scenarioKey(id)
  const cellsPollMs = useLiveRows('scenario_step_results', key)
  const executionsPollMs = useLiveRows('scenario_executions', key)
  const pollMs = cellsPollMs || executionsPollMs
  const { data: executions } = useExecutions(id)
  const wanted = executionId ?? executions?.[0]?.id
  const isPlayed = wanted !== undefined || steps.some(({ executed_at }) => executed_at !== null)
  const status = useQuery({
    queryKey: statusKey(id, wanted),
    queryFn: () => readStatus(client, id, wanted),
    enabled: wanted !== undefined,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? pollMs : false),
  })
  const comparison = useQuery({
    // With its end in the key, the last cells are asked for once the execution is over.
    queryKey: [...key, 'comparison', wanted, status.data?.finished_at, isPlayed],
    queryFn: () => (isPlayed ? readComparison(client, id, wanted) : null),
    enabled: executions !== undefined,
    refetchInterval: status.data?.status === 'running' ? pollMs : false,
    placeholderData: keepPreviousData,
  })
  return { status: status.data ?? null, comparison }
}

function Actions({ scenario, status }: { scenario: StoredScenario; status: ExecutionStatus | null }) {
  const client = useClient()
  const queries = useQueryClient()
  const navigate = useNavigate({ from: '/scenarios/$id' })
  const say = useToast()
  const path = `scenarios/${scenario.id}`
  const refresh = () => queries.invalidateQueries({ queryKey: scenarioKey(scenario.id) })
  const running = useMutation({
    mutationFn: () =>
      callFunction(client, { path: `${path}/execute`, method: 'POST', body: {}, answer: begunSchema }),
    onSuccess: async (begun) => {
      queries.setQueryData(statusKey(scenario.id, begun.execution_id), begun)
      if (begun.unavailable.length > 0) {
        say(`Without a key: ${begun.unavailable.map(({ model_name }) => model_name).join(', ')}.`)
      }
      await navigate({ search: { tab: 'results' } })
      await refresh()
    },
    onError: (error) => say(error.message),
  })
  const act = useMutation({
    mutationFn: (action: 'cancel' | 'resume') =>
      callFunction(client, {
        path: `${path}/${action}`,
        method: 'POST',
        body: { execution_id: status?.execution_id },
        answer: statusSchema,
      }),
    onSuccess: refresh,
    onError: (error) => say(error.message),
  })
  if (status?.status === 'running') {
    return (
      <Button kind="danger" disabled={act.isPending} onClick={() => act.mutate('cancel')}>
        <Ban size={16} aria-hidden="true" /> Cancel
      </Button>
    )
  }
  return (
    <>
      {status?.status === 'cancelled' && (
        <Button disabled={act.isPending} onClick={() => act.mutate('resume')}>
          <RotateCw size={16} aria-hidden="true" /> Resume
        </Button>
      )}
      <Button
        kind="primary"
        disabled={running.isPending || scenario.steps.length === 0}
        onClick={() => running.mutate()}
      >
        <Play size={16} aria-hidden="true" /> Run
      </Button>
    </>
  )
}

/** Which execution is shown, where there is more than one. */
function Executions({ scenarioId, selected }: { scenarioId: string; selected: string | undefined }) {
  const navigate = useNavigate({ from: '/scenarios/$id' })
  const { data = [] } = useExecutions(scenarioId)
  if (data.length < 2) return null
  return (
    <Select
      label="Execution"
      value={selected ?? data[0]?.id}
      onChange={({ target }) =>
        void navigate({
          search: (old) => ({ ...old, execution: target.value === data[0]?.id ? undefined : target.value }),
        })
      }
    >
      {data.map(({ id, status, started_at }, index) => (
        <option key={id} value={id}>
          {formatMoment(started_at)}, {status}
          {index === 0 ? ' (the latest)' : ''}
        </option>
      ))}
    </Select>
  )
}
