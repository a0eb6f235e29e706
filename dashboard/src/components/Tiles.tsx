import type { ReactNode } from 'react'

export interface Tile {
  title: string
  value: ReactNode
  note?: ReactNode
}

/** Single figures, side by side. */
export function Tiles({ tiles }: { tiles: readonly Tile[] }) {
  return (
    <dl className="tiles">
      {tiles.map(({ title, value, note }) => (
        <div className="tile" key={title}>
          <dt>{title}</dt>
          <dd>
            {value}
            {note !== undefined && <span className="note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
