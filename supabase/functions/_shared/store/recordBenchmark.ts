/** Records what a benchmark found; evidence learns from it as from traffic. */
import { z } from 'zod'
import type { Complexity } from '../profiling/taskProfile.ts'
import { attemptRow } from './attemptRow.ts'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import type { AttemptRecord } from './runRecord.ts'
import { StoreError } from './storeError.ts'

export interface BenchmarkResult extends Omit<AttemptRecord, 'priority'> {
  /** What was asked, by its name in the benchmark. */
  project: string
  /** 1 is the first time that this strategy was asked. */
  repetition: number
  taskType: string
  complexity: Complexity
}

export interface BenchmarkRecord {
  /** Of an earlier call, to add to that benchmark; `null` for a new one. */
  benchmarkRunId: string | null
  /** Who ran it; `null`: the project itself. */
  userId: string | null
  name: string
  /** Whatever it takes to run it again. */
  settings: object
  /** True with the last results. */
  isFinished: boolean
  results: readonly BenchmarkResult[]
}

const answerSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('recorded'),
    benchmark_run_id: z.uuid(),
    results: z.number().int(),
  }),
  z.object({ state: z.literal('gone') }),
])

/**
 * Results that are on record already are passed over, so the same results may be given again with their benchmark's id;
 * `newResults` counts the others. Throws a StoreError: `unknown_user`, `unavailable`, `refused`.
 */
export async function recordBenchmark(
  client: MeritClient,
  record: BenchmarkRecord,
): Promise<{ benchmarkRunId: string; newResults: number }> {
  const benchmark = jsonForPostgres({
    benchmark_run_id: record.benchmarkRunId,
    user_id: record.userId,
    name: record.name,
    settings: record.settings,
    finished: record.isFinished,
    results: record.results.map((result) => ({
      ...attemptRow(result),
      project: result.project,
      repetition: result.repetition,
      task_type: result.taskType,
      complexity: result.complexity,
    })),
  })
  const answer = await callFunction(client, 'record_benchmark', { benchmark }, answerSchema)
  if (answer.state === 'gone')
    throw new StoreError('unknown_user', `user ${record.userId} of the benchmark does not exist`)
  return { benchmarkRunId: answer.benchmark_run_id, newResults: answer.results }
}
