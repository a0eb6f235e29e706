/** `scenarios`: models side by side over conversations with ground truth. Wires the app to its worker. */
import { createWorkerContext } from '../_shared/worker/workerContext.ts'
import { createScenariosApp } from './scenariosApp.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const app = createScenariosApp(
  createWorkerContext({
    functionName: 'scenarios',
    environment: Deno.env.toObject(),
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
)

export default { fetch: app.fetch }
