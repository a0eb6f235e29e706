/** What every function that calls models is given once, when its worker starts. */

import { sleep } from '../execution/sleep.ts'
import type { Logger } from '../http/functionApp.ts'
import { createCallModel } from '../models/call.ts'
import { type Catalog, createCatalog } from '../models/catalog.ts'
import type { CallModel } from '../models/modelCall.ts'
import { parseProviderSettings } from '../models/providerSettings.ts'
import { parseLeaseMs } from './leaseDuration.ts'

export interface WorkerContext {
  /** The name that log lines carry. */
  functionName: string
  catalog: Catalog
  callModel: CallModel
  logger: Logger
  /** How long durable work belongs to this worker after each heartbeat. */
  leaseMs: number
  /** Keeps the worker alive until the promise is settled. */
  waitUntil: (work: Promise<unknown>) => void
  now: () => number
  /** Resolves after that long, or as soon as the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Uniform in [0, 1). */
  random: () => number
}

export interface WorkerSettings {
  functionName: string
  environment: Record<string, string | undefined>
  /** `EdgeRuntime.waitUntil`. */
  waitUntil: (work: Promise<unknown>) => void
}

/**
 * Makes the context of one worker from its environment.
 *
 * @throws Error naming the variable where a provider's address, or a duration, is malformed.
 */
export function createWorkerContext({ functionName, environment, waitUntil }: WorkerSettings): WorkerContext {
  const settings = parseProviderSettings(environment)
  return {
    functionName,
    catalog: createCatalog(settings),
    callModel: createCallModel({ settings }),
    logger: console,
    leaseMs: parseLeaseMs(environment.MERIT_LEASE_MS),
    waitUntil,
    now: Date.now,
    sleep,
    random: Math.random,
  }
}
