import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { Json } from '../../components/Json.tsx'
import { Table } from '../../components/Table.tsx'
import type { CallResult } from '../../data/queue.ts'
import { formatCount, formatMs, formatShare, formatUsd } from '../../format.ts'

export interface StageCallsProps {
  name: string
  prompt: string
  calls: readonly CallResult[]
}

/** What the models made of one stage. */
export function StageCalls({ name, prompt, calls }: StageCallsProps) {
  return (
    <Card title={name}>
      <p className="soft">{prompt}</p>
      {calls.length === 0 ? (
        <p>No model has been called here.</p>
      ) : (
        <Table
          caption={`Calls of ${name}`}
          rows={calls}
          rowKey={({ id }) => id}
          detail={{
            label: ({ model, role }) => `Answer of ${model} (${role}) in ${name}`,
            content: (call) => <Answer call={call} />,
          }}
          columns={[
            { title: 'Model', cell: ({ model }) => <span className="mono">{model}</span> },
            { title: 'Role', cell: ({ role, repeat }) => (repeat > 0 ? `${role}, repeat ${repeat}` : role) },
            {
              title: 'Outcome',
              cell: ({ status, error_code }) =>
                status === 'succeeded' ? (
                  <Badge tone="good">answered</Badge>
                ) : (
                  <Badge tone="bad">failed: {error_code}</Badge>
                ),
            },
            { title: 'Accuracy', isNumber: true, cell: ({ accuracy }) => formatShare(accuracy) },
            { title: 'Time', isNumber: true, cell: ({ latency_ms }) => formatMs(latency_ms) },
            {
              title: 'Tokens',
              isNumber: true,
              cell: ({ input_tokens, output_tokens }) => formatCount(input_tokens + output_tokens),
            },
            { title: 'Cost', isNumber: true, cell: ({ cost_usd }) => formatUsd(cost_usd) },
          ]}
        />
      )}
    </Card>
  )
}

function Answer({ call }: { call: CallResult }) {
  return (
    <div className="stack">
      {call.error_message !== null && <p>{call.error_message}</p>}
      <Json label={`Answer of ${call.model}`} value={call.output ?? call.raw_answer} />
    </div>
  )
}
