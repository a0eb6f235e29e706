/** The catalog's own order, whatever was learnt. */

import type { Policy, PolicyInput } from './policy.ts'
import { certain, indexOfMaximum } from './ranking.ts'

function score({ arms, fallbackChain }: Pick<PolicyInput, 'arms' | 'fallbackChain'>): number[] {
  return arms.map((arm) => {
    const place = fallbackChain.indexOf(arm.model.id)
    return place === -1 ? -fallbackChain.length - 1 : -place
  })
}

export const staticOrder: Policy = {
  isRandomised: false,
  score,
  propensities: (input) => certain(indexOfMaximum(score(input)), input.arms.length),
}
