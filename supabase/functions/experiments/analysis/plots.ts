/** Pictures of a report, as SVG that needs nothing else: cooperation over the rounds, by pair of models, and in contrast. */
import type { Estimate } from './bootstrap.ts'
import type { Report } from './report.ts'

export const PLOTS = ['cooperation', 'pairs', 'contrasts'] as const
export type PlotName = (typeof PLOTS)[number]

const WIDTH = 640
const COLOURS = ['#2563eb', '#d97706', '#059669', '#7c3aed', '#dc2626', '#0891b2', '#64748b']
const TICKS = [0, 0.25, 0.5, 0.75, 1]

export function plotOf(name: PlotName, report: Report): string {
  switch (name) {
    case 'cooperation':
      return cooperationPlot(report)
    case 'pairs':
      return pairsPlot(report)
    case 'contrasts':
      return contrastsPlot(report)
  }
}

function cooperationPlot({ over_rounds: rounds, models, rounds_per_group: last }: Report): string {
  const top = 40
  const bottom = 300
  const x = (round: number) => 56 + ((round - 1) / Math.max(1, last - 1)) * (WIDTH - 80)
  const y = (share: number) => bottom - share * (bottom - top)
  const axis = [
    ...TICKS.map(
      (tick) =>
        `<line x1="56" x2="${WIDTH - 24}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="#e2e8f0"/>` +
        `<text x="50" y="${at(y(tick) + 4)}" text-anchor="end">${100 * tick} %</text>`,
    ),
    ...rounds
      .filter(({ round }) => last <= 20 || round % Math.ceil(last / 20) === 0)
      .map(
        ({ round }) => `<text x="${at(x(round))}" y="${bottom + 18}" text-anchor="middle">${round}</text>`,
      ),
  ]
  const lines = models.map(({ model_name }, index) => {
    const colour = colourOf(index)
    const points = rounds.flatMap(({ round, models: ofRound }) => {
      const found = ofRound.find((model) => model.model_name === model_name)?.cooperation
      return found === undefined || found.value === null ? [] : [{ round, ...found, value: found.value }]
    })
    const upper = points.map(
      ({ round, interval, value }) => `${at(x(round))} ${at(y(interval?.[1] ?? value))}`,
    )
    const lower = points.map(
      ({ round, interval, value }) => `${at(x(round))} ${at(y(interval?.[0] ?? value))}`,
    )
    const middle = points.map(({ round, value }) => `${at(x(round))} ${at(y(value))}`)
    if (points.length === 0) return ''
    return (
      `<path d="M${[...upper, ...lower.reverse()].join('L')}Z" fill="${colour}" fill-opacity="0.12"/>` +
      `<path d="M${middle.join('L')}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      points
        .map(
          ({ round, value }) =>
            `<circle cx="${at(x(round))}" cy="${at(y(value))}" r="2.5" fill="${colour}"/>`,
        )
        .join('') +
      legend(model_name, index, 344)
    )
  })
  const height = 360 + 18 * Math.floor((models.length - 1) / 3)
  const title = heading('Cooperation over the rounds, with 95 % intervals')
  return svg(height, [title, ...axis, ...lines])
}

function pairsPlot({ pairs, models }: Report): string {
  const names = models.map(({ model_name }) => model_name)
  const left = 190
  const top = 70
  const side = Math.min(90, (WIDTH - left - 24) / Math.max(1, names.length))
  const cells = pairs.map(({ model_name, other_model_name, cooperation }) => {
    const column = left + names.indexOf(other_model_name) * side
    const row = top + names.indexOf(model_name) * side
    const share = cooperation.value ?? 0
    return (
      `<rect x="${at(column)}" y="${at(row)}" width="${at(side)}" height="${at(side)}" fill="#2563eb" fill-opacity="${at(share)}" stroke="white"/>` +
      `<text x="${at(column + side / 2)}" y="${at(row + side / 2 + 4)}" text-anchor="middle" fill="${share > 0.7 ? 'white' : 'black'}">${percent(share)}</text>`
    )
  })
  const labels = names.flatMap((name, index) => [
    `<text x="${left - 8}" y="${at(top + (index + 0.5) * side + 4)}" text-anchor="end">${escaped(name)}</text>`,
    `<text x="${at(left + (index + 0.5) * side)}" y="${top - 8}" text-anchor="middle">${escaped(short(name))}</text>`,
  ])
  const title = heading('How often the model of a row cooperates with the model of a column')
  return svg(top + names.length * side + 24, [title, ...labels, ...cells])
}

function contrastsPlot({
  scenarios,
  within_and_cross: pairs,
  homogeneous_and_mixed: groups,
}: Report): string {
  const bars: [string, Estimate][] = [
    ...scenarios.map(({ scenario, cooperation }): [string, Estimate] => [scenario, cooperation]),
    ...(pairs === null
      ? []
      : ([
          ['with the same model', pairs.within],
          ['with another model', pairs.cross],
        ] satisfies [string, Estimate][])),
    ...(groups === null
      ? []
      : ([
          ['groups of one model', groups.homogeneous],
          ['mixed groups', groups.mixed],
        ] satisfies [string, Estimate][])),
  ]
  const left = 190
  const x = (share: number) => left + share * (WIDTH - left - 30)
  const height = 76 + bars.length * 28
  const axis = TICKS.map(
    (tick) =>
      `<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="40" y2="${height - 28}" stroke="#e2e8f0"/>` +
      `<text x="${at(x(tick))}" y="${height - 12}" text-anchor="middle">${100 * tick} %</text>`,
  )
  const drawn = bars.map(([label, { value, interval }], index) => {
    const y = 58 + index * 28
    const [low, high] = interval ?? [value ?? 0, value ?? 0]
    return (
      `<text x="${left - 8}" y="${y + 4}" text-anchor="end">${escaped(label)}</text>` +
      `<rect x="${left}" y="${y - 8}" width="${at(x(value ?? 0) - left)}" height="16" fill="#2563eb" fill-opacity="0.35"/>` +
      `<line x1="${at(x(low))}" x2="${at(x(high))}" y1="${y}" y2="${y}" stroke="#1e3a8a" stroke-width="2"/>`
    )
  })
  return svg(height, [heading('Cooperation in contrast, with 95 % intervals'), ...axis, ...drawn])
}

function svg(height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${at(height)}" font-family="system-ui, sans-serif" font-size="11">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...parts,
    '</svg>\n',
  ].join('\n')
}

function heading(text: string): string {
  return `<text x="16" y="22" font-size="14" font-weight="600">${escaped(text)}</text>`
}

function legend(name: string, index: number, top: number): string {
  const x = 56 + (index % 3) * 190
  const y = top + 18 * Math.floor(index / 3)
  return `<rect x="${x}" y="${y - 9}" width="10" height="10" fill="${colourOf(index)}"/><text x="${x + 15}" y="${y}">${escaped(name)}</text>`
}

function colourOf(index: number): string {
  return COLOURS[index % COLOURS.length] ?? 'black'
}

function short(name: string): string {
  return name.length > 14 ? `${name.slice(0, 13)}…` : name
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** One decimal is a tenth of a pixel. Two for what is a share. */
function at(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
