'use client'

import { useFormStatus } from 'react-dom'
import { saveNotesAction } from '@/lib/actions'
import type { Book } from '@/lib/book'

function SaveButton() {
  const { pending } = useFormStatus()
  return (
    <button type="submit" disabled={pending}>
      {pending ? 'Saving…' : 'Save notes'}
    </button>
  )
}

export function NotesForm({ book }: { book: Book }) {
  const save = saveNotesAction.bind(null, book.id)
  return (
    <form action={save} className="form">
      <label>
        Notes
        <textarea name="notes" rows={8} maxLength={5000} defaultValue={book.notes} />
      </label>
      <SaveButton />
    </form>
  )
}
