import { useQuery } from '@tanstack/react-query'
import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Table } from '../../components/Table.tsx'
import { useClient } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import { formatCount, formatMoment } from '../../format.ts'
import { type AttemptSum, sumsBy } from './overviewData.ts'

/** Circuits change by the quarter of a minute. */
const CIRCUITS_POLL_MS = 15_000

/** What goes wrong, or soon may: models that are not called now, failures by their kind, and limits. */
export function Troubles({ attempts }: { attempts: readonly AttemptSum[] }) {
  const client = useClient()
  const circuits = useQuery({
    queryKey: ['provider_health'],
    queryFn: () =>
      rowsOf(client.from('provider_health').select().neq('state', 'closed').order('model').limit(50)),
    refetchInterval: CIRCUITS_POLL_MS,
  })
  const limits = useQuery({
    queryKey: ['rate_limits'],
    queryFn: () => rowsOf(client.from('rate_limits').select('id, per_user, requests_per_minute').limit(20)),
  })
  const failures = sumsBy(attempts, 'error')
  return (
    <Card title="Seeds of trouble">
      <QueryResult
        query={circuits}
        what="circuits"
        empty="All circuits are closed: every model is called as usual."
      >
        {(rows) => (
          <Table
            caption="Models that are left alone for now"
            columns={[
              { title: 'Model', cell: ({ model }) => model },
              {
                title: 'Circuit',
                cell: ({ state }) => (
                  <Badge tone={state === 'open' ? 'bad' : 'warn'}>{state.replace('_', ' ')}</Badge>
                ),
              },
              { title: 'Last error', cell: ({ last_error_code }) => last_error_code ?? '–' },
              { title: 'Tried again', cell: ({ retry_at }) => formatMoment(retry_at) },
            ]}
            rows={rows}
            rowKey={({ provider, model }) => `${provider}/${model}`}
          />
        )}
      </QueryResult>
      {failures.length > 0 && (
        <Table
          caption="Attempts that failed, by their error"
          columns={[
            { title: 'Error', cell: ({ error_code }) => error_code },
            { title: 'Attempts', isNumber: true, cell: ({ failed }) => formatCount(failed) },
          ]}
          rows={failures}
          rowKey={({ error_code = '' }) => error_code}
        />
      )}
      <QueryResult query={limits} what="rate limits" empty="No limit on requests holds for you.">
        {(rows) => (
          <ul>
            {rows.map(({ id, per_user, requests_per_minute }) => (
              <li key={id}>
                {formatCount(requests_per_minute)} requests a minute{' '}
                <span className="soft">{per_user ? 'for each user' : 'for you'}</span>
              </li>
            ))}
          </ul>
        )}
      </QueryResult>
    </Card>
  )
}
