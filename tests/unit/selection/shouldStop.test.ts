import { describe, expect, it } from 'vitest'
import { shouldStop } from '../../../supabase/functions/_shared/selection/shouldStop.ts'

describe('shouldStop', () => {
  const untried = [{ reservationValue: 60 }, { reservationValue: 85 }]
  it('stops at the threshold, whatever is left', () => {
    expect(shouldStop({ bestScoreInHand: 80, threshold: 80, untried })).toBe('threshold')
  })
  it('goes on while any strategy is worth trying, though not the next', () => {
    expect(shouldStop({ bestScoreInHand: 70, threshold: 80, untried })).toBeNull()
  })
  it('stops where none is', () => {
    expect(shouldStop({ bestScoreInHand: 85, threshold: 90, untried })).toBe('reservation')
  })
  it('goes on with nothing in hand until all are tried', () => {
    expect(
      shouldStop({ bestScoreInHand: null, threshold: 0, untried: [{ reservationValue: -5 }] }),
    ).toBeNull()
    expect(shouldStop({ bestScoreInHand: null, threshold: 0, untried: [] })).toBe('exhausted')
  })
})
