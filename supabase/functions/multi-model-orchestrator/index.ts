/** `multi-model-orchestrator`: one request, several strategies, the best result. Wires the app to its worker. */
import { createWorkerKernel } from '../_shared/runs/workerKernel.ts'
import { createOrchestratorApp } from './app.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const app = createOrchestratorApp(
  createWorkerKernel({
    functionName: 'multi-model-orchestrator',
    environment: Deno.env.toObject(),
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
)

export default { fetch: app.fetch }
