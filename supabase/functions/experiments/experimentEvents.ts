/** An experiment's progress as server-sent events: `status`, `round` for each round that was played, last `result`. */

import { progressEvents } from '../_shared/durable/progressEvents.ts'
import type { ServerSentEvent } from '../_shared/http/serverSentEvents.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { statusView } from './experimentStatus.ts'
import type { ExperimentRow, ProgressRow, RoundRow } from './store/experimentRows.ts'

export interface ExperimentSource {
  read(): Promise<ExperimentRow | null>
  progress(): Promise<ProgressRow[]>
  /** Asked for where there are new rounds. */
  rounds(): Promise<RoundRow[]>
  /** Told at each look, for what was left by its worker. */
  onLeft(experiment: ExperimentRow): Promise<void>
}

/** Ends when the experiment has ended or the listener is gone. */
export function experimentEvents(
  worker: Pick<WorkerContext, 'sleep'>,
  gone: AbortSignal,
  { read, progress, rounds, onLeft }: ExperimentSource,
): AsyncGenerator<ServerSentEvent> {
  return progressEvents(worker, gone, {
    read,
    landed: progress,
    keyOf,
    status: statusView,
    tell: async (fresh, experiment) =>
      (await rounds())
        .filter((round) => fresh.has(keyOf(round)))
        .map((round) => ({ event: 'round', data: roundView(experiment, round) })),
    onLeft,
  })
}

function keyOf({ group_number, round_number }: ProgressRow): string {
  return `${group_number} ${round_number}`
}

/** Of a round, what fits a line: how much was cooperated in it, and what did not come off. */
function roundView(
  experiment: ExperimentRow,
  { group_number, round_number, decisions, strategies }: RoundRow,
) {
  const made = decisions.filter(({ decision }) => decision !== null)
  const cooperative = made.filter(({ decision }) => decision === 'cooperate').length
  const count = (wanted: string) =>
    [...strategies, ...decisions].filter(({ outcome }) => outcome === wanted).length
  return {
    group: group_number,
    scenario: experiment.groups[group_number - 1]?.scenario ?? '',
    round: round_number,
    cooperation_rate: made.length === 0 ? null : cooperative / made.length,
    unparseable: count('unparseable'),
    failed: count('failed'),
    fallbacks: count('fallback'),
  }
}
