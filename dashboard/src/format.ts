/** Figures as people read them. */

const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 2 })
const smallUsd = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 3,
})
const count = new Intl.NumberFormat('en-US')
const share = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 })
const score = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** Null: the price is not known. */
export function formatUsd(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'unknown'
  return Math.abs(value) >= 0.1 || value === 0 ? usd.format(value) : smallUsd.format(value)
}

export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`
}

export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : count.format(value)
}

/** Of a share 0..1. */
export function formatShare(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : share.format(value)
}

/** Of a score 0..100. */
export function formatScore(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : score.format(value)
}

/** `-2% to 4%`; null: there is too little to say. */
export function formatInterval(
  interval: readonly [low: number, high: number] | null,
  format: (value: number) => string,
): string {
  return interval === null ? 'too little to say' : `${format(interval[0])} to ${format(interval[1])}`
}

/** Of a time as Postgres and the API tell it. */
export function formatMoment(iso: string | null | undefined): string {
  return iso === null || iso === undefined ? '–' : moment.format(new Date(iso))
}
