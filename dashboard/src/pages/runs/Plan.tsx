import { Badge } from '../../components/Badge.tsx'
import { Card } from '../../components/Card.tsx'
import { StrategyName } from '../../components/StrategyName.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { formatScore, formatShare } from '../../format.ts'
import type { PlannedStrategy, RunStory } from './loadRun.ts'

/** The strategies in the order they were to be tried, with what was expected of each. */
export function Plan({ selection }: { selection: NonNullable<RunStory['selection']> }) {
  const { policy, explored, propensity, stop_reason, planned, was_optimal } = selection
  return (
    <Card
      title="Plan"
      actions={
        <span className="row">
          <Badge>{policy}</Badge>
          {explored && <Badge tone="warn">explored</Badge>}
          {was_optimal !== null && (
            <Badge tone={was_optimal ? 'good' : 'bad'}>
              {was_optimal ? 'was optimal' : 'was not optimal'}
            </Badge>
          )}
        </span>
      }
    >
      <Table
        caption="Strategies in the order they were to be tried"
        columns={COLUMNS}
        rows={planned}
        rowKey={({ model, approach }) => `${model} ${approach}`}
      />
      <p className="soft">
        The first strategy came first with a probability of {formatShare(propensity)}.
        {stop_reason && ` The run stopped because of: ${stop_reason}.`}
      </p>
    </Card>
  )
}

const COLUMNS: readonly Column<PlannedStrategy>[] = [
  {
    title: 'Strategy',
    cell: ({ model, approach }) => <StrategyName {...{ model, approach }} />,
  },
  {
    title: 'Expected quality',
    isNumber: true,
    cell: ({ expectedQuality }) => formatScore(expectedQuality),
  },
  { title: 'Utility', isNumber: true, cell: ({ expectedUtility }) => formatScore(expectedUtility) },
  { title: 'Reservation', isNumber: true, cell: ({ reservationValue }) => formatScore(reservationValue) },
]
