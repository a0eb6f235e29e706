import { useState } from 'react'
import type { FormEvent } from 'react'
import type { ColumnId } from '../board/card'
import { useBoard } from '../board/useBoard'

export function AddCard({ columnId }: { columnId: ColumnId }) {
  const addCard = useBoard((state) => state.addCard)
  const [title, setTitle] = useState('')

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const trimmed = title.trim()
    if (!trimmed) return
    addCard(columnId, trimmed)
    setTitle('')
  }

  return (
    <form onSubmit={handleSubmit} className="flex gap-2">
      <input
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        placeholder="Add a card"
        aria-label="Card title"
        className="min-w-0 flex-1 rounded-lg border border-slate-300 px-3 py-2 text-sm"
      />
      <button type="submit" disabled={!title.trim()} className="rounded-lg bg-sky-700 px-3 text-sm text-white disabled:opacity-40">
        Add
      </button>
    </form>
  )
}
