import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/Card.tsx'
import { Select } from '../../components/Field.tsx'
import { Interval } from '../../components/Interval.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { type Client, useClient } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import { formatCount, formatScore } from '../../format.ts'
import type { SelectionQuestion } from './selectionSearch.ts'

const NEWEST = 1_000
type Reward = 'quality' | 'utility'

/** What each policy would have been worth on what was logged, with how sure of it one can be. */
export function PolicyComparison({
  question,
  reward,
  onReward,
}: {
  question: SelectionQuestion
  reward: Reward
  onReward: (reward: Reward) => void
}) {
  const client = useClient()
  const estimates = useQuery({
    queryKey: ['policy_values', question],
    queryFn: () => loadEstimates(client, question),
    select: (rows) => rows.filter((row) => row.reward === reward),
  })
  return (
    <Card
      title="Policies compared"
      actions={
        <Select
          label="Compared by"
          value={reward}
          onChange={({ target }) => onReward(target.value === 'utility' ? 'utility' : 'quality')}
        >
          <option value="quality">quality</option>
          <option value="utility">utility</option>
        </Select>
      }
    >
      <QueryResult
        query={estimates}
        what="estimates"
        heightPx={320}
        empty="Nothing to compare yet: no run of this kind has been on record."
      >
        {(rows) => (
          <>
            <p>
              Estimated from the probabilities your newest runs were chosen with ({formatCount(NEWEST)} at
              most). Bars are 95 % intervals; where a policy agreed with the log fewer than ten times there is
              none.
            </p>
            <Table
              caption={`Value in ${reward} of each policy, by two estimators`}
              columns={columnsOf(rows)}
              rows={rows}
              rowKey={(row) =>
                JSON.stringify([
                  row.policy,
                  row.policy_version,
                  row.experiment,
                  row.experiment_arm,
                  nameOf(row),
                ])
              }
            />
          </>
        )}
      </QueryResult>
    </Card>
  )
}

async function loadEstimates(client: Client, { taskType, complexity }: SelectionQuestion) {
  return rowsOf(
    client.rpc('policy_values', { newest: NEWEST, for_task_type: taskType, for_complexity: complexity }),
  )
}
type Estimate = Awaited<ReturnType<typeof loadEstimates>>[number]

function nameOf({ target, policy, target_model, target_approach }: Estimate): string {
  switch (target) {
    case 'logged':
      return `as it ran (${policy})`
    case 'greedy':
      return 'always the highest utility'
    case 'uniform':
      return 'each as likely as any other'
    default:
      return `always ${target_model} ${target_approach}`
  }
}

function columnsOf(rows: readonly Estimate[]): Column<Estimate>[] {
  const ends = rows.flatMap((row) => [
    row.snips_low,
    row.snips_high,
    row.doubly_robust_low,
    row.doubly_robust_high,
  ])
  const known = ends.filter((end): end is number => end !== null)
  const domain = [Math.min(...known), Math.max(...known)] as const
  return [
    { title: 'Policy', cell: nameOf },
    { title: 'Supported', isNumber: true, cell: (row) => formatCount(row.supported_selections) },
    { title: 'Agreed', isNumber: true, cell: (row) => formatCount(row.matched_selections) },
    {
      title: 'Self-normalised',
      cell: ({ snips, snips_low, snips_high }) => (
        <Estimated mean={snips} low={snips_low} high={snips_high} domain={domain} />
      ),
    },
    {
      title: 'Doubly robust',
      cell: ({ doubly_robust, doubly_robust_low, doubly_robust_high }) => (
        <Estimated mean={doubly_robust} low={doubly_robust_low} high={doubly_robust_high} domain={domain} />
      ),
    },
  ]
}

function Estimated({
  mean,
  low,
  high,
  domain,
}: {
  mean: number | null
  low: number | null
  high: number | null
  domain: readonly [number, number]
}) {
  if (mean === null) return <span className="soft">not known</span>
  if (low === null || high === null)
    return (
      <>
        {formatScore(mean)} <span className="soft">too few to tell</span>
      </>
    )
  const text = `${formatScore(mean)} (${formatScore(low)} to ${formatScore(high)})`
  return (
    <>
      <span className="number">{text}</span>
      <Interval {...{ mean, low, high, domain }} label={text} />
    </>
  )
}
