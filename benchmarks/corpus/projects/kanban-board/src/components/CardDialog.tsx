import { useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { PRIORITIES } from '../board/card'
import type { Card, Priority } from '../board/card'
import { useBoard } from '../board/useBoard'

interface CardDialogProps {
  card: Card
  onClose: () => void
}

export function CardDialog({ card, onClose }: CardDialogProps) {
  const updateCard = useBoard((state) => state.updateCard)
  const removeCard = useBoard((state) => state.removeCard)
  const dialog = useRef<HTMLDialogElement>(null)
  const [title, setTitle] = useState(card.title)
  const [description, setDescription] = useState(card.description)
  const [priority, setPriority] = useState<Priority>(card.priority)

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    updateCard(card.id, { title: title.trim() || card.title, description, priority })
    onClose()
  }

  const handleRemove = () => {
    removeCard(card.id)
    onClose()
  }

  return (
    <dialog ref={dialog} onCancel={onClose} className="w-full max-w-md rounded-xl p-6 backdrop:bg-black/50">
      <form onSubmit={handleSubmit} className="space-y-4">
        <label className="block text-sm font-medium">
          Title
          <input
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            className="mt-1 w-full rounded border border-slate-300 px-3 py-2"
          />
        </label>
        <label className="block text-sm font-medium">
          Description
          <textarea
            rows={4}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            className="mt-1 w-full rounded border border-slate-300 px-3 py-2"
          />
        </label>
        <fieldset className="flex gap-4 text-sm">
          <legend className="mb-1 font-medium">Priority</legend>
          {PRIORITIES.map((option) => (
            <label key={option} className="flex items-center gap-1 capitalize">
              <input
                type="radio"
                name="priority"
                value={option}
                checked={priority === option}
                onChange={() => setPriority(option)}
              />
              {option}
            </label>
          ))}
        </fieldset>
        <div className="flex justify-between">
          <button type="button" onClick={handleRemove} className="text-red-700">
            Delete
          </button>
          <div className="flex gap-3">
            <button type="button" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className="rounded bg-sky-700 px-4 py-2 text-white">
              Save
            </button>
          </div>
        </div>
      </form>
    </dialog>
  )
}
