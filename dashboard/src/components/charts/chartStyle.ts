/** How all charts look: the tokens of styles.css. */
const SERIES_COUNT = 6

export function seriesColour(index: number): string {
  return `var(--series-${(index % SERIES_COUNT) + 1})`
}

export const AXIS = { stroke: 'var(--field-line)', tickLine: false, fontSize: 12 } as const

export const TOOLTIP = {
  cursor: { fill: 'var(--raised)', stroke: 'var(--line)' },
  contentStyle: {
    background: 'var(--surface)',
    border: '1px solid var(--line)',
    borderRadius: 8,
    color: 'var(--ink)',
  },
} as const
