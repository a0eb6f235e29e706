import { Badge, type Tone } from '../../components/Badge.tsx'
import type { ItemStatus, ItemSummary } from '../../data/queue.ts'

const WORDS: Readonly<Record<ItemStatus, { word: string; tone?: Tone }>> = {
  pending: { word: 'not started' },
  queued: { word: 'in line' },
  waiting: { word: 'waiting to try again', tone: 'warn' },
  paused: { word: 'paused', tone: 'warn' },
  processing: { word: 'processing', tone: 'accent' },
  completed: { word: 'completed', tone: 'good' },
  dead_letter: { word: 'dead letter', tone: 'bad' },
  cancelled: { word: 'cancelled' },
}

/** A status in words. */
export function statusWord(status: ItemStatus): string {
  return WORDS[status].word
}

export function StatusBadge({
  item: { status, cancel_requested },
}: {
  item: Pick<ItemSummary, 'status' | 'cancel_requested'>
}) {
  const { word, tone } = WORDS[status]
  return <Badge tone={tone}>{cancel_requested && status === 'processing' ? 'being cancelled' : word}</Badge>
}

/** Whether nothing more comes of it by itself. */
export function hasEnded({ status }: Pick<ItemSummary, 'status'>): boolean {
  return status === 'completed' || status === 'dead_letter' || status === 'cancelled'
}
