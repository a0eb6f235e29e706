interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
}

export function SearchField({ value, onChange }: SearchFieldProps) {
  return (
    <input
      type="search"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      placeholder="Search cards"
      aria-label="Search cards"
      className="w-64 rounded-lg bg-white/90 px-3 py-2 text-slate-900"
    />
  )
}
