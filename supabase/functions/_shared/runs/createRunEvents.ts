/** The progress of a run as its public events, with what another worker needs to resume it. */
import type { RunEvents } from '../execution/runEvents.ts'
import type { TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { Strategy } from '../selection/strategy.ts'
import type { Checkpoint } from '../store/appendRunEvents.ts'
import { attemptCheckpoint, planCheckpoint } from './checkpoint.ts'
import { toAttemptView, toPlanView } from './runResult.ts'

/** Takes one event, and the checkpoint to store with it. */
export type EmitEvent = (event: string, data: unknown, checkpoint?: Checkpoint) => void

/** Listeners for `orchestrate` that emit each step of the run as an event. */
export function createRunEvents(
  emit: EmitEvent,
  run: { profile: TaskProfile; context: TaskContext },
): RunEvents {
  return {
    profiled: (profile) => emit('profile', profile),
    planned: (plan) => emit('plan', { strategies: toPlanView(plan) }, planCheckpoint({ ...run, plan })),
    attemptStarted: (strategy) => emit('attempt.started', toStrategyView(strategy)),
    attemptFile: (strategy, path) => emit('attempt.file', { ...toStrategyView(strategy), path }),
    attemptEnded(attempt) {
      const event = attempt.status === 'succeeded' ? 'attempt.scored' : `attempt.${attempt.status}`
      // The answer holds the winner's files alone, and listeners compare: each attempt's files go with its score.
      const product =
        attempt.status === 'succeeded'
          ? {
              scoreBreakdown: attempt.breakdown,
              files: attempt.files,
              ...(attempt.text === undefined ? {} : { text: attempt.text }),
            }
          : {}
      emit(
        event,
        { ...toAttemptView(attempt), priority: attempt.strategy.priority, ...product },
        attemptCheckpoint(attempt),
      )
    },
  }
}

function toStrategyView(strategy: Strategy) {
  return {
    model: strategy.model.id,
    provider: strategy.model.provider,
    approach: strategy.approach,
    priority: strategy.priority,
  }
}
