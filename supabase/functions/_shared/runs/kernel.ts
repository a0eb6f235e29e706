/** What a function that runs models is given once, when its worker starts. */
import type { Logger } from '../http/functionApp.ts'
import type { Catalog } from '../models/catalog.ts'
import type { CallModel } from '../models/modelCall.ts'
import type { RunRecorder } from '../store/runRecorder.ts'
import type { LiveRuns } from './runFeed.ts'
import type { RunKeeper } from './runKeeper.ts'

export interface Kernel {
  /** Whose log lines these are. */
  functionName: string
  catalog: Catalog
  callModel: CallModel
  logger: Logger
  recorder: RunRecorder
  /** The runs under way in this worker, for those who listen. */
  live: LiveRuns
  keeper: RunKeeper
  /** How long a durable run is this worker's after each heartbeat. */
  leaseMs: number
  /** Keeps the worker alive until the promise is settled. */
  waitUntil: (work: Promise<unknown>) => void
  now: () => number
  /** Resolves after that long, or as soon as the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Uniform in [0, 1). */
  random: () => number
}
