import type { ReactNode } from 'react'

export type Tone = 'good' | 'warn' | 'bad' | 'accent'

/** A word about the state of something; the colour only repeats what the word says. */
export function Badge({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  )
}
