/** `multi-model-orchestrator`: one request, several strategies, the best result. Wires the app to its worker. */
import { createRunWorker } from '../_shared/runs/createRunWorker.ts'
import { createOrchestratorApp } from './orchestratorApp.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const app = createOrchestratorApp(
  createRunWorker({
    functionName: 'multi-model-orchestrator',
    environment: Deno.env.toObject(),
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
)

export default { fetch: app.fetch }
