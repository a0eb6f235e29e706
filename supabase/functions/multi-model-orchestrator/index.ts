/** `multi-model-orchestrator`: one request, several strategies, the best result. Wires the app to its worker. */

import { sleep } from '../_shared/execution/sleep.ts'
import { createCallModel } from '../_shared/models/call.ts'
import { createCatalog } from '../_shared/models/catalog.ts'
import { parseProviderSettings } from '../_shared/models/providerSettings.ts'
import { createOrchestratorApp } from './app.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const settings = parseProviderSettings(Deno.env.toObject())

const app = createOrchestratorApp({
  catalog: createCatalog(settings),
  callModel: createCallModel({ settings }),
  logger: console,
  waitUntil: (work) => EdgeRuntime.waitUntil(work),
  now: Date.now,
  sleep,
  random: Math.random,
})

export default { fetch: app.fetch }
