/** What the function is given once, when its worker starts. */
import type { Logger } from '../_shared/http/functionApp.ts'
import type { Catalog } from '../_shared/models/catalog.ts'
import type { CallModel } from '../_shared/models/modelCall.ts'
import type { RunRecorder } from '../_shared/store/runRecorder.ts'

export const FUNCTION_NAME = 'multi-model-orchestrator'

export interface Kernel {
  catalog: Catalog
  callModel: CallModel
  logger: Logger
  recorder: RunRecorder
  /** Keeps the worker alive until the promise is settled. */
  waitUntil: (work: Promise<unknown>) => void
  now: () => number
  /** Resolves after that long, or as soon as the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Uniform in [0, 1). */
  random: () => number
}
