/** What a run tells as it goes. Listeners must be quick and never throw: a run does not wait for its audience. */
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { Plan, Strategy } from '../selection/strategy.ts'
import type { Attempt } from './attempt.ts'

export interface RunEvents {
  profiled(profile: TaskProfile): void
  planned(plan: Plan): void
  attemptStarted(strategy: Strategy): void
  attemptFile(strategy: Strategy, path: string): void
  attemptEnded(attempt: Attempt): void
}

/** For a run nobody watches. */
export const NO_EVENTS: RunEvents = {
  profiled() {},
  planned() {},
  attemptStarted() {},
  attemptFile() {},
  attemptEnded() {},
}
