import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ChartFigure } from '../../components/charts/ChartFigure.tsx'
import { BarsChart } from '../../components/charts/lazyCharts.ts'
import { QueryResult } from '../../components/QueryResult.tsx'
import { type Sorting, Table } from '../../components/Table.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import { useClient } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import { formatCount, formatMoment, formatMs, formatShare, formatUsd } from '../../format.ts'
import { Advice } from './Advice.tsx'
import { QUEUE_KEY } from './useQueue.ts'

/** What the queue used and what it cost: by configuration, by stage and model, and the newest calls. */
export function CostsTab() {
  return (
    <div className="stack">
      <ByConfiguration />
      <ByStage />
      <Advice />
      <NewestCalls />
    </div>
  )
}

function ByConfiguration() {
  const client = useClient()
  const query = useQuery({
    queryKey: [...QUEUE_KEY, 'performance'],
    queryFn: () => rowsOf(client.from('configuration_performance').select('*').order('name')),
  })
  return (
    <QueryResult
      query={query}
      what="uses of configurations"
      heightPx={380}
      isEmpty={(rows) => rows.every(({ times_used }) => !times_used)}
      empty="No configuration has been used yet."
    >
      {(rows) => (
        <>
          <Tiles
            tiles={[
              {
                title: 'Uses',
                value: formatCount(rows.reduce((sum, row) => sum + (row.times_used ?? 0), 0)),
              },
              {
                title: 'Cost of all uses',
                value: formatUsd(rows.reduce((sum, row) => sum + (row.total_cost_usd ?? 0), 0)),
                note: 'of models with a known price',
              },
              { title: 'Failed', value: formatCount(rows.reduce((sum, row) => sum + (row.failed ?? 0), 0)) },
            ]}
          />
          <ChartFigure
            title="Cost of an item by configuration"
            about="The mean over the uses with a known price."
            chart={
              <BarsChart
                groups={rows.map(({ name, avg_cost_usd }) => ({ name: name ?? '', values: [avg_cost_usd] }))}
                series={['Mean cost']}
                format={formatUsd}
              />
            }
            table={
              <Table
                caption="Configurations"
                rows={rows}
                rowKey={({ configuration_id }) => configuration_id ?? ''}
                columns={[
                  { title: 'Configuration', cell: ({ name }) => name },
                  { title: 'Uses', isNumber: true, cell: ({ times_used }) => formatCount(times_used) },
                  { title: 'Success', isNumber: true, cell: ({ success_rate }) => formatShare(success_rate) },
                  {
                    title: 'Accuracy',
                    isNumber: true,
                    cell: ({ mean_accuracy }) => formatShare(mean_accuracy),
                  },
                  {
                    title: 'Mean time',
                    isNumber: true,
                    cell: ({ avg_duration_ms }) => formatMs(avg_duration_ms),
                  },
                  { title: 'Mean cost', isNumber: true, cell: ({ avg_cost_usd }) => formatUsd(avg_cost_usd) },
                  { title: 'Cost', isNumber: true, cell: ({ total_cost_usd }) => formatUsd(total_cost_usd) },
                ]}
              />
            }
          />
        </>
      )}
    </QueryResult>
  )
}

const STAGE = 'extraction:'

function ByStage() {
  const client = useClient()
  const [sorting, setSorting] = useState<Sorting>({ title: 'Cost', isDescending: true })
  const query = useQuery({
    queryKey: [...QUEUE_KEY, 'stages'],
    queryFn: () =>
      rowsOf(
        client
          .from('model_performance_analytics')
          .select(
            'model, task_type, attempts, success_rate, avg_accuracy, measured, avg_duration_ms, avg_cost_usd, total_cost_usd',
          )
          .like('task_type', `${STAGE}%`),
      ),
  })
  return (
    <QueryResult query={query} what="calls of stages" heightPx={200}>
      {(rows) => (
        <Table
          caption="Models by stage"
          rows={rows}
          rowKey={({ model, task_type }) => `${task_type} ${model}`}
          sorting={sorting}
          onSort={setSorting}
          columns={[
            {
              title: 'Stage',
              sortBy: ({ task_type }) => task_type,
              cell: ({ task_type }) => <span className="mono">{task_type?.slice(STAGE.length)}</span>,
            },
            {
              title: 'Model',
              sortBy: ({ model }) => model,
              cell: ({ model }) => <span className="mono">{model}</span>,
            },
            {
              title: 'Calls',
              isNumber: true,
              sortBy: ({ attempts }) => attempts,
              cell: ({ attempts }) => formatCount(attempts),
            },
            {
              title: 'Success',
              isNumber: true,
              sortBy: ({ success_rate }) => success_rate,
              cell: ({ success_rate }) => formatShare(success_rate),
            },
            {
              title: 'Accuracy',
              isNumber: true,
              sortBy: ({ avg_accuracy }) => avg_accuracy,
              cell: ({ avg_accuracy }) => formatShare(avg_accuracy),
            },
            {
              title: 'Mean time',
              isNumber: true,
              sortBy: ({ avg_duration_ms }) => avg_duration_ms,
              cell: ({ avg_duration_ms }) => formatMs(avg_duration_ms),
            },
            {
              title: 'Cost a call',
              isNumber: true,
              sortBy: ({ avg_cost_usd }) => avg_cost_usd,
              cell: ({ avg_cost_usd }) => formatUsd(avg_cost_usd),
            },
            {
              title: 'Cost',
              isNumber: true,
              sortBy: ({ total_cost_usd }) => total_cost_usd,
              cell: ({ total_cost_usd }) => formatUsd(total_cost_usd),
            },
          ]}
        />
      )}
    </QueryResult>
  )
}

const NEWEST_CALLS = 25

function NewestCalls() {
  const client = useClient()
  const query = useQuery({
    queryKey: [...QUEUE_KEY, 'calls'],
    queryFn: () =>
      rowsOf(
        client
          .from('model_usage')
          .select(
            'id, model, stage, success, error_code, input_tokens, output_tokens, response_time_ms, cost_usd, started_at',
          )
          .not('item_id', 'is', null)
          .order('started_at', { ascending: false })
          .limit(NEWEST_CALLS),
      ),
  })
  return (
    <QueryResult query={query} what="calls" heightPx={200}>
      {(rows) => (
        <Table
          caption={`The newest ${NEWEST_CALLS} calls`}
          rows={rows}
          rowKey={({ id }) => id}
          columns={[
            { title: 'When', cell: ({ started_at }) => formatMoment(started_at) },
            { title: 'Stage', cell: ({ stage }) => <span className="mono">{stage}</span> },
            { title: 'Model', cell: ({ model }) => <span className="mono">{model}</span> },
            {
              title: 'Outcome',
              cell: ({ success, error_code }) => (success ? 'answered' : `failed: ${error_code}`),
            },
            { title: 'Tokens in', isNumber: true, cell: ({ input_tokens }) => formatCount(input_tokens) },
            { title: 'Tokens out', isNumber: true, cell: ({ output_tokens }) => formatCount(output_tokens) },
            { title: 'Time', isNumber: true, cell: ({ response_time_ms }) => formatMs(response_time_ms) },
            { title: 'Cost', isNumber: true, cell: ({ cost_usd }) => formatUsd(cost_usd) },
          ]}
        />
      )}
    </QueryResult>
  )
}
