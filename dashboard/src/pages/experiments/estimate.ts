import type { Estimate } from '../../data/experiments.ts'
import { formatInterval, formatShare } from '../../format.ts'

/** `62.5% (55% to 71%)`: a rate and its 95 % interval, where there is one. */
export function formatEstimate(
  { value, interval }: Estimate,
  format: (value: number) => string = formatShare,
): string {
  if (value === null) return '–'
  const ends = interval === null ? '' : ` (${formatInterval(interval, format)})`
  return `${format(value)}${ends}`
}
