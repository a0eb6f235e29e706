import type { SpendCap } from '../data/spend.ts'
import { formatShare, formatUsd } from '../format.ts'
import { Badge } from './Badge.tsx'
import { Meter } from './Meter.tsx'

const PERIODS = { day: 'A day', month: 'A month', total: 'Ever' }

/** Each cap with how much of it is used. */
export function SpendCaps({ caps }: { caps: readonly SpendCap[] }) {
  return (
    <ul className="stack">
      {caps.map(({ id, period, set_by, limit_usd, spent_usd, reserved_usd }) => {
        const used = limit_usd === 0 ? 1 : (spent_usd + reserved_usd) / limit_usd
        return (
          <li key={id} className="stack" style={{ gap: 6 }}>
            <div className="row" style={{ justifyContent: 'space-between' }}>
              <span>
                <strong>{PERIODS[period]}</strong>{' '}
                <span className="soft">{set_by === 'user' ? 'your own cap' : 'set by the project'}</span>
              </span>
              <Badge tone={used >= 1 ? 'bad' : used >= 0.8 ? 'warn' : 'good'}>{formatShare(used)} used</Badge>
            </div>
            <Meter share={used} label={`${PERIODS[period]}: ${formatShare(used)} of the cap used`} />
            <span className="soft">
              {formatUsd(spent_usd)} of {formatUsd(limit_usd)} spent
              {reserved_usd > 0 && `, ${formatUsd(reserved_usd)} reserved by runs under way`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
