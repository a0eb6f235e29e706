import type { Note } from '../note'

interface NoteListProps {
  notes: Note[]
  selectedId: string | null
  onSelect: (id: string) => void
  onRemove: (id: string) => void
}

export function NoteList({ notes, selectedId, onSelect, onRemove }: NoteListProps) {
  if (notes.length === 0) return <p className="text-stone-500">Nothing written yet.</p>
  return (
    <ul className="space-y-2">
      {notes.map((note) => (
        <li key={note.id} className="flex items-center gap-2">
          <button
            type="button"
            onClick={() => onSelect(note.id)}
            className={`flex-1 truncate rounded px-3 py-2 text-left ${note.id === selectedId ? 'bg-amber-200' : 'bg-white'}`}
          >
            {note.title}
          </button>
          <button type="button" onClick={() => onRemove(note.id)} aria-label={`Delete ${note.title}`}>
            ×
          </button>
        </li>
      ))}
    </ul>
  )
}
