/** A run's progress as server-sent events, in the order and the words of the contract. */
import type { RunEvents } from '../execution/runEvents.ts'
import type { EventSink } from '../http/serverSentEvents.ts'
import type { Strategy } from '../selection/strategy.ts'
import { attemptView, planView } from './answer.ts'

/** Events of a run for one listener. */
export function eventsTo(sink: EventSink): RunEvents {
  return {
    profiled: (profile) => sink.send('profile', profile),
    planned: (plan) => sink.send('plan', { strategies: planView(plan) }),
    attemptStarted: (strategy) => sink.send('attempt.started', strategyView(strategy)),
    attemptFile: (strategy, path) => sink.send('attempt.file', { ...strategyView(strategy), path }),
    attemptEnded(attempt) {
      const event = attempt.status === 'succeeded' ? 'attempt.scored' : `attempt.${attempt.status}`
      const score = attempt.status === 'succeeded' ? { scoreBreakdown: attempt.breakdown } : {}
      sink.send(event, { ...attemptView(attempt), priority: attempt.strategy.priority, ...score })
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
