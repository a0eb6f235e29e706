import { Link } from '@tanstack/react-router'
import { Card } from '../../components/Card.tsx'
import { QueryResult } from '../../components/QueryResult.tsx'
import { SpendCaps } from '../../components/SpendCaps.tsx'
import { useSpend } from '../../data/spend.ts'
import { formatUsd } from '../../format.ts'

export function Spend() {
  return (
    <Card title="Spend" actions={<Link to="/settings">Set a cap</Link>}>
      <QueryResult query={useSpend()} what="your spend">
        {({ caps, month_usd, today_usd }) => (
          <>
            <p>
              {formatUsd(today_usd)} today, {formatUsd(month_usd)} this month (UTC).
            </p>
            {caps.length === 0 ? <p className="soft">No cap holds for you.</p> : <SpendCaps caps={caps} />}
          </>
        )}
      </QueryResult>
    </Card>
  )
}
