/** Merit's memory. The only code that knows names of tables and database functions is in this folder. */
import type { Evidence } from '../selection/evidence.ts'
import type { PriceSettings } from '../selection/pacer.ts'
import { appendRunEvents, type RunEventBatch } from './appendRunEvents.ts'
import { type BeginRunInput, type BeginRunResult, beginRun } from './beginRun.ts'
import { type ClaimedRun, type ClaimRunInput, claimRun, type RunProgress, readProgress } from './claimRun.ts'
import { finishRun } from './finishRun.ts'
import type { MeritClient } from './meritClient.ts'
import { type ReadEvidenceInput, readEvidence } from './readEvidence.ts'
import { readPriceSettings } from './readPriceSettings.ts'
import { type ReadRunInput, readRun, type StoredRun } from './readRun.ts'
import { type ReadRunEventsInput, type RunEventsSoFar, readRunEvents } from './readRunEvents.ts'
import { type BenchmarkRecord, recordBenchmark } from './recordBenchmark.ts'
import { type RecordFeedbackInput, type RecordFeedbackResult, recordFeedback } from './recordFeedback.ts'
import { type LeaseState, type RunLease, renewLeases } from './renewLeases.ts'
import { type CancelRequest, requestCancel } from './requestCancel.ts'
import type { RunRecord } from './runRecord.ts'
import { type ModelRate, takeModelRate } from './takeModelRate.ts'
import { type TakeProbeInput, takeProbe } from './takeProbe.ts'
import { type WaitForRunInput, type WaitForRunResult, waitForRun } from './waitForRun.ts'

/** Every method throws a StoreError and nothing else for what the database does. */
export interface Store {
  beginRun(input: BeginRunInput): Promise<BeginRunResult>
  finishRun(record: RunRecord): Promise<'applied' | 'already_applied'>
  readRun(input: ReadRunInput): Promise<StoredRun | null>
  readEvidence(input: ReadEvidenceInput): Promise<Evidence[]>
  /** `null` where the project has set nothing. */
  readPriceSettings(): Promise<PriceSettings | null>
  waitForRun(input: WaitForRunInput): Promise<WaitForRunResult>
  recordFeedback(input: RecordFeedbackInput): Promise<RecordFeedbackResult>
  recordBenchmark(record: BenchmarkRecord): Promise<{ benchmarkRunId: string; newResults: number }>
  /** Milliseconds until there is enough; 0: taken. */
  takeModelRate(rate: ModelRate): Promise<number>
  /** False: another run probes, or it is too early. */
  takeProbe(input: TakeProbeInput): Promise<boolean>
  claimRun(input: ClaimRunInput): Promise<ClaimedRun | null>
  readProgress(runId: string): Promise<RunProgress>
  renewLeases(leases: readonly RunLease[]): Promise<ReadonlyMap<string, LeaseState>>
  appendRunEvents(batch: RunEventBatch): Promise<LeaseState>
  readRunEvents(input: ReadRunEventsInput): Promise<RunEventsSoFar | null>
  requestCancel(input: ReadRunInput): Promise<CancelRequest>
}

/** `admin` is a supabase-js client with the secret key: the store writes what no user may. */
export function createStore(admin: MeritClient): Store {
  return {
    beginRun: (input) => beginRun(admin, input),
    finishRun: (record) => finishRun(admin, record),
    readRun: (input) => readRun(admin, input),
    readEvidence: (input) => readEvidence(admin, input),
    readPriceSettings: () => readPriceSettings(admin),
    waitForRun: (input) => waitForRun(admin, input),
    recordFeedback: (input) => recordFeedback(admin, input),
    recordBenchmark: (record) => recordBenchmark(admin, record),
    takeModelRate: (rate) => takeModelRate(admin, rate),
    takeProbe: (input) => takeProbe(admin, input),
    claimRun: (input) => claimRun(admin, input),
    readProgress: (runId) => readProgress(admin, runId),
    renewLeases: (leases) => renewLeases(admin, leases),
    appendRunEvents: (batch) => appendRunEvents(admin, batch),
    readRunEvents: (input) => readRunEvents(admin, input),
    requestCancel: (input) => requestCancel(admin, input),
  }
}
