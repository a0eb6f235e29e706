import Link from 'next/link'
import { STATUS_LABELS, statusSchema } from '@/lib/book'
import type { Status } from '@/lib/book'

export function StatusFilter({ selected }: { selected: Status | null }) {
  return (
    <p>
      <Link href="/">All</Link>
      {statusSchema.options.map((status) => (
        <span key={status}>
          {' · '}
          <Link href={`/?status=${status}`} aria-current={status === selected ? 'true' : undefined}>
            {STATUS_LABELS[status]}
          </Link>
        </span>
      ))}
    </p>
  )
}
