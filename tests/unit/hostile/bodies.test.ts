/** Whatever a caller sends is refused by field, or can be profiled and planned for. */
import { posix } from 'node:path'
import { randomLcg } from 'd3-random'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { orchestrationRequestSchema } from '../../../supabase/functions/_shared/runs/orchestrationRequest.ts'
import { selectStrategies } from '../../../supabase/functions/_shared/selection/selectStrategies.ts'
import { anyBody } from '../../fixtures/hostileText.ts'

const catalog = createCatalog(parseProviderSettings({ OPENAI_API_KEY: 'sk-test-0123456789' }))

it('2,000 bodies are parsed or refused, and what is parsed can be planned for', () => {
  let accepted = 0
  const random = randomLcg(0.42)
  fc.assert(
    fc.property(anyBody(['gpt-4.1', 'gpt-4o', 'claude', 'sandbox/fast']), (body) => {
      const parsed = orchestrationRequestSchema.safeParse(JSON.parse(JSON.stringify(body)))
      if (!parsed.success) {
        expect(parsed.error.issues.length).toBeGreaterThan(0)
        return
      }
      accepted++
      const { request, context, models = [], policy = 'thompson', maxStrategies } = parsed.data
      for (const path of Object.keys(context.files ?? {}))
        expect(posix.resolve('/project', path).startsWith('/project/')).toBe(true)
      for (const name of models) catalog.resolve(name)
      const profile = profileTask({ request, context })
      expect(profile.estimatedInputTokens).toBeGreaterThan(0)
      const selection = selectStrategies({
        profile,
        models: catalog.models,
        evidence: [],
        policy,
        maxStrategies,
        budgetNanoUsd: parsed.data.budgetUsd === undefined ? undefined : parsed.data.budgetUsd * 1e9,
        withPropensities: false,
        random,
        nowMs: Date.UTC(2026, 10, 21),
      })
      if ('plan' in selection) expect(selection.plan.strategies.length).toBeGreaterThan(0)
    }),
    { numRuns: 2_000 },
  )
  expect(accepted).toBeGreaterThan(200)
}, 60_000)
