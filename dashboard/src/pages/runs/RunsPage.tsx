import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { StrategyName } from '../../components/StrategyName.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { useClient } from '../../data/project.tsx'
import { formatMoment, formatMs, formatScore, formatUsd } from '../../format.ts'
import { type ListedRun, listRuns } from './listRuns.ts'
import { RunStatus } from './RunStatus.tsx'
import { RunsFilters } from './RunsFilters.tsx'

const route = getRouteApi('/runs')
/** While a listed run is under way. */
const POLL_MS = 3_000

export function RunsPage() {
  const search = route.useSearch()
  const client = useClient()
  const page = useQuery({
    queryKey: ['runs', search],
    queryFn: () => listRuns(client, search),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.runs.some(({ status }) => status === 'running') ? POLL_MS : false,
  })
  const isFiltered = Object.values(search).some((value) => value !== undefined)
  return (
    <Page title="Runs" about="Every request, with what became of it.">
      <RunsFilters search={search} />
      <QueryResult
        query={page}
        what="runs"
        heightPx={480}
        isEmpty={({ runs }) => runs.length === 0}
        empty={isFiltered ? 'No run is like that.' : 'There are no runs yet: start one in the playground.'}
      >
        {({ runs, next }) => (
          <>
            <Table caption="Runs, newest first" columns={COLUMNS} rows={runs} rowKey={({ id }) => id ?? ''} />
            <nav className="row" aria-label="Pages of runs">
              {search.after !== undefined && (
                <Link className="button" from="/runs" to="." search={{ ...search, after: undefined }}>
                  Newest
                </Link>
              )}
              {next !== undefined && (
                <Link className="button" from="/runs" to="." search={{ ...search, after: next }}>
                  Older
                </Link>
              )}
            </nav>
          </>
        )}
      </QueryResult>
    </Page>
  )
}

const COLUMNS: readonly Column<ListedRun>[] = [
  {
    title: 'Request',
    cell: ({ id, request_start }) => (
      <Link className="run-link" to="/runs/$runId" params={{ runId: id ?? '' }}>
        {request_start}
      </Link>
    ),
  },
  { title: 'Status', cell: ({ status, error_code }) => <RunStatus status={status} errorCode={error_code} /> },
  {
    title: 'Task',
    cell: ({ task_type, complexity }) => (
      <>
        {task_type ?? '–'} <span className="soft">{complexity}</span>
      </>
    ),
  },
  {
    title: 'Winner',
    cell: ({ model, approach }) => <StrategyName {...{ model, approach }} />,
  },
  { title: 'Score', isNumber: true, cell: ({ quality_score }) => formatScore(quality_score) },
  { title: 'Cost', isNumber: true, cell: ({ cost_usd }) => formatUsd(cost_usd) },
  { title: 'Time', isNumber: true, cell: ({ duration_ms }) => formatMs(duration_ms) },
  {
    title: 'Started',
    cell: ({ created_at }) => <span className="nowrap">{formatMoment(created_at)}</span>,
  },
]
