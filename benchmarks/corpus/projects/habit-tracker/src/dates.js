/** A day as YYYY-MM-DD in local time. */
export function toDay(date) {
  const month = String(date.getMonth() + 1).padStart(2, '0')
  const day = String(date.getDate()).padStart(2, '0')
  return `${date.getFullYear()}-${month}-${day}`
}

export function addDays(day, count) {
  const [year, month, date] = day.split('-').map(Number)
  return toDay(new Date(year, month - 1, date + count))
}

/** The last `count` days up to and including `today`, oldest first. */
export function lastDays(today, count) {
  return Array.from({ length: count }, (_, index) => addDays(today, index - count + 1))
}

/** Days in a row up to today; a day not yet ticked today does not break it. */
export function streakOf(doneDays, today) {
  const done = new Set(doneDays)
  let day = done.has(today) ? today : addDays(today, -1)
  let streak = 0
  while (done.has(day)) {
    streak += 1
    day = addDays(day, -1)
  }
  return streak
}
