import { type ReactNode, useId } from 'react'

export interface CardProps {
  title: ReactNode
  /** Stands at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A titled region. */
export function Card({ title, actions, children }: CardProps) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
