export type Phase = 'focus' | 'break'

export interface Settings {
  focusMinutes: number
  breakMinutes: number
}

export interface Task {
  id: string
  title: string
  sessions: number
  done: boolean
}

export const DEFAULT_SETTINGS: Settings = { focusMinutes: 25, breakMinutes: 5 }

export function phaseSeconds(phase: Phase, settings: Settings): number {
  return (phase === 'focus' ? settings.focusMinutes : settings.breakMinutes) * 60
}

export function formatSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
