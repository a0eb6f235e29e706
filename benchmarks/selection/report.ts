/** The evaluation for people: Markdown tables. */
import type { CascadeFigures } from './cascades.ts'
import type { Figures, FileEvaluation } from './evaluation.ts'
import type { Experiment } from './experiment.ts'
import type { Means } from './figures.ts'
import type { Arrival, ShiftFigures } from './shifts.ts'

/** Below this many prompts, differences under this many points are noise. */
const SMALL_SET = 600

export function mainTable(experiment: Experiment, evaluation: FileEvaluation, lambda: number): string {
  const { data, orders } = experiment
  const steps = Object.keys([...evaluation.references.values()][0]?.regretAt ?? {})
  const header = [
    '',
    'u [95 %]',
    'first fifth',
    'last half',
    'u − best single [95 %]',
    'quality',
    'last half',
    '$/1000',
    ...(data.hasLatencies ? ['p50 ms', 'p95 ms'] : []),
    ...steps.map((step) => `regret ${step}`),
  ]
  const row = (name: string, figures: Figures) => [
    name,
    `${share(figures.whole.u)} [${figures.interval.map(share).join(', ')}]`,
    share(figures.firstFifth.u),
    share(figures.lastHalf.u),
    `${signed(figures.aheadOfBestSingle.u)} [${figures.aheadOfBestSingle.interval.map(signed).join(', ')}]`,
    figures.whole.q.toFixed(1),
    figures.lastHalf.q.toFixed(1),
    data.hasCosts ? (figures.whole.usd * 1000).toFixed(3) : '–',
    ...(figures.latencyMs
      ? [figures.latencyMs.p50.toFixed(0), figures.latencyMs.p95.toFixed(0)]
      : data.hasLatencies
        ? ['–', '–']
        : []),
    ...steps.map((step) => (figures.regretAt[step] ?? 0).toFixed(1)),
  ]
  const order = data.isDated ? 'in time order' : 'shuffled'
  return [
    `## ${data.stem}`,
    '',
    `${data.prompts.length} prompts, ${data.pool.length} models, ${orders.length} replays ${order}, λ = ${lambda}${data.hasCosts ? '' : ', costs unknown'}.${
      data.prompts.length < SMALL_SET ? ' Under 3 points is noise on so few prompts.' : ''
    }`,
    '',
    table(header, [
      ...[...evaluation.policies].map(([name, figures]) => row(`**${name}**`, figures)),
      ...[...evaluation.references].map(([name, figures]) => row(name, figures)),
    ]),
  ].join('\n')
}

export function shiftTable(shifts: ReadonlyMap<string, ShiftFigures>): string {
  return table(
    [
      'after a shift in the middle',
      'drop: q of 200 after (new best alone, old best alone)',
      'passing drop: q during, after (best alone after)',
      'new best model by u: share after 150, u of 200 (alone, its lead)',
      'new best model by quality: the same',
      'price × 5: u of 200 (staying, leaving)',
      'no shift: q with, without forgetting',
    ],
    [...shifts].map(
      ([name, { permanentDrop, temporaryDrop, newModel, newModelByQuality, priceRise, forgetting }]) => [
        `**${name}**`,
        `${permanentDrop.q.toFixed(1)} (${permanentDrop.newBestAlone.toFixed(1)}, ${permanentDrop.oldBestAlone.toFixed(1)})`,
        `${temporaryDrop.qDuring.toFixed(1)}, ${temporaryDrop.qAfter.toFixed(1)} (${temporaryDrop.bestAloneAfter.toFixed(1)})`,
        arrival(newModel),
        arrival(newModelByQuality),
        `${share(priceRise.u200)} (${share(priceRise.stayingAlone)}, ${share(priceRise.newBestAlone)})`,
        `${forgetting.q.toFixed(1)}, ${forgetting.qWithout.toFixed(1)}`,
      ],
    ),
  )
}

function arrival({ shareAfter150, u200, alone, lead }: Arrival): string {
  return `${(100 * shareAfter150).toFixed(0)} %, ${share(u200)} (${share(alone)}, ${share(lead)})`
}

export function stressTable(stresses: ReadonlyMap<string, Record<string, Means>>): string {
  const names = Object.keys([...stresses.values()][0] ?? {})
  return table(
    ['u under stress', ...names],
    [...stresses].map(([policy, means]) => [
      `**${policy}**`,
      ...names.map((name) => share(means[name]?.u ?? Number.NaN)),
    ]),
  )
}

export function cascadeTable(cascades: ReadonlyMap<string, CascadeFigures>): string {
  const first = [...cascades.values()][0]
  if (first === undefined) return ''
  return table(
    [
      `sequential; best single ${first.bestSingle.model}: ${first.bestSingle.q.toFixed(1)}`,
      ...first.judges.map((judge) => `judge right ${100 * judge.right} % (blind as often)`),
    ],
    [...cascades].map(([policy, { judges }]) => [
      `**${policy}**`,
      ...judges.map(
        (judge) =>
          `${judge.q.toFixed(1)} at ${percent(judge.costShare)} (${judge.randomQ.toFixed(1)} at ${percent(judge.randomCostShare)})`,
      ),
    ]),
  )
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function share(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, '$1.')
}

function signed(value: number): string {
  return value < 0 ? share(value) : `+${share(value)}`
}

function percent(value: number): string {
  return Number.isFinite(value) ? `${(100 * value).toFixed(0)} %` : '–'
}
