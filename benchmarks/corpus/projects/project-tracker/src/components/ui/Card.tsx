import type { ReactNode } from 'react'

interface CardProps {
  title?: string
  children: ReactNode
}

export function Card({ title, children }: CardProps) {
  return (
    <section className="rounded-xl border border-zinc-200 bg-white p-5">
      {title ? <h2 className="mb-4 font-semibold">{title}</h2> : null}
      {children}
    </section>
  )
}
