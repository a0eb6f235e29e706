const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export function todayIso(): string {
  return new Date().toISOString().slice(0, 10)
}

export function formatDay(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00`))
}

export function formatTime(time: string): string {
  return timeFormat.format(new Date(time))
}
