/**
 * An experiment's progress as server-sent events, read from the database, so that they come from whichever worker
 * conducts it: `status` at first and whenever something changed, `round` for each round that was played, last `result`
 * (the final status). Whoever connects late gets the rounds there are and then what follows.
 */
import type { ServerSentEvent } from '../_shared/http/serverSentEvents.ts'
import type { Kernel } from '../_shared/runs/kernel.ts'
import type { ExperimentRow, ProgressRow, RoundRow } from '../_shared/store/experiments/experimentRows.ts'
import { statusView } from './statusView.ts'

const POLL_MS = 300

export interface ExperimentSource {
  read(): Promise<ExperimentRow | null>
  progress(): Promise<ProgressRow[]>
  /** Asked for where there are new rounds. */
  rounds(): Promise<RoundRow[]>
  /** Told at each look, for what was left by its worker. */
  onLeft(experiment: ExperimentRow): Promise<void>
}

/** Ends when the experiment has ended or the listener is gone. */
export async function* experimentEvents(
  kernel: Pick<Kernel, 'sleep'>,
  gone: AbortSignal,
  source: ExperimentSource,
): AsyncGenerator<ServerSentEvent> {
  const told = new Set<string>()
  let lastStatus = ''
  let id = 0
  const say = (event: string, data: unknown): ServerSentEvent => {
    id += 1
    return { id, event, data }
  }
  while (!gone.aborted) {
    const experiment = await source.read()
    if (experiment === null) {
      yield say('error', { error: { code: 'not_found', message: 'it is no more' } })
      return
    }
    // Read after the experiment: what had ended by then has all its rounds.
    const progress = await source.progress()
    const status = statusView(experiment, progress)
    if (progress.some((round) => !told.has(keyOf(round)))) {
      for (const round of await source.rounds()) {
        if (told.has(keyOf(round))) continue
        told.add(keyOf(round))
        yield say('round', roundView(experiment, round))
      }
    }
    const { takeovers: _takeovers, ...comparable } = status
    if (JSON.stringify(comparable) !== lastStatus) yield say('status', status)
    lastStatus = JSON.stringify(comparable)
    if (experiment.status !== 'running') {
      yield say('result', status)
      return
    }
    await source.onLeft(experiment)
    await kernel.sleep(POLL_MS, gone)
  }
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
