import { useQuery } from '@tanstack/react-query'
import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { Select } from '../../components/Field.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Table } from '../../components/Table.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient } from '../../data/project.tsx'
import { adviceSchema, type StageAdvice } from '../../data/queue.ts'
import { formatCount, formatInterval, formatShare, formatUsd } from '../../format.ts'
import { useChosenConfiguration } from './chosenConfiguration.ts'
import { QUEUE_KEY, useConfigurations } from './useQueue.ts'

/** For each stage of a configuration, the cheapest model that has been seen not to be worse. */
export function Advice() {
  const { data: configurations = [] } = useConfigurations()
  const [chosen, choose] = useChosenConfiguration()
  const shown = configurations.find(({ id }) => id === chosen) ?? configurations[0]
  return (
    <Card title="Cost advice">
      <p className="soft">
        The cheapest model of each stage whose accuracy has been seen to be no worse, beyond the noise.
      </p>
      {shown === undefined ? (
        <p>Advice is about a configuration, and there is none yet.</p>
      ) : (
        <>
          <Select label="Advice on" value={shown.id} onChange={({ target }) => choose(target.value)}>
            {configurations.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <AdviceOn configurationId={shown.id} />
        </>
      )}
    </Card>
  )
}

function AdviceOn({ configurationId }: { configurationId: string }) {
  const client = useClient()
  const query = useQuery({
    queryKey: [...QUEUE_KEY, 'advice', configurationId],
    queryFn: async () =>
      (
        await callFunction(client, {
          path: `queue/configurations/${configurationId}/advice`,
          answer: adviceSchema,
        })
      ).stages,
  })
  return (
    <QueryResult
      query={query}
      what="advice"
      heightPx={160}
      empty="The configuration names no models, so there is nothing to advise."
    >
      {(stages) => (
        <Table
          caption="Advice by stage"
          rows={stages}
          rowKey={({ stage }) => stage}
          detail={{
            label: ({ stage }) => `Evidence on ${stage}`,
            content: (advice) => <Evidence advice={advice} />,
          }}
          columns={[
            { title: 'Stage', cell: ({ stage }) => <span className="mono">{stage}</span> },
            { title: 'Now', cell: ({ present_model }) => <span className="mono">{present_model}</span> },
            {
              title: 'Advice',
              cell: ({ advised_model }) =>
                advised_model === null ? 'stay' : <Badge tone="good">change to {advised_model}</Badge>,
            },
            {
              title: 'Saves a call',
              isNumber: true,
              cell: ({ saves_usd_a_call }) => (saves_usd_a_call === null ? '–' : formatUsd(saves_usd_a_call)),
            },
          ]}
        />
      )}
    </QueryResult>
  )
}

const VERDICTS = {
  present: 'in use now',
  not_worse: 'not worse',
  worse: 'worse',
  too_little_evidence: 'too little evidence',
} as const

function Evidence({ advice: { stage, evidence } }: { advice: StageAdvice }) {
  if (evidence.length === 0) return <p>Nothing has been measured here: items need a ground truth.</p>
  return (
    <Table
      caption={`What has been measured in ${stage}`}
      rows={evidence}
      rowKey={({ model }) => model}
      columns={[
        { title: 'Model', cell: ({ model }) => <span className="mono">{model}</span> },
        { title: 'Measured', isNumber: true, cell: ({ measured }) => formatCount(measured) },
        { title: 'Accuracy', isNumber: true, cell: ({ mean_accuracy }) => formatShare(mean_accuracy) },
        {
          title: 'Against now (95 % interval)',
          cell: ({ verdict, interval }) =>
            verdict === 'present' ? '–' : formatInterval(interval, formatShare),
        },
        { title: 'Cost a call', isNumber: true, cell: ({ mean_cost_usd }) => formatUsd(mean_cost_usd) },
        { title: 'Verdict', cell: ({ verdict }) => VERDICTS[verdict] },
      ]}
    />
  )
}
