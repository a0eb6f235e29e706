import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { Card } from '../../components/Card.tsx'
import { Json } from '../../components/Json.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { Table } from '../../components/Table.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { EXPERIMENTS_KEY, type ExperimentStatus } from '../../data/experiments.ts'
import { useClient } from '../../data/project.tsx'

const setupSchema = z.object({
  configuration: z.record(z.string(), z.unknown()),
  agents: z.array(
    z.object({
      group_number: z.number(),
      agent_number: z.number(),
      model_name: z.string(),
      initial_power: z.number(),
      score: z.number(),
    }),
  ),
})

/** What was asked for, and who runs on what. */
export function Setup({ status: { experiment_id: id, seed, models, status } }: { status: ExperimentStatus }) {
  const client = useClient()
  const query = useQuery({
    queryKey: [...EXPERIMENTS_KEY, id, 'setup', status],
    queryFn: () => callFunction(client, { path: `experiments/${id}`, answer: setupSchema }),
  })
  return (
    <div className="stack">
      <Table
        caption={`Models; the seed is ${seed}`}
        rows={models}
        rowKey={({ model_name }) => model_name}
        columns={[
          { title: 'Model', cell: ({ model_name }) => <span className="mono">{model_name}</span> },
          { title: 'Runs as', cell: ({ runs_as }) => <span className="mono">{runs_as}</span> },
          { title: 'Provider', cell: ({ provider }) => provider },
        ]}
      />
      <QueryResult query={query} what="the setup" heightPx={320}>
        {({ agents, configuration }) => (
          <>
            <Table
              caption="Agents"
              rows={agents}
              rowKey={({ group_number, agent_number }) => `${group_number} ${agent_number}`}
              columns={[
                { title: 'Group', isNumber: true, cell: ({ group_number }) => group_number },
                { title: 'Agent', isNumber: true, cell: ({ agent_number }) => agent_number },
                { title: 'Model', cell: ({ model_name }) => <span className="mono">{model_name}</span> },
                { title: 'Power at first', isNumber: true, cell: ({ initial_power }) => initial_power },
                { title: 'Score', isNumber: true, cell: ({ score }) => Math.round(score * 100) / 100 },
              ]}
            />
            <Card title="Configuration">
              <Json label="Configuration as JSON" value={configuration} />
            </Card>
          </>
        )}
      </QueryResult>
    </div>
  )
}
