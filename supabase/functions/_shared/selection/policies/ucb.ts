/** Upper confidence bound: the mean and a bonus that shrinks with evidence. Auer, Cesa-Bianchi & Fischer, 2002. */
import { utilityOf } from '../utility.ts'
import type { Policy } from './policy.ts'

export const ucb: Policy = ({ arms, prices }) => {
  const total = arms.reduce((sum, arm) => sum + arm.attempts, 0)
  const width = Math.sqrt(2 * Math.log(total + Math.E))
  return arms.map((arm) => utilityOf(arm, prices, Math.min(100, arm.qualityMean + width * arm.qualityMeanSd)))
}
