import { Card } from '../../components/Card.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { SpendCaps } from '../../components/SpendCaps.tsx'
import { useSpend } from '../../data/spend.ts'
import { formatUsd } from '../../format.ts'
import { OwnCapForm } from './OwnCapForm.tsx'

/** What is spent, the caps that hold, and a form for a cap of one's own. */
export function SpendSettings() {
  return (
    <Card title="Spend caps">
      <QueryResult query={useSpend()} what="your spend" heightPx={280}>
        {({ caps, month_usd, today_usd }) => (
          <>
            <p>
              You have spent {formatUsd(today_usd)} today and {formatUsd(month_usd)} this month (UTC). A run
              reserves the most it can cost before it starts; where a cap leaves too little, it is refused.
            </p>
            {caps.length === 0 ? (
              <p className="soft">No cap holds for you yet.</p>
            ) : (
              <SpendCaps caps={caps} />
            )}
            <OwnCapForm caps={caps} />
          </>
        )}
      </QueryResult>
    </Card>
  )
}
