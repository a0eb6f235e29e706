import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Badge } from '../../components/Badge.tsx'
import { Select } from '../../components/Field.tsx'
import { Empty } from '../../components/Notice.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Table } from '../../components/Table.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import {
  type Configuration,
  type ConfigurationComparison,
  configurationComparisonSchema,
  type MeasureComparison,
} from '../../data/queue.ts'
import { formatInterval, formatMs, formatShare, formatUsd } from '../../format.ts'
import { QUEUE_KEY, useConfigurations } from './useQueue.ts'

const route = getRouteApi('/queue')

/** Two configurations side by side, with how sure each difference is. */
export function CompareTab() {
  const query = useConfigurations()
  return (
    <QueryResult
      query={query}
      what="configurations"
      heightPx={240}
      isEmpty={(configurations) => configurations.length < 2}
      empty="A comparison takes two configurations."
    >
      {(configurations) => <Choice configurations={configurations} />}
    </QueryResult>
  )
}

function Choice({ configurations }: { configurations: readonly Configuration[] }) {
  const navigate = useNavigate({ from: '/queue' })
  const { a = configurations[0]?.id ?? '', b = configurations[1]?.id ?? '' } = route.useSearch()
  const options = configurations.map(({ id, name, version }) => (
    <option key={id} value={id}>
      {name} (version {version})
    </option>
  ))
  return (
    <div className="stack">
      <div className="cards">
        <Select
          label="A"
          value={a}
          onChange={({ target }) => void navigate({ search: (old) => ({ ...old, a: target.value }) })}
        >
          {options}
        </Select>
        <Select
          label="B"
          value={b}
          onChange={({ target }) => void navigate({ search: (old) => ({ ...old, b: target.value }) })}
        >
          {options}
        </Select>
      </div>
      {a === b ? <Empty>Choose two different configurations.</Empty> : <Comparison a={a} b={b} />}
    </div>
  )
}

function Comparison({ a, b }: { a: string; b: string }) {
  const client = useClient()
  const query = useQuery({
    queryKey: [...QUEUE_KEY, 'compare', a, b],
    queryFn: () =>
      callFunction(client, { path: `queue/compare?a=${a}&b=${b}`, answer: configurationComparisonSchema }),
  })
  return (
    <QueryResult query={query} what="the comparison" heightPx={240}>
      {(comparison) => (
        <Table
          caption={`A is “${comparison.a.name}”, B is “${comparison.b.name}”; the difference is B less A`}
          rows={measuresOf(comparison)}
          rowKey={({ title }) => title}
          columns={[
            { title: 'Measure', cell: ({ title }) => title },
            { title: 'A', isNumber: true, cell: (row) => meanOf(row, row.measure.mean_a) },
            { title: 'B', isNumber: true, cell: (row) => meanOf(row, row.measure.mean_b) },
            {
              title: 'Difference',
              isNumber: true,
              cell: ({ measure, format }) =>
                measure.mean_a === null || measure.mean_b === null ? '–' : format(measure.difference),
            },
            {
              title: '95 % interval',
              cell: ({ measure, format }) => formatInterval(measure.interval, format),
            },
            { title: 'Uses', cell: ({ measure }) => usesOf(measure) },
            { title: 'Better', cell: (row) => <Better {...row} /> },
          ]}
        />
      )}
    </QueryResult>
  )
}

interface Measure {
  title: string
  measure: MeasureComparison
  format: (value: number) => string
  isMoreBetter: boolean
}

function measuresOf(comparison: ConfigurationComparison): Measure[] {
  const { accuracy, success_rate, cost_usd, duration_ms } = comparison
  return [
    { title: 'Accuracy', measure: accuracy, format: formatShare, isMoreBetter: true },
    { title: 'Success', measure: success_rate, format: formatShare, isMoreBetter: true },
    { title: 'Cost of an item', measure: cost_usd, format: formatUsd, isMoreBetter: false },
    { title: 'Time of an item', measure: duration_ms, format: formatSignedMs, isMoreBetter: false },
  ]
}

function formatSignedMs(ms: number): string {
  return ms < 0 ? `−${formatMs(-ms)}` : formatMs(ms)
}

function meanOf({ format }: Measure, mean: number | null): string {
  return mean === null ? '–' : format(mean)
}

function usesOf({ pairs, count_a, count_b }: MeasureComparison): string {
  return pairs > 0 ? `${pairs} items through both` : `${count_a} of A, ${count_b} of B`
}

function Better({ measure: { higher }, isMoreBetter }: Measure) {
  if (higher === 'unclear') return <Badge>unclear</Badge>
  const isB = (higher === 'b') === isMoreBetter
  return <Badge tone="good">{isB ? 'B' : 'A'}</Badge>
}
