/** `−2% to 4%`; null: there is too little to say. */
export function formatInterval(
  interval: readonly [low: number, high: number] | null,
  format: (value: number) => string,
): string {
  return interval === null ? 'too little to say' : `${format(interval[0])} to ${format(interval[1])}`
}
