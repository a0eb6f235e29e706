import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { Card } from '../../components/Card.tsx'
import { Interval } from '../../components/Interval.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { StrategyName } from '../../components/StrategyName.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { callFunction } from '../../data/callFunction.ts'
import { useClient, useUserId } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import { formatCount, formatMs, formatScore, formatShare, formatUsd } from '../../format.ts'
import type { SelectionQuestion } from './selectionSearch.ts'

const armSchema = z.object({
  model: z.string(),
  provider: z.string(),
  approach: z.string(),
  expectedQuality: z.object({ mean: z.number(), low: z.number(), high: z.number() }),
  successRate: z.number(),
  expectedCostUsd: z.number().nullable(),
  expectedDurationMs: z.number(),
  costPoints: z.number(),
  utility: z.number(),
  reservationValue: z.number(),
  attempts: z.number(),
  because: z.string(),
})
type Arm = z.output<typeof armSchema>
const answerSchema = z.object({ arms: z.array(armSchema) })

/** What the selector believes of each strategy now, for this user. */
export function Beliefs({ question }: { question: SelectionQuestion }) {
  const client = useClient()
  const userId = useUserId()
  const { taskType, complexity } = question
  const arms = useQuery({
    queryKey: ['selection', question],
    queryFn: async () => {
      const query = new URLSearchParams({ taskType, complexity })
      const path = `multi-model-orchestrator/selection?${query}`
      return (await callFunction(client, { path, answer: answerSchema })).arms
    },
  })
  const best = useQuery({
    queryKey: ['best_model', userId, taskType],
    queryFn: () => rowsOf(client.rpc('get_best_model_for_task', { user_id: userId, task_type: taskType })),
  })
  const [winner] = best.data ?? []
  return (
    <Card title="What is believed of each strategy">
      <QueryResult
        query={arms}
        what="beliefs"
        heightPx={360}
        empty="No model can run: set the key of a provider."
      >
        {(rows) => (
          <>
            <p>
              Utility is expected quality times success, less what money and time cost in score points. A run
              tries strategies in the order of their reservation values: high for those worth trying for what
              they might turn out to be, and it stops when none left can be expected to beat what is in hand.
            </p>
            <Table
              caption={`Strategies for ${taskType}, ${complexity} complexity, best utility first`}
              columns={columnsOf(rows)}
              rows={rows}
              rowKey={({ model, approach }) => `${model} ${approach}`}
            />
          </>
        )}
      </QueryResult>
      {winner && (
        <p className="soft">
          Of the strategies on record, <strong>{winner.model}</strong> ({winner.approach}) is the best for
          this kind of task: quality {formatScore(winner.expected_quality)}, success{' '}
          {formatShare(winner.success_rate)}, from {formatCount(Math.round(winner.samples))} recent attempts.
        </p>
      )}
    </Card>
  )
}

function columnsOf(arms: readonly Arm[]): Column<Arm>[] {
  const order = [...arms].sort((left, right) => right.reservationValue - left.reservationValue)
  return [
    {
      title: 'Strategy',
      cell: ({ model, approach }) => <StrategyName {...{ model, approach }} />,
    },
    {
      title: 'Evidence',
      cell: ({ attempts, because }) => (
        <span title={because}>
          {attempts < 1 ? 'catalog only' : `${formatCount(Math.round(attempts))} attempts`}
        </span>
      ),
    },
    {
      title: 'Quality, 95 %',
      cell: ({ expectedQuality: { mean, low, high } }) => {
        const text = `${formatScore(mean)} (${formatScore(low)}–${formatScore(high)})`
        return (
          <>
            <span className="number">{text}</span>
            <Interval {...{ mean, low, high }} domain={[0, 100]} label={`Expected quality ${text}`} />
          </>
        )
      },
    },
    { title: 'Success', isNumber: true, cell: ({ successRate }) => formatShare(successRate) },
    {
      title: 'Price',
      isNumber: true,
      cell: ({ expectedCostUsd, expectedDurationMs, costPoints }) => (
        <>
          {formatScore(costPoints)} points
          <br />
          <span className="soft">
            {formatUsd(expectedCostUsd)}, {formatMs(expectedDurationMs)}
          </span>
        </>
      ),
    },
    { title: 'Utility', isNumber: true, cell: ({ utility }) => <strong>{formatScore(utility)}</strong> },
    { title: 'Reservation', isNumber: true, cell: ({ reservationValue }) => formatScore(reservationValue) },
    { title: 'Tried', isNumber: true, cell: (arm) => `${order.indexOf(arm) + 1}.` },
  ]
}
