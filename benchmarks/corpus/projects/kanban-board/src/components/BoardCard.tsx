import type { DragEvent } from 'react'
import type { Card, Priority } from '../board/card'
import { useBoard } from '../board/useBoard'

const PRIORITY_STYLES: Record<Priority, string> = {
  low: 'bg-slate-200 text-slate-700',
  normal: 'bg-sky-100 text-sky-800',
  high: 'bg-red-100 text-red-800',
}

interface BoardCardProps {
  card: Card
  onOpen: (cardId: string) => void
}

export function BoardCard({ card, onOpen }: BoardCardProps) {
  const moveCard = useBoard((state) => state.moveCard)

  const handleDrop = (event: DragEvent<HTMLLIElement>) => {
    event.preventDefault()
    event.stopPropagation()
    moveCard(event.dataTransfer.getData('text/plain'), card.columnId, card.id)
  }

  return (
    <li
      draggable
      onDragStart={(event) => event.dataTransfer.setData('text/plain', card.id)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={handleDrop}
      className="cursor-grab rounded-lg bg-white p-3 shadow-sm active:cursor-grabbing"
    >
      <button type="button" onClick={() => onOpen(card.id)} className="w-full text-left">
        <span className="block font-medium">{card.title}</span>
        {card.description ? <span className="line-clamp-2 block text-sm text-slate-500">{card.description}</span> : null}
        <span className={`mt-2 inline-block rounded px-2 text-xs ${PRIORITY_STYLES[card.priority]}`}>{card.priority}</span>
      </button>
    </li>
  )
}
