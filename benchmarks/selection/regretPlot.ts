/** Draws cumulative regret against requests as an SVG: one panel a file, one line a policy or reference. */

export interface RegretPanel {
  title: string
  lines: { name: string; values: ArrayLike<number> }[]
}

const WIDTH = 420
const HEIGHT = 300
const MARGIN = { left: 52, right: 12, top: 34, bottom: 36 }
const COLUMNS = 2
const POINTS = 200
const COLOURS = ['#2563eb', '#d97706', '#059669', '#7c3aed', '#dc2626', '#0891b2', '#64748b']

export function regretPlot(panels: readonly RegretPanel[]): string {
  const rows = Math.ceil(panels.length / COLUMNS)
  const width = WIDTH * Math.min(COLUMNS, Math.max(1, panels.length))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT * rows}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...panels.map(
      (panel, index) =>
        `<g transform="translate(${(index % COLUMNS) * WIDTH} ${Math.floor(index / COLUMNS) * HEIGHT})">${drawPanel(panel)}</g>`,
    ),
    '</svg>',
  ].join('\n')
}

function drawPanel({ title, lines }: RegretPanel): string {
  const steps = Math.max(1, ...lines.map((line) => line.values.length))
  const all = lines.flatMap((line) => Array.from(line.values))
  const top = all.reduce((most, value) => Math.max(most, value), 1)
  const bottom = all.reduce((least, value) => Math.min(least, value), 0)
  const x = (step: number) => MARGIN.left + (step / steps) * (WIDTH - MARGIN.left - MARGIN.right)
  const y = (value: number) =>
    HEIGHT - MARGIN.bottom - ((value - bottom) / (top - bottom)) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const ticks = [bottom, 0, (top + Math.max(0, bottom)) / 2, top].filter(
    (tick, index, list) => list.indexOf(tick) === index,
  )
  return [
    `<text x="${MARGIN.left}" y="16" font-size="13" font-weight="600">${escaped(title)}</text>`,
    ...ticks.map(
      (tick) =>
        `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" stroke="#e2e8f0"/><text x="${MARGIN.left - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${tick.toFixed(1)}</text>`,
    ),
    `<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - 20}" text-anchor="end">${steps} requests</text>`,
    ...lines.map((line, index) => {
      const colour = COLOURS[index % COLOURS.length] ?? 'black'
      return (
        `<path d="${pathOf(line.values, x, y)}" fill="none" stroke="${colour}" stroke-width="1.6"/>` +
        `<text x="${MARGIN.left + 4 + (index % 4) * 90}" y="${HEIGHT - (index < 4 ? 20 : 6)}" fill="${colour}">${escaped(line.name)}</text>`
      )
    }),
  ].join('')
}

function pathOf(
  values: ArrayLike<number>,
  x: (step: number) => number,
  y: (value: number) => number,
): string {
  const stride = Math.max(1, Math.floor(values.length / POINTS))
  const points: string[] = [`${x(0).toFixed(1)} ${y(0).toFixed(1)}`]
  for (let step = stride - 1; step < values.length; step += stride)
    points.push(`${x(step + 1).toFixed(1)} ${y(values[step] ?? 0).toFixed(1)}`)
  return `M${points.join('L')}`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
