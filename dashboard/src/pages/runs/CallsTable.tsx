import { Empty } from '../../components/Notice.tsx'
import { Table } from '../../components/Table.tsx'
import { formatCount, formatMs, formatUsd } from '../../format.ts'
import type { RunStory } from './loadRun.ts'
import { RunStatus } from './RunStatus.tsx'

/** Every call of a model that the run made, with what it used and cost. */
export function CallsTable({ calls }: Pick<RunStory, 'calls'>) {
  if (calls.length === 0) return <Empty>No call is on record yet.</Empty>
  return (
    <Table
      caption="Model calls, in their order"
      columns={[
        { title: 'Stage', cell: ({ stage }) => stage },
        { title: 'Model', cell: ({ model }) => model },
        {
          title: 'Outcome',
          cell: ({ success, error_code }) => (
            <RunStatus status={success ? 'succeeded' : 'failed'} errorCode={error_code} />
          ),
        },
        { title: 'Tokens in', isNumber: true, cell: ({ input_tokens }) => formatCount(input_tokens) },
        { title: 'Tokens out', isNumber: true, cell: ({ output_tokens }) => formatCount(output_tokens) },
        { title: 'First token', isNumber: true, cell: ({ first_token_ms }) => formatMs(first_token_ms) },
        { title: 'Time', isNumber: true, cell: ({ response_time_ms }) => formatMs(response_time_ms) },
        { title: 'Cost', isNumber: true, cell: ({ cost_usd }) => formatUsd(cost_usd) },
      ]}
      rows={calls}
      rowKey={({ id }) => id}
    />
  )
}
