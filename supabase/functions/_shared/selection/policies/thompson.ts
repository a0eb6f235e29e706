/** Thompson sampling: each arm is worth what one draw from the belief about it says. Thompson, Biometrika 25, 1933. */
import { randomBeta, randomNormal } from 'd3-random'
import { utilityOf } from '../utility.ts'
import type { Policy } from './policy.ts'

export const thompson: Policy = ({ arms, prices, random }) => {
  const normal = randomNormal.source(random)
  const beta = randomBeta.source(random)
  return arms.map((arm) => {
    const quality = Math.min(100, Math.max(0, normal(arm.qualityMean, arm.qualityMeanSd)()))
    return utilityOf(arm, prices, quality, beta(arm.successAlpha, arm.successBeta)())
  })
}
