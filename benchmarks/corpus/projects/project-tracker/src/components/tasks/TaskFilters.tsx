import type { TaskStatus } from '@/workspace/model'
import { TASK_STATUSES } from '@/workspace/model'

export interface TaskFilter {
  search: string
  status: TaskStatus | 'all'
}

interface TaskFiltersProps {
  filter: TaskFilter
  onChange: (filter: TaskFilter) => void
}

export function TaskFilters({ filter, onChange }: TaskFiltersProps) {
  return (
    <div className="flex flex-wrap gap-3">
      <input
        type="search"
        value={filter.search}
        onChange={(event) => onChange({ ...filter, search: event.target.value })}
        placeholder="Search tasks"
        aria-label="Search tasks"
        className="rounded-lg border border-zinc-300 px-3 py-2 text-sm"
      />
      <div className="flex rounded-lg bg-zinc-100 p-1 text-sm" role="group" aria-label="Status">
        {(['all', ...TASK_STATUSES] as const).map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={status === filter.status}
            onClick={() => onChange({ ...filter, status })}
            className={`rounded px-3 py-1 ${status === filter.status ? 'bg-white shadow-sm' : 'text-zinc-500'}`}
          >
            {status}
          </button>
        ))}
      </div>
    </div>
  )
}
