import { useMemo, useState } from 'react'
import { NoteEditor } from './components/NoteEditor'
import { NoteList } from './components/NoteList'
import { SearchBar } from './components/SearchBar'
import { matchesNote } from './note'
import { useNotes } from './useNotes'

export function App() {
  const { notes, saveNote, removeNote } = useNotes()
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const [search, setSearch] = useState('')
  const [tag, setTag] = useState<string | null>(null)
  const selected = notes.find((note) => note.id === selectedId) ?? null

  const tags = useMemo(() => [...new Set(notes.flatMap((note) => note.tags))].sort(), [notes])
  const visible = useMemo(() => notes.filter((note) => matchesNote(note, search, tag)), [notes, search, tag])

  return (
    <div className="mx-auto grid max-w-4xl gap-8 p-8 md:grid-cols-[16rem_1fr]">
      <aside>
        <h1 className="mb-4 text-2xl font-semibold">Notes</h1>
        <SearchBar search={search} onSearch={setSearch} tags={tags} selectedTag={tag} onSelectTag={setTag} />
        <NoteList notes={visible} selectedId={selectedId} onSelect={setSelectedId} onRemove={removeNote} />
      </aside>
      <main>
        <NoteEditor
          key={selected?.id ?? 'new'}
          note={selected}
          onSave={(note) => {
            saveNote(note)
            setSelectedId(note.id)
          }}
          onNew={() => setSelectedId(null)}
        />
      </main>
    </div>
  )
}
