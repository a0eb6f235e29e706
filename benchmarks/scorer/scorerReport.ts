/** The figures as a Markdown table, for people. */
import type { Measurement, ScorerFigures } from './measureScorer.ts'
import { median } from './rankStatistics.ts'

export interface ReportInput {
  scorer: Measurement
  baseline: Measurement
  cpuMs: { median20Files: number | null; max: number }
  /** CPU of 200 files of 2 MiB together. */
  largeMs: number | null
}

export function writeReport({ scorer, baseline, cpuMs, largeMs }: ReportInput): string {
  const lines = ['# The scorer against known truth', '']
  lines.push('| | scorer | regex baseline |', '|---|--:|--:|')
  const rows = summaryRows(scorer.figures, baseline.figures)
  for (const [label, left, right] of rows) lines.push(`| ${label} | ${left} | ${right} |`)
  lines.push(`| CPU ms, project of 20 files, median | ${number(cpuMs.median20Files)} | |`)
  lines.push(`| CPU ms, most | ${number(cpuMs.max)} | |`)
  lines.push(`| CPU ms, 200 files of 2 MiB | ${number(largeMs)} | |`, '')
  lines.push(
    '## By defect',
    '',
    '| defect | severity | pairs | ordered | ordered by the baseline | median drop |',
  )
  lines.push('|---|---|--:|--:|--:|--:|')
  for (const [name, { pairs, ordered }] of Object.entries(scorer.figures.byDefect)) {
    const drops = scorer.drops.filter(({ mutation }) => mutation === name)
    const severities = [...new Set(drops.map(({ severity }) => severity))].join(', ')
    const other = baseline.figures.byDefect[name]?.ordered ?? null
    const drop = median(drops.map(({ points }) => points))
    lines.push(
      `| ${name} | ${severities} | ${pairs} | ${percent(ordered)} | ${percent(other)} | ${number(drop)} |`,
    )
  }
  return `${lines.join('\n')}\n`
}

function summaryRows(scorer: ScorerFigures, baseline: ScorerFigures): [string, string, string][] {
  const rows: [string, string, string][] = [
    ['originals', String(scorer.originals.count), String(baseline.originals.count)],
    ['median score of originals', number(scorer.originals.median), number(baseline.originals.median)],
    [
      'originals called broken',
      String(scorer.originals.fatalFalseAlarms),
      String(baseline.originals.fatalFalseAlarms),
    ],
    [
      'fatal mutants below their original',
      percent(scorer.orderedPairs.fatal),
      percent(baseline.orderedPairs.fatal),
    ],
    [
      'major mutants below their original',
      percent(scorer.orderedPairs.major),
      percent(baseline.orderedPairs.major),
    ],
    [
      'minor mutants below their original',
      percent(scorer.orderedPairs.minor),
      percent(baseline.orderedPairs.minor),
    ],
    ['fatal mutants at 40 or below', percent(scorer.fatalCapped), percent(baseline.fatalCapped)],
  ]
  for (const [set, { count, auc, spearman }] of Object.entries(scorer.outcomes)) {
    const other = baseline.outcomes[set]
    rows.push([`${set} (${count}): AUC`, number(auc, 3), number(other?.auc ?? null, 3)])
    rows.push([`${set} (${count}): Spearman`, number(spearman, 3), number(other?.spearman ?? null, 3)])
  }
  return rows
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`
}

function number(value: number | null, digits = 1): string {
  return value === null ? '–' : value.toFixed(digits)
}
