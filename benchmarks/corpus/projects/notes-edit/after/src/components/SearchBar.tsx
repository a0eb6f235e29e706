interface SearchBarProps {
  search: string
  onSearch: (search: string) => void
  tags: string[]
  selectedTag: string | null
  onSelectTag: (tag: string | null) => void
}

export function SearchBar({ search, onSearch, tags, selectedTag, onSelectTag }: SearchBarProps) {
  return (
    <div className="mb-4 space-y-2">
      <input
        type="search"
        value={search}
        onChange={(event) => onSearch(event.target.value)}
        placeholder="Search notes"
        aria-label="Search notes"
        className="w-full rounded border border-stone-300 bg-white px-3 py-2"
      />
      {tags.length > 0 ? (
        <div className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <button
              key={tag}
              type="button"
              aria-pressed={tag === selectedTag}
              onClick={() => onSelectTag(tag === selectedTag ? null : tag)}
              className={`rounded-full px-2 py-0.5 text-xs ${tag === selectedTag ? 'bg-amber-600 text-white' : 'bg-amber-100'}`}
            >
              #{tag}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  )
}
