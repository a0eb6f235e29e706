/** A final HTTP answer, the same whether fresh or stored. */

import { inCanonicalOrder } from '../canonical/canonicalOrder.ts'
import type { RunEvent } from '../store/appendRunEvents.ts'

export interface RunAnswer {
  status: number
  body: object
  /** When asking again may help. */
  retryAfterMs?: number
}

/** The answer as the last event of its run. */
export function finalEvent(id: number, answer: RunAnswer): RunEvent {
  return { id, event: answer.status === 200 ? 'result' : 'error', data: inCanonicalOrder(answer.body) }
}
