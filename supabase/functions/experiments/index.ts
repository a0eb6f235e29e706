/** `experiments`: groups of agents, each on its own model, that play rounds. Wires the app to its worker. */
import { createWorkerKernel } from '../_shared/runs/workerKernel.ts'
import { createExperimentsApp } from './app.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const environment = Deno.env.toObject()

const app = createExperimentsApp(
  createWorkerKernel({
    functionName: 'experiments',
    environment,
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
  (variable) => (environment[variable] ?? '').trim() !== '',
)

export default { fetch: app.fetch }
