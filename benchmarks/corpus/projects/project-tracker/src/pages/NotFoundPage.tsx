import { Link } from 'react-router-dom'
import { EmptyState } from '@/components/ui/EmptyState'

export default function NotFoundPage() {
  return (
    <EmptyState text="There is nothing at this address.">
      <Link to="/" className="text-accent-700 underline">
        Back to the overview
      </Link>
    </EmptyState>
  )
}
