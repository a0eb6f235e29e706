// Progressive against simple on the same sandbox models, through the real SDKs: what planning and repair are worth.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import { seededRandom } from '../../../benchmarks/scorer/defects/random.ts'
import { type Sandbox, startSandbox } from '../../../local/sandbox/index.ts'
import { runAttempt } from '../../../supabase/functions/_shared/execution/attempt.ts'
import { sleep } from '../../../supabase/functions/_shared/execution/sleep.ts'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import type { Model } from '../../../supabase/functions/_shared/models/model.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { scoreProject } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'
import type { Approach } from '../../../supabase/functions/_shared/selection/strategy.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 10_000 })
})
afterAll(() => sandbox.stop())

const requests = loadCorpus().flatMap(({ before, request }) => (before ? [] : [request]))

async function attempt(model: Model, request: string, approach: Approach) {
  const profile = profileTask({ request })
  const settings = parseProviderSettings({ MERIT_SANDBOX_URL: sandbox.url })
  const random = seededRandom(1, model.id, request)
  return await runAttempt(
    {
      request,
      profile: { ...profile, output: 'files' },
      context: {},
      deadlineAtMs: Date.now() + 60_000,
      callModel: createCallModel({ settings }),
      score: ({ files }) => scoreProject({ files, request, profile }),
      onFault: (error) => {
        throw error
      },
      now: Date.now,
      sleep,
      random: () => random.next(),
    },
    {
      model,
      approach,
      priority: 1,
      expectedQuality: 50,
      expectedCostNanoUsd: 0,
      expectedDurationMs: 0,
      expectedUtility: 50,
      reservationValue: 50,
    },
  )
}

test('progressive beats simple with every sandbox model', async () => {
  const settings = parseProviderSettings({ MERIT_SANDBOX_URL: sandbox.url })
  const models = createCatalog(settings).models.filter(({ provider }) => provider === 'sandbox')
  expect(models).toHaveLength(6)
  const table: Record<string, { simple: number; progressive: number }> = {}
  for (const model of models) {
    const mean = { simple: 0, progressive: 0 }
    for (const request of requests) {
      for (const approach of ['simple', 'progressive'] as const) {
        // An attempt that fails is worth nothing.
        const result = await attempt(model, request, approach)
        if (result.status === 'succeeded') mean[approach] += result.breakdown.overall / requests.length
      }
    }
    table[model.id] = mean
  }
  for (const [id, { simple, progressive }] of Object.entries(table)) {
    // What is nearly perfect has nothing to repair.
    expect(progressive, id).toBeGreaterThanOrEqual(simple >= 95 ? simple - 1 : simple + 2)
  }
})
