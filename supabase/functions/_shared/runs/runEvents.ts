/** A run's progress as events, in the order and the words of the contract, with what the next worker needs to go on. */
import type { RunEvents } from '../execution/runEvents.ts'
import type { TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { Strategy } from '../selection/strategy.ts'
import type { Checkpoint } from '../store/appendRunEvents.ts'
import { attemptView, planView } from './answer.ts'
import { attemptCheckpoint, planCheckpoint } from './checkpoint.ts'

/** Takes one event, and what is to be kept with it. */
export type Tell = (event: string, data: unknown, checkpoint?: Checkpoint) => void

/** Events of a run, each told once. */
export function runEvents(tell: Tell, run: { profile: TaskProfile; context: TaskContext }): RunEvents {
  return {
    profiled: (profile) => tell('profile', profile),
    planned: (plan) => tell('plan', { strategies: planView(plan) }, planCheckpoint({ ...run, plan })),
    attemptStarted: (strategy) => tell('attempt.started', strategyView(strategy)),
    attemptFile: (strategy, path) => tell('attempt.file', { ...strategyView(strategy), path }),
    attemptEnded(attempt) {
      const event = attempt.status === 'succeeded' ? 'attempt.scored' : `attempt.${attempt.status}`
      // What it made goes with its score: only the winner's files are in the answer, and listeners compare.
      const score =
        attempt.status === 'succeeded'
          ? {
              scoreBreakdown: attempt.breakdown,
              files: attempt.files,
              ...(attempt.text === undefined ? {} : { text: attempt.text }),
            }
          : {}
      tell(
        event,
        { ...attemptView(attempt), priority: attempt.strategy.priority, ...score },
        attemptCheckpoint(attempt),
      )
    },
  }
}

function strategyView(strategy: Strategy) {
  return {
    model: strategy.model.id,
    provider: strategy.model.provider,
    approach: strategy.approach,
    priority: strategy.priority,
  }
}
