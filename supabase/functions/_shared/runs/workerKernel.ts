/** Makes the kernel of one worker from its environment: what every function's `index.ts` does. */
import { sleep } from '../execution/sleep.ts'
import { toApiError } from '../http/functionApp.ts'
import { createCallModel } from '../models/call.ts'
import { createCatalog } from '../models/catalog.ts'
import { parseProviderSettings } from '../models/providerSettings.ts'
import { createRunRecorder } from '../store/runRecorder.ts'
import type { Kernel } from './kernel.ts'
import { beatMsOf, parseLeaseMs } from './lease.ts'
import { createLiveRuns } from './runFeed.ts'
import { createRunKeeper } from './runKeeper.ts'

export interface WorkerSetting {
  functionName: string
  environment: Record<string, string | undefined>
  /** `EdgeRuntime.waitUntil`. */
  waitUntil: (work: Promise<unknown>) => void
}

/**
 * The kernel, and a listener on the worker's last moments that prints what is not stored yet.
 *
 * @throws Error naming the variable where a provider's address, or a time, is not one.
 */
export function createWorkerKernel({ functionName, environment, waitUntil }: WorkerSetting): Kernel {
  const settings = parseProviderSettings(environment)
  const leaseMs = parseLeaseMs(environment.MERIT_LEASE_MS)
  const logLine = (line: string) => console.error(line)
  const recorder = createRunRecorder({ waitUntil, logLine, now: Date.now, sleep })
  addEventListener('beforeunload', (event) => {
    // The platform says why: cpu, memory, wall_clock, early_drop or termination.
    recorder.printPending(event instanceof CustomEvent ? String(event.detail?.reason) : 'unknown')
  })
  return {
    functionName,
    catalog: createCatalog(settings),
    callModel: createCallModel({ settings }),
    recorder,
    live: createLiveRuns(),
    keeper: createRunKeeper({
      beatMs: beatMsOf(leaseMs),
      sleep,
      onFault: (error) => toApiError(error, functionName, console),
    }),
    leaseMs,
    logger: console,
    waitUntil,
    now: Date.now,
    sleep,
    random: Math.random,
  }
}
