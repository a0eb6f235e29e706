/** What each defect costs, as a plot: one line a defect, a dot a mutant, the baseline in grey. */
import type { Measurement } from './measureScorer.ts'
import { median } from './rankStatistics.ts'

const WIDTH = 920
const LABEL_WIDTH = 250
const ROW_HEIGHT = 15
const TOP = 56
const COLORS: Record<string, string> = {
  fatal: '#b3261e',
  major: '#b26a00',
  minor: '#1f6f8b',
  control: '#5f6368',
}
const SEVERITIES = ['fatal', 'major', 'minor', 'control']

/** SVG text. Points lost run from −20 to 100. */
export function drawDrops(scorer: Measurement, baseline: Measurement): string {
  const rows = [...new Set(scorer.drops.map(({ severity, mutation }) => `${severity} ${mutation}`))].sort(
    (left, right) => order(left) - order(right) || (left < right ? -1 : 1),
  )
  const height = TOP + rows.length * ROW_HEIGHT + 36
  const body = rows.map((key, index) => drawRow(key, TOP + index * ROW_HEIGHT, scorer, baseline)).join('')
  const axis = [-20, 0, 20, 40, 60, 80, 100]
    .map((points) => {
      const at = x(points)
      return `<line x1="${at}" x2="${at}" y1="${TOP - 10}" y2="${height - 30}" stroke="#ddd"/><text x="${at}" y="${height - 14}" text-anchor="middle">${points}</text>`
    })
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="11">` +
    `<rect width="100%" height="100%" fill="white"/>` +
    `<text x="16" y="22" font-size="15">Points a defect costs: original minus mutant</text>` +
    `<text x="16" y="40" fill="#555">dots: the scorer, bar: its median; grey ring: median of the regex baseline</text>` +
    `${axis}${body}</svg>\n`
  )
}

function order(key: string): number {
  return SEVERITIES.indexOf(key.split(' ')[0] ?? '')
}

function x(points: number): number {
  return LABEL_WIDTH + ((points + 20) / 120) * (WIDTH - LABEL_WIDTH - 24)
}

function drawRow(key: string, y: number, scorer: Measurement, baseline: Measurement): string {
  const [severity = '', mutation = ''] = key.split(' ')
  const color = COLORS[severity] ?? '#000'
  const points = pointsOf(scorer, severity, mutation)
  const dots = points.map(
    (value) => `<circle cx="${x(value)}" cy="${y}" r="2.6" fill="${color}" fill-opacity="0.45"/>`,
  )
  const middle = median(points) ?? 0
  const other = median(pointsOf(baseline, severity, mutation)) ?? 0
  return (
    `<text x="${LABEL_WIDTH - 10}" y="${y + 4}" text-anchor="end" fill="${color}">${mutation}</text>${dots.join('')}` +
    `<line x1="${x(middle)}" x2="${x(middle)}" y1="${y - 5}" y2="${y + 5}" stroke="${color}" stroke-width="2.5"/>` +
    `<circle cx="${x(other)}" cy="${y}" r="4" fill="none" stroke="#9aa0a6" stroke-width="1.5"/>`
  )
}

function pointsOf({ drops }: Measurement, severity: string, mutation: string): number[] {
  return drops
    .filter((drop) => drop.severity === severity && drop.mutation === mutation)
    .map(({ points }) => points)
}
