import { useState } from 'react'
import type { FormEvent } from 'react'
import { parseTags } from '../note'
import type { Note } from '../note'

interface NoteEditorProps {
  note: Note | null
  onSave: (note: Omit<Note, 'updatedAt'>) => void
  onNew: () => void
}

export function NoteEditor({ note, onSave, onNew }: NoteEditorProps) {
  const [title, setTitle] = useState(note?.title ?? '')
  const [body, setBody] = useState(note?.body ?? '')
  const [tags, setTags] = useState(note?.tags.join(', ') ?? '')

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSave({
      id: note?.id ?? crypto.randomUUID(),
      title: title.trim() || 'Untitled',
      body,
      tags: parseTags(tags),
    })
  }

  return (
    <form onSubmit={handleSubmit} className="space-y-4">
      <input
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        placeholder="Title"
        aria-label="Title"
        className="w-full rounded border border-stone-300 bg-white px-3 py-2 text-lg"
      />
      <textarea
        value={body}
        onChange={(event) => setBody(event.target.value)}
        rows={12}
        placeholder="Write…"
        aria-label="Text"
        className="w-full rounded border border-stone-300 bg-white px-3 py-2"
      />
      <input
        value={tags}
        onChange={(event) => setTags(event.target.value)}
        placeholder="Tags, separated by commas"
        aria-label="Tags"
        className="w-full rounded border border-stone-300 bg-white px-3 py-2"
      />
      <div className="flex gap-3">
        <button type="submit" className="rounded bg-amber-600 px-4 py-2 text-white">
          Save
        </button>
        <button type="button" onClick={onNew} className="rounded px-4 py-2">
          New note
        </button>
      </div>
    </form>
  )
}
