/** `multi-model-orchestrator`: one request, several strategies, the best result. Wires the app to its worker. */

import { sleep } from '../_shared/execution/sleep.ts'
import { createCallModel } from '../_shared/models/call.ts'
import { createCatalog } from '../_shared/models/catalog.ts'
import { parseProviderSettings } from '../_shared/models/providerSettings.ts'
import { createRunRecorder } from '../_shared/store/runRecorder.ts'
import { createOrchestratorApp } from './app.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const settings = parseProviderSettings(Deno.env.toObject())
const waitUntil = (work: Promise<unknown>) => EdgeRuntime.waitUntil(work)
const logLine = (line: string) => console.error(line)
const recorder = createRunRecorder({ waitUntil, logLine, now: Date.now, sleep })

addEventListener('beforeunload', (event) => {
  // The platform says why: cpu, memory, wall_clock, early_drop or termination.
  recorder.printPending(event instanceof CustomEvent ? String(event.detail?.reason) : 'unknown')
})

const app = createOrchestratorApp({
  catalog: createCatalog(settings),
  callModel: createCallModel({ settings }),
  recorder,
  logger: console,
  waitUntil,
  now: Date.now,
  sleep,
  random: Math.random,
})

export default { fetch: app.fetch }
