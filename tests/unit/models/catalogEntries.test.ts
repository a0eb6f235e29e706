// Our catalog file against genai-prices, and against itself: no name twice, no dead end, no circle.
import { describe, expect, it } from 'vitest'
import { CATALOG_ENTRIES } from '../../../supabase/functions/_shared/models/catalogEntries.ts'
import { ROLE_PREFERENCES, TIER_CHAINS } from '../../../supabase/functions/_shared/models/catalogPolicy.ts'
import { listPrice } from '../../../supabase/functions/_shared/models/pricing.ts'
import { RETIRED_NAMES } from '../../../supabase/functions/_shared/models/retiredNames.ts'
import { SANDBOX_MODELS } from '../../../supabase/functions/_shared/models/sandboxModels.ts'

const AT = Date.parse('2026-11-21')
const entries = new Map(CATALOG_ENTRIES.map((entry) => [entry.id, entry]))
const ISO_DATE = /^20\d{2}-\d{2}-\d{2}$/

describe.each(CATALOG_ENTRIES)('$id', (entry) => {
  it('is priced by genai-prices, cached input never dearer than fresh', () => {
    const price = listPrice(entry.provider, entry.id, AT)?.price
    if (!price) throw new Error(`genai-prices does not know ${entry.id}`)
    expect(price.inputNanoUsd).toBeGreaterThan(0)
    expect(price.outputNanoUsd).toBeGreaterThanOrEqual(price.inputNanoUsd)
    expect(price.cachedInputNanoUsd).toBeLessThanOrEqual(price.inputNanoUsd)
  })

  it('has the context window genai-prices gives, where it gives one', () => {
    const given = listPrice(entry.provider, entry.id, AT)?.contextWindowTokens
    // "1 million" is written as 1,000,000, 1,048,576 and 1,050,000.
    if (given) expect(Math.abs(entry.contextWindowTokens / given - 1)).toBeLessThan(0.06)
    expect(entry.maxOutputTokens).toBeLessThan(entry.contextWindowTokens)
  })

  it('has dates in order, and a successor that lives longer', () => {
    expect(entry.releasedOn).toMatch(ISO_DATE)
    if (!entry.retirement) return
    expect(entry.retirement.on).toMatch(ISO_DATE)
    expect(entry.retirement.on > entry.releasedOn).toBe(true)
    const successor = entries.get(entry.retirement.successor)
    if (!successor) throw new Error(`${entry.id} leads nowhere`)
    expect(successor.provider).toBe(entry.provider)
    expect((successor.retirement?.on ?? '9999') > entry.retirement.on).toBe(true)
  })
})

it('every name means one model', () => {
  const names = [
    ...CATALOG_ENTRIES.flatMap(({ id, aliases = [] }) => [id, ...aliases]),
    ...RETIRED_NAMES.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
    ...SANDBOX_MODELS.map(({ id }) => id),
  ]
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(names.filter((name) => name !== name.toLowerCase())).toEqual([])
})

it('retired names lead to models of the catalog, and are no names of living ones', () => {
  for (const { name, successor, retiredOn, aliases = [] } of RETIRED_NAMES) {
    expect(entries.has(successor), `${name} leads to ${successor}`).toBe(true)
    expect(retiredOn).toMatch(ISO_DATE)
    for (const each of [name, ...aliases]) {
      expect(CATALOG_ENTRIES.some(({ id, openRouterId }) => id === each || openRouterId === each)).toBe(false)
    }
  }
})

it('roles and chains name models that exist and are not about to go', () => {
  const known = new Set([...entries.keys(), ...SANDBOX_MODELS.map(({ id }) => id)])
  for (const id of [...Object.values(ROLE_PREFERENCES).flat(), ...Object.values(TIER_CHAINS).flat()]) {
    expect(known.has(id), id).toBe(true)
    expect(entries.get(id)?.retirement, id).toBeUndefined()
  }
})
