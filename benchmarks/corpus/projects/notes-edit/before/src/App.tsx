import { useState } from 'react'
import { NoteEditor } from './components/NoteEditor'
import { NoteList } from './components/NoteList'
import { useNotes } from './useNotes'

export function App() {
  const { notes, saveNote, removeNote } = useNotes()
  const [selectedId, setSelectedId] = useState<string | null>(null)
  const selected = notes.find((note) => note.id === selectedId) ?? null

  return (
    <div className="mx-auto grid max-w-4xl gap-8 p-8 md:grid-cols-[16rem_1fr]">
      <aside>
        <h1 className="mb-4 text-2xl font-semibold">Notes</h1>
        <NoteList notes={notes} selectedId={selectedId} onSelect={setSelectedId} onRemove={removeNote} />
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
