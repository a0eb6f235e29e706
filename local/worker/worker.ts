// `npm run worker [-- --concurrency 8] [--watch]`: takes items of the extraction queue through their stages on this machine.
//
// It needs SUPABASE_URL and SUPABASE_SECRET_KEY of the project (from the environment or .env.local), and the keys of the
// providers whose models the items name. Any number of workers may run, here and on the platform. It ends once nothing is
// in line; with --watch it goes on looking. SIGTERM or Ctrl-C: calls under way may end, the items are handed back, and
// another worker goes on from there; a second one hangs up at once.
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { sleep } from '../../supabase/functions/_shared/execution/sleep.ts'
import { createCallModel } from '../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../supabase/functions/_shared/models/providerSettings.ts'
import type { Database } from '../../supabase/functions/_shared/store/database.generated.ts'
import { heartbeatMsOf, parseLeaseMs } from '../../supabase/functions/_shared/worker/leaseDuration.ts'
import { drainQueue } from '../../supabase/functions/queue/drainQueue.ts'
import { createExtractionStore } from '../../supabase/functions/queue/store/extractionStore.ts'
import { readEnvironment } from '../stackSettings.ts'
import { createProgress } from './progress.ts'

const POLL_MS = 1_000
const PROGRESS_MS = 5_000
/** A call that takes longer than this after a signal is hung up on. */
const GRACE_MS = 20_000

const optionsSchema = z.object({
  concurrency: z.coerce.number().int().min(1).max(200),
  watch: z.boolean(),
})

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      concurrency: { type: 'string', default: '8' },
      watch: { type: 'boolean', default: false },
      // the default, for those who like to say it
      once: { type: 'boolean', default: false },
    },
  })
  const { concurrency, watch } = optionsSchema.parse(values)
  const environment = await readEnvironment()
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = environment
  if (!url || !secretKey)
    throw new Error('SUPABASE_URL and SUPABASE_SECRET_KEY say which project to work for')
  const settings = parseProviderSettings(environment)
  if (Object.keys(settings.connections).length === 0) {
    throw new Error('no provider is set: give the keys of those whose models the items name')
  }
  const admin = createClient<Database>(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const leaseMs = parseLeaseMs(environment.MERIT_LEASE_MS)
  const { stop, hangUp } = endOnSignals()
  const progress = createProgress({ now: Date.now, log: (line) => console.log(line), everyMs: PROGRESS_MS })
  console.log(`working for ${url}, ${concurrency} items at once`)
  await drainQueue({
    store: createExtractionStore(admin),
    catalog: createCatalog(settings),
    callModel: createCallModel({ settings }),
    concurrency,
    leaseMs,
    heartbeatMs: heartbeatMsOf(leaseMs),
    pollMs: watch ? POLL_MS : null,
    stop,
    hangUp,
    onEnd: progress.onEnd,
    onFault: (error) => console.error(error),
    now: Date.now,
    random: Math.random,
    sleep,
    newId: randomUUID,
  })
  progress.finish()
}

function endOnSignals(): { stop: AbortSignal; hangUp: AbortSignal } {
  const stop = new AbortController()
  const hangUp = new AbortController()
  const onSignal = () => {
    if (stop.signal.aborted) return hangUp.abort()
    console.log('ending: calls under way may end, the items go back in line')
    stop.abort()
    setTimeout(() => hangUp.abort(), GRACE_MS).unref()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return { stop: stop.signal, hangUp: hangUp.signal }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
