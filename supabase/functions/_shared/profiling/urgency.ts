/** How soon somebody wants the answer, by their own words. */
import type { RequestWords } from './readRequest.ts'
import type { TaskProfile } from './taskProfile.ts'
import { vocabulary } from './vocabulary.ts'

const URGENCY = vocabulary<'high' | 'low'>({
  high: `urgent, urgently, asap, as soon as possible, immediately, right now, right away, emergency, production is down, prod is down, outage, quickly, hotfix, deadline today, blocking release, dringend, sofort, eilt, so schnell wie moglich, umgehend, notfall, urgence, immediatement, des que possible, au plus vite, urgente, de inmediato, cuanto antes, lo antes posible, inmediatamente, imediatamente, o mais rapido possivel, immediatamente, subito, al piu presto, срочно, немедленно, как можно скорее, 紧急, 尽快, 马上, 立即, 至急, 緊急, すぐに, 今すぐ, 急ぎ, 급해, 긴급, 빨리, 당장, 즉시`,
  low: `no rush, no hurry, whenever, take your time, when you have time, low priority, not urgent, at some point, someday, keine eile, nicht dringend, wenn du zeit hast, pas urgent, quand tu peux, quand tu auras le temps, sin prisa, no es urgente, cuando puedas, sem pressa, quando puder, senza fretta, con calma, не срочно, не спеши*, когда будет время, 不急, 有空, 急がない, 急ぎません, 時間があるとき, 천천히, 급하지 않`,
})

export interface UrgencyDecision {
  urgency: TaskProfile['urgency']
  because: string
}

export function decideUrgency(request: RequestWords): UrgencyDecision {
  const said = URGENCY.find(request)
  // "Not urgent" holds the word "urgent".
  const telling = said.find(({ tag }) => tag === 'low') ?? said[0]
  return telling === undefined
    ? { urgency: 'normal', because: 'no word of haste or leisure' }
    : { urgency: telling.tag, because: `says ${JSON.stringify(telling.entry)}` }
}
