/** `universal-router`: what kind of request is this, and who should take it. Wires the app to its worker. */
import { createRunWorker } from '../_shared/runs/createRunWorker.ts'
import { createRouterApp } from './routerApp.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const app = createRouterApp(
  createRunWorker({
    functionName: 'universal-router',
    environment: Deno.env.toObject(),
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
)

export default { fetch: app.fetch }
