import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Ban, RotateCw } from 'lucide-react'
import { Badge } from '../../components/Badge.tsx'
import { Button } from '../../components/Button.tsx'
import { Card } from '../../components/Card.tsx'
import { Json } from '../../components/Json.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Table } from '../../components/Table.tsx'
import { Tiles } from '../../components/Tiles.tsx'
import { useToast } from '../../components/Toasts.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useLiveRows } from '../../data/live.ts'
import { useClient } from '../../data/project.tsx'
import { type ItemDetail, itemDetailSchema, itemSchema } from '../../data/queue.ts'
import { formatCount, formatShare, formatUsd } from '../../format.ts'
import { hasEnded, StatusBadge } from './itemStatus.tsx'
import { StageCalls } from './StageCalls.tsx'
import { QUEUE_KEY } from './useQueue.ts'
import './queue.css'

const route = getRouteApi('/queue/items/$id')

export function ItemPage() {
  const client = useClient()
  const { id } = route.useParams()
  const queryKey = [...QUEUE_KEY, 'item', id]
  const pollMs = useLiveRows('ai_extraction_queue', queryKey)
  const query = useQuery({
    queryKey,
    queryFn: () => callFunction(client, { path: `queue/items/${id}`, answer: itemDetailSchema }),
    refetchInterval: ({ state }) => (state.data !== undefined && hasEnded(state.data) ? false : pollMs),
  })
  if (query.data !== undefined) return <Item item={query.data} />
  return (
    <Page title="Item">
      <QueryResult query={query} what="the item" heightPx={400}>
        {() => null}
      </QueryResult>
    </Page>
  )
}

function Item({ item }: { item: ItemDetail }) {
  const fields = Object.entries(item.field_accuracy ?? {})
  return (
    <Page
      title={item.name ?? `${item.kind} ${item.id.slice(0, 8)}`}
      about={
        <>
          <Link to="/queue">Queue</Link> · {item.kind} · <StatusBadge item={item} />
        </>
      }
      actions={<ItemActions item={item} />}
    >
      {item.error_message !== null && (
        <Notice tone={item.status === 'dead_letter' ? 'bad' : 'warn'}>
          <p>{item.error_message}</p>
        </Notice>
      )}
      <Tiles
        tiles={[
          { title: 'Accuracy', value: formatShare(item.accuracy), note: accuracyNote(item) },
          { title: 'Cost', value: item.calls === 0 ? '–' : formatUsd(item.cost_usd) },
          { title: 'Calls', value: formatCount(item.calls) },
          {
            title: 'Tokens',
            value: formatCount(item.input_tokens + item.output_tokens),
            note: `${formatCount(item.output_tokens)} of them written`,
          },
        ]}
      />
      <StageTrack item={item} />
      {item.result !== null && (
        <Card title="Result">
          <Json label="Result as JSON" value={item.result} />
        </Card>
      )}
      {fields.length > 0 && (
        <Table
          caption="Accuracy by field"
          rows={fields}
          rowKey={([path]) => path}
          columns={[
            { title: 'Field', cell: ([path]) => <span className="mono">{path}</span> },
            { title: 'Accuracy', isNumber: true, cell: ([, field]) => formatShare(field.accuracy) },
            { title: 'Right', isNumber: true, cell: ([, { right }]) => right },
            { title: 'Expected', isNumber: true, cell: ([, { expected }]) => expected },
            { title: 'Extracted', isNumber: true, cell: ([, { extracted }]) => extracted },
          ]}
        />
      )}
      {item.stages.map(({ name, prompt }) => (
        <StageCalls
          key={name}
          name={name}
          prompt={prompt}
          calls={item.results.filter(({ stage, round }) => stage === name && round === item.round)}
        />
      ))}
      {item.input_text !== null && (
        <Card title="Document">
          <Json label="Text of the document" value={item.input_text} />
        </Card>
      )}
    </Page>
  )
}

function accuracyNote({ ground_truth }: ItemDetail): string {
  return ground_truth === null ? 'no ground truth' : 'of all values, against the ground truth'
}

/** How far the item is through its stages. */
function StageTrack({ item }: { item: ItemDetail }) {
  const isDone = (name: string) =>
    item.results.some(({ stage, status, round, role }) => {
      return stage === name && status === 'succeeded' && round === item.round && role === 'stage'
    })
  return (
    <ol className="stage-track" aria-label="Stages">
      {item.stages.map(({ name }) => {
        const isHere = item.status === 'processing' && item.stage === name
        return (
          <li key={name} aria-current={isHere ? 'step' : undefined}>
            <span className="mono">{name}</span>
            {isHere ? (
              <Badge tone="accent">now</Badge>
            ) : isDone(name) ? (
              <Badge tone="good">done</Badge>
            ) : (
              <Badge>{hasEnded(item) ? 'not done' : 'to come'}</Badge>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function ItemActions({ item }: { item: ItemDetail }) {
  const client = useClient()
  const queries = useQueryClient()
  const say = useToast()
  const acting = useMutation({
    mutationFn: (action: 'cancel' | 'retry') =>
      callFunction(client, {
        path: `queue/items/${item.id}${action === 'retry' ? '/retry' : ''}`,
        method: action === 'retry' ? 'POST' : 'DELETE',
        answer: itemSchema,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: QUEUE_KEY }),
    onError: (error) => say(error.message),
  })
  if (item.status === 'dead_letter') {
    return (
      <Button kind="primary" disabled={acting.isPending} onClick={() => acting.mutate('retry')}>
        <RotateCw size={16} aria-hidden="true" /> Retry
      </Button>
    )
  }
  if (hasEnded(item)) return null
  return (
    <Button
      kind="danger"
      disabled={acting.isPending || item.cancel_requested}
      onClick={() => acting.mutate('cancel')}
    >
      <Ban size={16} aria-hidden="true" /> Cancel
    </Button>
  )
}
