import type { ReactNode } from 'react'

interface EmptyStateProps {
  text: string
  children?: ReactNode
}

export function EmptyState({ text, children }: EmptyStateProps) {
  return (
    <div className="rounded-xl border border-dashed border-zinc-300 p-10 text-center text-zinc-500">
      <p className="mb-4">{text}</p>
      {children}
    </div>
  )
}
