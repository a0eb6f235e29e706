import { describe, expect, it } from 'vitest'
import type { Model } from '../../../supabase/functions/_shared/models/model.ts'
import type { Evidence } from '../../../supabase/functions/_shared/selection/evidence.ts'
import { updateEvidence } from '../../../supabase/functions/_shared/selection/updateEvidence.ts'
import { modelNamed } from '../../fixtures/models.ts'
import { NOW_MS, planFor, seeded } from './arms.ts'

interface World {
  models: Model[]
  /** Mean quality of a model at a request, score points. */
  quality: (model: string, request: number) => number
  costNanoUsd?: (model: string, request: number) => number
  isOffered?: (model: string, request: number) => boolean
  pointsPerUsd?: number
}

const MINUTE_MS = 60_000
const SPREAD = 30

/** The first choices of `requests` requests a minute apart, each learnt from before the next. */
function choices(world: World, requests: number, seed: number): string[] {
  const random = seeded(seed)
  const rows = new Map<string, Evidence>()
  return Array.from({ length: requests }, (_, request) => {
    const nowMs = NOW_MS + request * MINUTE_MS
    const offered = world.models.filter((model) => world.isOffered?.(model.id, request) ?? true)
    const evidence = [...rows.values()]
    const plan = planFor({
      models: offered,
      evidence,
      nowMs,
      random,
      prices: { pointsPerUsd: world.pointsPerUsd ?? 0, pointsPerSecond: 0 },
      withPropensities: false,
    })
    const model = plan.strategies[0]?.model.id ?? ''
    const outcome = {
      succeeded: true,
      quality: world.quality(model, request) + SPREAD * (random() - 0.5),
      durationMs: 5_000,
      costNanoUsd: world.costNanoUsd?.(model, request) ?? 1_000_000,
      atMs: nowMs,
    }
    let changedAtMs: number | null = null
    for (const tier of ['all', 'task', 'task_complexity'] as const) {
      const name = `${tier} ${model}`
      const key = {
        tier,
        taskType: tier === 'all' ? null : 'generation',
        complexity: tier === 'task_complexity' ? ('medium' as const) : null,
        model,
        approach: 'simple' as const,
      }
      const row = updateEvidence(rows.get(name) ?? null, key, outcome, changedAtMs)
      rows.set(name, row)
      if (tier === 'all') changedAtMs = row.qualityChangedAtMs ?? null
    }
    return model
  })
}

const share = (chosen: readonly string[], model: string) =>
  chosen.filter((one) => one === model).length / chosen.length

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1)
const models = [modelNamed('a'), modelNamed('b'), modelNamed('c')]
const steady = (model: string) => ({ a: 85, b: 75, c: 60 })[model] ?? 50

describe('learning', () => {
  it('gives the best model most of the traffic', () => {
    for (const seed of SEEDS)
      expect(share(choices({ models, quality: steady }, 300, seed).slice(150), 'a')).toBeGreaterThan(0.8)
  })

  it('takes first place from a model that drops from best to worst within 60 of its own pulls', () => {
    for (const seed of SEEDS) {
      const chosen = choices(
        { models, quality: (model, request) => (model === 'a' && request >= 300 ? 25 : steady(model)) },
        600,
        seed,
      ).slice(300)
      const others = chosen.findIndex((_, index) => share(chosen.slice(index, index + 20), 'a') < 0.5)
      expect(chosen.slice(0, others).filter((model) => model === 'a').length).toBeLessThanOrEqual(60)
      expect(share(chosen.slice(100), 'a')).toBeLessThan(0.1)
    }
  })

  it('gives a new best model the majority of traffic within 150 requests', () => {
    for (const seed of SEEDS) {
      const chosen = choices(
        {
          models: [...models, modelNamed('new')],
          quality: (model) => (model === 'new' ? 95 : steady(model)),
          isOffered: (model, request) => model !== 'new' || request >= 300,
        },
        500,
        seed,
      )
      expect(share(chosen.slice(450), 'new')).toBeGreaterThan(0.5)
    }
  })

  it('leaves a model whose list price or whose bill rises tenfold', () => {
    const world = {
      models,
      quality: (model: string) => ({ a: 88, b: 80 })[model] ?? 60,
      pointsPerUsd: 1_000,
    }
    for (const seed of SEEDS) {
      const chosen = choices(
        {
          ...world,
          costNanoUsd: (model, request) => (model === 'a' && request >= 300 ? 30_000_000 : 3_000_000),
        },
        400,
        seed,
      )
      expect(share(chosen.slice(200, 300), 'a')).toBeGreaterThan(0.5)
      expect(share(chosen.slice(330), 'a')).toBeLessThan(0.15)
    }
  })

  it('explores a model nobody tried', () => {
    for (const seed of SEEDS) expect(new Set(choices({ models, quality: steady }, 150, seed)).size).toBe(3)
  })
})
