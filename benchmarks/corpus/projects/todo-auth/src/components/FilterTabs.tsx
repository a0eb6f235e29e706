import type { TodoFilter } from '@/model'

const FILTERS: { value: TodoFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'done', label: 'Done' },
]

interface FilterTabsProps {
  value: TodoFilter
  onChange: (filter: TodoFilter) => void
}

export function FilterTabs({ value, onChange }: FilterTabsProps) {
  return (
    <div className="flex gap-1 rounded-lg bg-slate-100 p-1" role="tablist" aria-label="Filter tasks">
      {FILTERS.map((filter) => (
        <button
          key={filter.value}
          type="button"
          role="tab"
          aria-selected={filter.value === value}
          onClick={() => onChange(filter.value)}
          className={`rounded-md px-3 py-1 text-sm ${
            filter.value === value ? 'bg-white font-medium shadow-sm' : 'text-slate-500 hover:text-slate-900'
          }`}
        >
          {filter.label}
        </button>
      ))}
    </div>
  )
}
