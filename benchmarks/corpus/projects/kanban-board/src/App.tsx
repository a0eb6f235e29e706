import { useState } from 'react'
import { BoardColumn } from './components/BoardColumn'
import { CardDialog } from './components/CardDialog'
import { SearchField } from './components/SearchField'
import { COLUMNS } from './board/card'
import { useBoard } from './board/useBoard'

export function App() {
  const cards = useBoard((state) => state.cards)
  const [search, setSearch] = useState('')
  const [openCardId, setOpenCardId] = useState<string | null>(null)
  const needle = search.trim().toLowerCase()
  const matching = cards.filter((card) => card.title.toLowerCase().includes(needle))
  const openCard = cards.find((card) => card.id === openCardId)

  return (
    <div className="flex min-h-screen flex-col gap-6 p-6">
      <header className="flex flex-wrap items-center justify-between gap-4 text-white">
        <h1 className="text-2xl font-semibold">Board</h1>
        <SearchField value={search} onChange={setSearch} />
      </header>
      <div className="grid flex-1 items-start gap-4 md:grid-cols-3">
        {COLUMNS.map((column) => (
          <BoardColumn
            key={column.id}
            column={column}
            cards={matching.filter((card) => card.columnId === column.id)}
            onOpen={setOpenCardId}
          />
        ))}
      </div>
      {openCard ? <CardDialog key={openCard.id} card={openCard} onClose={() => setOpenCardId(null)} /> : null}
    </div>
  )
}
