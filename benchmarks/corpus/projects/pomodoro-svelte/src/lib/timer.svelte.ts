import type { Phase, Settings } from './session'
import { phaseSeconds } from './session'

/** A countdown that goes by the clock, so that a sleeping tab does not make it late. */
export function createTimer(settings: Settings, onPhaseEnd: (ended: Phase) => void) {
  let phase = $state<Phase>('focus')
  let remaining = $state(phaseSeconds('focus', settings))
  let endsAt = $state<number | null>(null)

  function switchPhase() {
    const ended = phase
    phase = ended === 'focus' ? 'break' : 'focus'
    remaining = phaseSeconds(phase, settings)
    endsAt = null
    onPhaseEnd(ended)
  }

  $effect(() => {
    const end = endsAt
    if (end === null) return
    const timer = setInterval(() => {
      remaining = Math.max(0, Math.round((end - Date.now()) / 1000))
      if (remaining === 0) switchPhase()
    }, 250)
    return () => clearInterval(timer)
  })

  return {
    get phase() {
      return phase
    },
    get remaining() {
      return remaining
    },
    get running() {
      return endsAt !== null
    },
    toggle() {
      endsAt = endsAt === null ? Date.now() + remaining * 1000 : null
    },
    reset() {
      endsAt = null
      remaining = phaseSeconds(phase, settings)
    },
    skip: switchPhase,
  }
}
