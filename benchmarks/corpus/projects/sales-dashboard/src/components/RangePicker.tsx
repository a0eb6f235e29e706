const RANGES = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
]

interface RangePickerProps {
  days: number
  onChange: (days: number) => void
}

export function RangePicker({ days, onChange }: RangePickerProps) {
  return (
    <div className="inline-flex rounded-lg bg-white p-1 shadow-sm dark:bg-slate-900" role="group" aria-label="Time range">
      {RANGES.map((range) => (
        <button
          key={range.days}
          type="button"
          aria-pressed={range.days === days}
          onClick={() => onChange(range.days)}
          className={`rounded-md px-3 py-1 text-sm ${range.days === days ? 'bg-indigo-600 text-white' : 'text-slate-500'}`}
        >
          {range.label}
        </button>
      ))}
    </div>
  )
}
