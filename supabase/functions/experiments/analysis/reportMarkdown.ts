/** A report for reading. */
import type { Estimate } from './bootstrap.ts'
import type { Report } from './report.ts'

/** Markdown, to the byte the same for the same report. */
export function reportMarkdown(report: Report): string {
  const { models, pairs, scenarios, over_rounds: overRounds } = report
  return `${[
    '# Experiment',
    `${report.groups} ${report.groups === 1 ? 'group' : 'groups'} of ${report.agents_per_group} agents, ${report.rounds_played} of ${report.groups * report.rounds_per_group} rounds played, seed ${report.seed}, ${report.status}. Agents cooperated in ${told(report.cooperation)} of ${report.cooperation.count} decisions. Brackets hold 95 % intervals, from resampling groups and agents.`,
    ...(report.warnings.length > 0
      ? ['## Warnings', report.warnings.map(({ message }) => `- ${message}`).join('\n')]
      : []),
    '## Models',
    table(
      ['model', 'runs as', 'agents', 'cooperation', 'mean score', 'unparseable', 'failed', 'fallbacks'],
      models.map((model) => [
        ...[model.model_name, model.runs_as, String(model.agents)],
        ...[told(model.cooperation), told(model.mean_score, plain)],
        String(model.lapses.unparseable_decisions),
        String(model.lapses.failed_decisions + model.lapses.failed_strategies),
        String(model.lapses.fallback_decisions + model.lapses.fallback_strategies),
      ]),
    ),
    '## Who cooperates with whom',
    table(
      ['model', 'with', 'cooperation', 'decisions'],
      pairs.map((pair) => [
        ...[pair.model_name, pair.other_model_name, told(pair.cooperation)],
        String(pair.cooperation.count),
      ]),
    ),
    '## Groups',
    table(
      ['scenario', 'kind', 'groups', 'cooperation', 'mean score'],
      scenarios.map((scenario) => [
        ...[scenario.scenario, scenario.kind, String(scenario.groups)],
        ...[told(scenario.cooperation), told(scenario.mean_score, plain)],
      ]),
    ),
    ...contrasts(report),
    '## Over the rounds',
    table(
      ['round', 'all', ...models.map(({ model_name }) => model_name)],
      overRounds.map((round) => [
        ...[String(round.round), told(round.cooperation)],
        ...round.models.map(({ cooperation }) => told(cooperation)),
      ]),
    ),
    '## Strategies',
    'Mean cosine of TF-IDF vectors, over every two strategies of the same group and round.',
    table(
      ['model', 'and', 'similarity', 'pairs'],
      [
        ...report.similarity.pairs.map((pair) => [
          ...[pair.model_name, pair.other_model_name, likeness(pair.mean), String(pair.pairs)],
        ]),
        ['same model', '', likeness(report.similarity.within.mean), String(report.similarity.within.pairs)],
        ['other model', '', likeness(report.similarity.cross.mean), String(report.similarity.cross.pairs)],
      ],
    ),
    '## Calls',
    table(
      [
        'asked for',
        'answered by',
        'calls',
        'failed',
        'unparseable',
        'lost',
        'tokens in',
        'tokens out',
        'cost',
      ],
      report.calls.map((each) => [
        ...[each.asked_for, each.runs_as],
        ...[each.calls, each.failed, each.unparseable, each.lost, each.input_tokens, each.output_tokens].map(
          String,
        ),
        each.cost_usd === null ? 'unknown' : `$${each.cost_usd.toFixed(4)}`,
      ]),
    ),
    `Games not played, as one side had no decision: ${report.lapses.unplayed_games}.`,
  ].join('\n\n')}\n`
}

function contrasts({ within_and_cross: pairs, homogeneous_and_mixed: groups }: Report): string[] {
  if (pairs === null && groups === null) return []
  const rows = [
    ...(pairs === null
      ? []
      : [
          ['with agents of the same model (mixed groups)', told(pairs.within)],
          ['with agents of another model (mixed groups)', told(pairs.cross)],
          ['difference', told(pairs.difference, points)],
        ]),
    ...(groups === null
      ? []
      : [
          ['in groups of one model', told(groups.homogeneous)],
          ['in mixed groups', told(groups.mixed)],
          ['difference', told(groups.difference, points)],
          ...groups.models.map((model) => [
            `difference for ${model.model_name}, one model less mixed`,
            told(model.difference, points),
          ]),
        ]),
  ]
  return ['## Does it matter who the others are?', table(['cooperation', 'rate'], rows)]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function told({ value, interval }: Estimate, figure: (value: number) => string = percent): string {
  if (value === null) return '–'
  const range = interval === null ? '' : ` [${figure(interval[0])}, ${figure(interval[1])}]`
  return `${figure(value)}${range}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

/** Of percentages, a difference is in points. */
function points(difference: number): string {
  return `${(100 * difference).toFixed(1)} points`
}

function plain(value: number): string {
  return value.toFixed(2)
}

function likeness(mean: number | null): string {
  return mean === null ? '–' : mean.toFixed(3)
}
