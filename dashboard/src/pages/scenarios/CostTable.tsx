import { Table } from '../../components/Table.tsx'
import type { ComparedModel, Comparison } from '../../data/scenarios.ts'
import { formatCount, formatMs, formatUsd } from '../../format.ts'

interface CostRow extends Pick<ComparedModel, 'input_tokens' | 'output_tokens' | 'latency_ms' | 'cost_usd'> {
  name: string
  steps: number
}

/** Tokens and cost by model and in all. A sum of which a part is unknown is unknown. */
export function CostTable({ comparison: { models } }: { comparison: Comparison }) {
  const rows: CostRow[] = models.map(({ model_name, completed_steps, ...model }) => ({
    ...model,
    name: model_name,
    steps: completed_steps,
  }))
  return (
    <Table
      caption="Cost by model and in all"
      rows={[...rows, inAll(rows)]}
      rowKey={({ name }) => name}
      columns={[
        { title: 'Model', cell: ({ name }) => (name === IN_ALL ? <strong>{name}</strong> : name) },
        { title: 'Steps', isNumber: true, cell: ({ steps }) => formatCount(steps) },
        { title: 'Tokens in', isNumber: true, cell: ({ input_tokens }) => formatCount(input_tokens) },
        { title: 'Tokens out', isNumber: true, cell: ({ output_tokens }) => formatCount(output_tokens) },
        { title: 'Mean time a step', isNumber: true, cell: ({ latency_ms }) => formatMs(latency_ms) },
        {
          title: 'Cost a step',
          isNumber: true,
          cell: ({ cost_usd, steps }) =>
            formatUsd(cost_usd === null || steps === 0 ? null : cost_usd / steps),
        },
        {
          title: 'Cost',
          isNumber: true,
          cell: ({ name, cost_usd }) => (
            <span>{name === IN_ALL ? <strong>{formatUsd(cost_usd)}</strong> : formatUsd(cost_usd)}</span>
          ),
        },
      ]}
    />
  )
}

const IN_ALL = 'In all'

function inAll(rows: readonly CostRow[]): CostRow {
  const sum = (figureOf: (row: CostRow) => number) => rows.reduce((total, row) => total + figureOf(row), 0)
  const steps = sum((row) => row.steps)
  return {
    name: IN_ALL,
    steps,
    input_tokens: sum((row) => row.input_tokens),
    output_tokens: sum((row) => row.output_tokens),
    latency_ms: steps === 0 ? null : sum((row) => (row.latency_ms ?? 0) * row.steps) / steps,
    cost_usd: rows.some(({ cost_usd }) => cost_usd === null) ? null : sum((row) => row.cost_usd ?? 0),
  }
}
