import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/Card.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { StrategyName } from '../../components/StrategyName.tsx'
import { Table } from '../../components/Table.tsx'
import { useClient } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import { formatCount, formatScore, formatShare } from '../../format.ts'
import type { SelectionQuestion } from './selectionSearch.ts'

const NEWEST = 500

/** What was chosen of late, of what could have been. */
export function RecentChoices({ question }: { question: SelectionQuestion }) {
  const client = useClient()
  const choices = useQuery({
    queryKey: ['selection_arms', question],
    queryFn: () =>
      rowsOf(
        client.rpc('selection_arms', {
          newest: NEWEST,
          for_task_type: question.taskType,
          for_complexity: question.complexity,
        }),
      ),
  })
  return (
    <Card title="What was chosen of late">
      <QueryResult
        query={choices}
        what="selections"
        heightPx={240}
        empty="No run of this kind has been on record yet."
      >
        {(rows) => (
          <Table
            caption={`Strategies in your newest runs of this kind, ${NEWEST} at most`}
            columns={[
              {
                title: 'Strategy',
                cell: ({ model, approach }) => <StrategyName {...{ model, approach }} />,
              },
              { title: 'Could have been', isNumber: true, cell: ({ eligible }) => formatCount(eligible) },
              { title: 'Came first', isNumber: true, cell: ({ chosen }) => formatCount(chosen) },
              { title: 'To explore', isNumber: true, cell: ({ explored }) => formatCount(explored) },
              {
                title: 'Mean utility',
                isNumber: true,
                cell: ({ expected_utility }) => formatScore(expected_utility),
              },
              {
                title: 'Mean probability',
                isNumber: true,
                cell: ({ propensity }) => formatShare(propensity),
              },
            ]}
            rows={rows}
            rowKey={({ model, approach }) => `${model} ${approach}`}
          />
        )}
      </QueryResult>
    </Card>
  )
}
