/** The catalog's own order, whatever was learnt. */
import type { Policy } from './policy.ts'

export const staticOrder: Policy = ({ arms, fallbackChain }) =>
  arms.map((arm) => {
    const place = fallbackChain.indexOf(arm.model.id)
    return place === -1 ? -fallbackChain.length - 1 : -place
  })
