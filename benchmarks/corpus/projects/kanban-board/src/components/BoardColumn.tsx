import { useState } from 'react'
import type { DragEvent } from 'react'
import type { Card, Column } from '../board/card'
import { useBoard } from '../board/useBoard'
import { AddCard } from './AddCard'
import { BoardCard } from './BoardCard'

interface BoardColumnProps {
  column: Column
  cards: Card[]
  onOpen: (cardId: string) => void
}

export function BoardColumn({ column, cards, onOpen }: BoardColumnProps) {
  const moveCard = useBoard((state) => state.moveCard)
  const [over, setOver] = useState(false)
  const full = column.limit !== undefined && cards.length >= column.limit

  const handleDragOver = (event: DragEvent<HTMLElement>) => {
    event.preventDefault()
    setOver(true)
  }

  const handleDrop = (event: DragEvent<HTMLElement>) => {
    event.preventDefault()
    setOver(false)
    moveCard(event.dataTransfer.getData('text/plain'), column.id, null)
  }

  return (
    <section
      aria-label={column.title}
      onDragOver={handleDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={handleDrop}
      className={`rounded-xl p-4 ${over ? 'bg-sky-200' : 'bg-slate-100'}`}
    >
      <h2 className="mb-3 flex justify-between font-medium">
        {column.title}
        <span className={full ? 'text-red-700' : 'text-slate-500'}>
          {cards.length}
          {column.limit === undefined ? '' : ` / ${column.limit}`}
        </span>
      </h2>
      <ul className="mb-3 space-y-2">
        {cards.map((card) => (
          <BoardCard key={card.id} card={card} onOpen={onOpen} />
        ))}
      </ul>
      <AddCard columnId={column.id} />
    </section>
  )
}
