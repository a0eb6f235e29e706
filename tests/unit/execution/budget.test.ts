import { describe, expect, it } from 'vitest'
import { reservationFor } from '../../../supabase/functions/_shared/execution/budget.ts'
import type { Model } from '../../../supabase/functions/_shared/models/model.ts'
import { modelNamed } from '../../fixtures/models.ts'

function model(outputNanoUsd: number | null, maxOutputTokens = 100_000): Model {
  const price = outputNanoUsd === null ? null : { inputNanoUsd: 100, cachedInputNanoUsd: 10, outputNanoUsd }
  return modelNamed(`at-${outputNanoUsd}`, { contextWindowTokens: 200_000, maxOutputTokens, price })
}

const profile = { estimatedInputTokens: 1_000, estimatedOutputTokens: 2_000 }

describe('reservationFor', () => {
  it('takes a caller’s own budget whole or not at all', () => {
    expect(
      reservationFor({ models: [model(1_000)], profile, maxStrategies: 3, budgetNanoUsd: 50_000_000 }),
    ).toEqual({ mostNanoUsd: 50_000_000, leastNanoUsd: 50_000_000 })
  })

  it('asks for long answers of the dearest models a plan can hold, and can do with a short one of the cheapest', () => {
    const models = [model(1_000), model(3_000), model(2_000), model(null)]
    expect(reservationFor({ models, profile, maxStrategies: 2 })).toEqual({
      mostNanoUsd: 2 * 1_250 * 100 + 8_000 * (3_000 + 2_000),
      leastNanoUsd: 1_250 * 100 + 256 * 1_000,
    })
  })

  it('asks for no longer an answer than the model gives', () => {
    expect(reservationFor({ models: [model(1_000, 500)], profile, maxStrategies: 1 }).mostNanoUsd).toBe(
      125_000 + 500_000,
    )
  })

  it('asks for nothing where no model has a price', () => {
    expect(reservationFor({ models: [model(null)], profile, maxStrategies: 3 })).toEqual({
      mostNanoUsd: 0,
      leastNanoUsd: 0,
    })
  })
})
