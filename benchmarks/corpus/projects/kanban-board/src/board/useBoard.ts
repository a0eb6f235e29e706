import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Card, ColumnId } from './card'

interface BoardState {
  cards: Card[]
  addCard: (columnId: ColumnId, title: string) => void
  updateCard: (id: string, changes: Partial<Omit<Card, 'id'>>) => void
  removeCard: (id: string) => void
  /** Puts a card into a column, before another card or at its end. */
  moveCard: (id: string, columnId: ColumnId, beforeId: string | null) => void
}

function moved(cards: Card[], id: string, columnId: ColumnId, beforeId: string | null): Card[] {
  const card = cards.find((candidate) => candidate.id === id)
  if (!card || id === beforeId) return cards
  const others = cards.filter((candidate) => candidate.id !== id)
  const found = others.findIndex((candidate) => candidate.id === beforeId)
  const position = found === -1 ? others.length : found
  return [...others.slice(0, position), { ...card, columnId }, ...others.slice(position)]
}

export const useBoard = create<BoardState>()(
  persist(
    (set) => ({
      cards: [],
      addCard: (columnId, title) =>
        set((state) => ({
          cards: [...state.cards, { id: crypto.randomUUID(), title, description: '', priority: 'normal', columnId }],
        })),
      updateCard: (id, changes) =>
        set((state) => ({ cards: state.cards.map((card) => (card.id === id ? { ...card, ...changes } : card)) })),
      removeCard: (id) => set((state) => ({ cards: state.cards.filter((card) => card.id !== id) })),
      moveCard: (id, columnId, beforeId) => set((state) => ({ cards: moved(state.cards, id, columnId, beforeId) })),
    }),
    { name: 'kanban-board' },
  ),
)
