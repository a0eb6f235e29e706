import { useState } from 'react'
import { Card } from '../../components/Card.tsx'
import { Meter } from '../../components/Meter.tsx'
import { type Column, type Sorting, Table } from '../../components/Table.tsx'
import { formatCount, formatMs, formatScore, formatShare, formatUsd } from '../../format.ts'
import {
  type AttemptSum,
  type Overview,
  ratio,
  type SelectionSum,
  successRate,
  sumsBy,
} from './overviewData.ts'

/** Who was chosen, how each did, and by which approach. */
export function Choices({ overview }: { overview: Overview }) {
  const [all] = sumsBy(overview.selections, 'total')
  return (
    <>
      <Card title="Models">
        <SumsTable
          caption="How each model did"
          columns={[{ title: 'Model', cell: ({ model }) => model, sortBy: ({ model }) => model }, ...FIGURES]}
          rows={sumsBy(overview.attempts, 'model')}
        />
      </Card>
      <div className="cards">
        <Card title="Most selected">
          <Table
            caption="How often each model was chosen first"
            columns={selectionColumns(all?.selections ?? 0)}
            rows={sumsBy(overview.selections, 'model')}
            rowKey={({ model = '' }) => model}
          />
        </Card>
        <Card title="By approach and task">
          <SumsTable
            caption="How each approach did"
            columns={[
              { title: 'Approach', cell: ({ approach }) => approach, sortBy: ({ approach }) => approach },
              ...FIGURES.filter(({ title }) => title !== 'Wins'),
            ]}
            rows={sumsBy(overview.attempts, 'approach')}
          />
          <SumsTable
            caption="How each task type went"
            columns={[
              {
                title: 'Task type',
                cell: ({ task_type }) => task_type,
                sortBy: ({ task_type }) => task_type,
              },
              ...FIGURES.filter(({ title }) => title !== 'Wins'),
            ]}
            rows={sumsBy(overview.attempts, 'task_type')}
          />
        </Card>
      </div>
    </>
  )
}

const FIGURES: readonly Column<AttemptSum>[] = [
  {
    title: 'Attempts',
    isNumber: true,
    cell: ({ attempts }) => formatCount(attempts),
    sortBy: ({ attempts }) => attempts,
  },
  { title: 'Wins', isNumber: true, cell: ({ wins }) => formatCount(wins), sortBy: ({ wins }) => wins },
  {
    title: 'Success',
    isNumber: true,
    cell: (sum) => formatShare(successRate(sum)),
    sortBy: successRate,
  },
  {
    title: 'Quality',
    isNumber: true,
    cell: ({ quality }) => formatScore(quality),
    sortBy: ({ quality }) => quality,
  },
  {
    title: 'Latency',
    isNumber: true,
    cell: ({ duration_ms }) => formatMs(duration_ms),
    sortBy: ({ duration_ms }) => duration_ms,
  },
  {
    title: 'Cost',
    isNumber: true,
    cell: ({ cost_usd }) => formatUsd(cost_usd),
    sortBy: ({ cost_usd }) => cost_usd,
  },
]

function SumsTable(props: { caption: string; columns: readonly Column<AttemptSum>[]; rows: AttemptSum[] }) {
  const [sorting, setSorting] = useState<Sorting>({ title: 'Attempts', isDescending: true })
  return (
    <Table
      {...props}
      rowKey={({ model, approach, task_type }) => model ?? approach ?? task_type ?? ''}
      sorting={sorting}
      onSort={setSorting}
    />
  )
}

function selectionColumns(all: number): Column<SelectionSum>[] {
  return [
    { title: 'Model', cell: ({ model }) => model },
    { title: 'Chosen first', isNumber: true, cell: ({ selections }) => formatCount(selections) },
    {
      title: 'Share',
      cell: ({ model, selections }) => {
        const share = formatShare(ratio(selections, all))
        return (
          <>
            {share}
            <Meter share={ratio(selections, all) ?? 0} label={`${model}: ${share} of selections`} />
          </>
        )
      },
    },
    {
      title: 'Was optimal',
      isNumber: true,
      cell: ({ optimal, comparable }) => formatShare(ratio(optimal, comparable)),
    },
  ]
}
