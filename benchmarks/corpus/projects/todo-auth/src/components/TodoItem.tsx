import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Pencil, Trash2 } from 'lucide-react'
import type { Todo } from '@/model'

interface TodoItemProps {
  todo: Todo
  onToggle: (id: string) => void
  onRename: (id: string, title: string) => void
  onRemove: (id: string) => void
}

export function TodoItem({ todo, onToggle, onRename, onRemove }: TodoItemProps) {
  const [draft, setDraft] = useState<string | null>(null)

  const saveDraft = () => {
    const title = draft?.trim()
    if (title) onRename(todo.id, title)
    setDraft(null)
  }

  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') saveDraft()
    if (event.key === 'Escape') setDraft(null)
  }

  return (
    <li className="flex items-center gap-3 py-3">
      <input
        type="checkbox"
        checked={todo.done}
        onChange={() => onToggle(todo.id)}
        aria-label={`Mark ${todo.title} as ${todo.done ? 'open' : 'done'}`}
        className="h-5 w-5 rounded border-slate-300 accent-brand-600"
      />
      {draft === null ? (
        <span className={`flex-1 ${todo.done ? 'text-slate-400 line-through' : ''}`}>{todo.title}</span>
      ) : (
        <input
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={saveDraft}
          onKeyDown={handleKeyDown}
          aria-label="Task title"
          className="flex-1 rounded border border-slate-300 px-2 py-1"
        />
      )}
      <button
        type="button"
        onClick={() => setDraft(todo.title)}
        aria-label={`Rename ${todo.title}`}
        className="text-slate-400 hover:text-slate-700"
      >
        <Pencil className="h-4 w-4" />
      </button>
      <button
        type="button"
        onClick={() => onRemove(todo.id)}
        aria-label={`Delete ${todo.title}`}
        className="text-slate-400 hover:text-red-600"
      >
        <Trash2 className="h-4 w-4" />
      </button>
    </li>
  )
}
