/** `experiments`: groups of agents, each on its own model, that play rounds. Wires the app to its worker. */
import { createWorkerContext } from '../_shared/worker/workerContext.ts'
import { createExperimentsApp } from './experimentsApp.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const environment = Deno.env.toObject()

const app = createExperimentsApp(
  createWorkerContext({
    functionName: 'experiments',
    environment,
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
  (variable) => (environment[variable] ?? '').trim() !== '',
)

export default { fetch: app.fetch }
