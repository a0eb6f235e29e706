import type { ReactNode } from 'react'
import { Button } from './Button.tsx'

/** Something the reader is to know; failures are announced. */
export function Notice({ tone, children }: { tone?: 'good' | 'warn' | 'bad'; children: ReactNode }) {
  return (
    <div className="notice" data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      {children}
    </div>
  )
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="placeholder">{children}</div>
}

/** Keeps the place of what is loading, so that nothing moves when it comes. */
export function Loading({ what, heightPx }: { what: string; heightPx?: number }) {
  return (
    <div
      className="placeholder"
      data-busy=""
      role="status"
      style={heightPx === undefined ? undefined : { minHeight: heightPx }}
    >
      Loading {what} …
    </div>
  )
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <Notice tone="bad">
      <p>{error instanceof Error ? error.message : String(error)}</p>
      {retry && (
        <Button size="small" onClick={retry}>
          Try again
        </Button>
      )}
    </Notice>
  )
}
