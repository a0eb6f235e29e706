import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Select } from '../../components/Field.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { type Sorting, Table } from '../../components/Table.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useLiveRows } from '../../data/live.ts'
import { useClient } from '../../data/project.tsx'
import { ITEM_STATUSES, type ItemStatus, type ItemSummary, itemListSchema } from '../../data/queue.ts'
import { formatCount, formatMoment, formatShare, formatUsd } from '../../format.ts'
import { AddItem } from './AddItem.tsx'
import { StatusBadge, statusWord } from './itemStatus.tsx'
import { QUEUE_KEY } from './useQueue.ts'

const route = getRouteApi('/queue')
const NEWEST = 500

/** The newest items as they move through the queue. */
export function ItemsTab() {
  const client = useClient()
  const navigate = useNavigate({ from: '/queue' })
  const { status } = route.useSearch()
  const [isAdding, setAdding] = useState(false)
  const [sorting, setSorting] = useState<Sorting>({ title: 'Added', isDescending: true })
  const pollMs = useLiveRows('ai_extraction_queue', QUEUE_KEY)
  const query = useQuery({
    queryKey: [...QUEUE_KEY, 'items'],
    queryFn: async () =>
      (await callFunction(client, { path: `queue/items?limit=${NEWEST}`, answer: itemListSchema })).items,
    refetchInterval: pollMs,
  })
  return (
    <div className="stack">
      <Counts items={query.data ?? []} />
      <div className="row queue-filter">
        <Select
          label="Status"
          value={status ?? ''}
          onChange={({ target }) =>
            void navigate({
              search: (old) => ({ ...old, status: ITEM_STATUSES.find((known) => known === target.value) }),
            })
          }
        >
          <option value="">All</option>
          {ITEM_STATUSES.map((known) => (
            <option key={known} value={known}>
              {statusWord(known)}
            </option>
          ))}
        </Select>
        <span className="grow" />
        <Button kind="primary" onClick={() => setAdding(true)}>
          <Plus size={16} aria-hidden="true" /> Add an item
        </Button>
      </div>
      <QueryResult query={query} what="items" heightPx={240} empty="The queue is empty. Add an item.">
        {(items) => (
          <Table
            caption={`The newest ${NEWEST} items`}
            rows={items.filter((item) => status === undefined || item.status === status)}
            rowKey={({ id }) => id}
            sorting={sorting}
            onSort={setSorting}
            columns={[
              {
                title: 'Item',
                sortBy: ({ name }) => name,
                cell: ({ id, name, kind }) => (
                  <Link to="/queue/items/$id" params={{ id }}>
                    {name ?? `${kind} ${id.slice(0, 8)}`}
                  </Link>
                ),
              },
              { title: 'Status', sortBy: (item) => item.status, cell: (item) => <StatusBadge item={item} /> },
              { title: 'Stage', cell: (item) => <Stage item={item} /> },
              {
                title: 'Accuracy',
                isNumber: true,
                sortBy: ({ accuracy }) => accuracy,
                cell: ({ accuracy }) => formatShare(accuracy),
              },
              {
                title: 'Calls',
                isNumber: true,
                sortBy: ({ calls }) => calls,
                cell: ({ calls }) => formatCount(calls),
              },
              {
                title: 'Cost',
                isNumber: true,
                sortBy: ({ cost_usd }) => cost_usd,
                cell: ({ cost_usd, calls }) => (calls === 0 ? '–' : formatUsd(cost_usd)),
              },
              {
                title: 'Added',
                sortBy: ({ created_at }) => created_at,
                cell: ({ created_at }) => formatMoment(created_at),
              },
            ]}
          />
        )}
      </QueryResult>
      <AddItem isOpen={isAdding} onClose={() => setAdding(false)} />
    </div>
  )
}

function Stage({ item: { stage, error_message, status } }: { item: ItemSummary }) {
  if (status === 'dead_letter' && error_message !== null) return <span className="soft">{error_message}</span>
  return stage === null || status === 'completed' ? '–' : <span className="mono">{stage}</span>
}

function Counts({ items }: { items: readonly ItemSummary[] }) {
  const count = (...statuses: ItemStatus[]) =>
    formatCount(items.filter(({ status }) => statuses.includes(status)).length)
  return (
    <Tiles
      tiles={[
        { title: 'In line', value: count('queued', 'paused', 'waiting') },
        { title: 'Processing', value: count('processing') },
        { title: 'Completed', value: count('completed') },
        { title: 'Dead letters', value: count('dead_letter') },
      ]}
    />
  )
}
