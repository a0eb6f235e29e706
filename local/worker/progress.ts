// What a worker says of its work: each item that did not come through, and every few seconds how far it is.
import type { ItemEnd } from '../../supabase/functions/queue/extraction/extractionItem.ts'

export interface Progress {
  onEnd(item: { id: string }, end: ItemEnd | 'lost'): void
  finish(): void
}

export interface ProgressOptions {
  now: () => number
  log: (line: string) => void
  everyMs: number
}

export function createProgress({ now, log, everyMs }: ProgressOptions): Progress {
  const startedAtMs = now()
  let saidAtMs = startedAtMs
  const counts = { completed: 0, failed: 0, cancelled: 0, released: 0, lost: 0 }

  function say(): void {
    saidAtMs = now()
    const seconds = Math.max(0.001, (saidAtMs - startedAtMs) / 1000)
    const told = Object.entries(counts).filter(([kind, count]) => kind === 'completed' || count > 0)
    const parts = told.map(([kind, count]) => `${count} ${kind}`)
    log(
      `${parts.join(', ')} in ${seconds.toFixed(1)} s (${(counts.completed / seconds).toFixed(1)} a second)`,
    )
  }

  return {
    onEnd({ id }, end) {
      const kind = end === 'lost' ? end : end.kind
      counts[kind] += 1
      if (end !== 'lost' && end.kind === 'failed') {
        log(`${id}: ${end.code}: ${end.message}${end.isRetryable ? ' It is tried again.' : ''}`)
      }
      if (now() - saidAtMs >= everyMs) say()
    },
    finish: say,
  }
}
