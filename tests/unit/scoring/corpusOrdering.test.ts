// The corpus against its mutants: what is broken scores below what works, by the thresholds the scorer answers for.
import { beforeAll, describe, expect, test } from 'vitest'
import { type CorpusProject, loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import type { MutantSeverity } from '../../../benchmarks/scorer/defects/defect.ts'
import { injectDefects } from '../../../benchmarks/scorer/defects/injectDefects.ts'
import type { ScoreBreakdown } from '../../../supabase/functions/_shared/scoring/scoreBreakdown.ts'
import { scoreProject } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'

const SEEDS = [1, 2]

interface Pair {
  id: string
  severity: MutantSeverity
  original: ScoreBreakdown
  mutant: ScoreBreakdown
}

const originals: { name: string; breakdown: ScoreBreakdown }[] = []
const pairs: Pair[] = []

function score({ request, framework, before }: CorpusProject, files: Record<string, string>): ScoreBreakdown {
  const profile = framework === undefined ? {} : { frameworks: [framework] }
  return scoreProject({ files, request, profile, ...(before === undefined ? {} : { before }) })
}

beforeAll(() => {
  for (const project of loadCorpus()) {
    const original = score(project, project.files)
    originals.push({ name: project.name, breakdown: original })
    for (const seed of SEEDS) {
      for (const { id, severity, files } of injectDefects({ project, seed }))
        pairs.push({ id, severity, original, mutant: score(project, files) })
    }
  }
}, 240_000)

const pairsOf = (severity: MutantSeverity) => pairs.filter((pair) => pair.severity === severity)

test('no original has a fatal diagnostic, and none scores below 90', () => {
  expect(originals.length).toBeGreaterThanOrEqual(12)
  for (const { name, breakdown } of originals) {
    expect(
      breakdown.diagnostics.filter(({ severity }) => severity === 'fatal'),
      name,
    ).toEqual([])
    expect(breakdown.overall, name).toBeGreaterThanOrEqual(90)
  }
})

describe.each([
  ['fatal', 0.995, 300],
  ['major', 0.95, 200],
  ['minor', 0.85, 100],
] as const)('%s mutants', (severity, least, fewest) => {
  test(`score below their original in at least ${least * 100} % of pairs`, () => {
    const judged = pairsOf(severity)
    const wrong = judged.filter(({ original, mutant }) => mutant.overall >= original.overall)
    expect(judged.length).toBeGreaterThanOrEqual(fewest)
    expect(1 - wrong.length / judged.length, wrong.map(({ id }) => id).join(', ')).toBeGreaterThanOrEqual(
      least,
    )
  })
})

test('at least 99 % of fatal mutants end at or below 40', () => {
  const judged = pairsOf('fatal')
  const high = judged.filter(({ mutant }) => mutant.overall > 40)
  expect(1 - high.length / judged.length, high.map(({ id }) => id).join(', ')).toBeGreaterThanOrEqual(0.99)
})

test('the median major mutant is worth less than the median minor one', () => {
  const overalls = (severity: MutantSeverity) =>
    pairsOf(severity)
      .map(({ mutant }) => mutant.overall)
      .sort((left, right) => left - right)
  const minor = overalls('minor')
  const major = overalls('major')
  expect(major[Math.floor(major.length / 2)]).toBeLessThan(minor[Math.floor(minor.length / 2)] ?? 0)
})

test('controls change no score', () => {
  const controls = pairsOf('control')
  expect(controls.length).toBeGreaterThanOrEqual(originals.length)
  for (const { id, original, mutant } of controls) {
    const { diagnostics: expected, ...scores } = original
    const { diagnostics, ...mutantScores } = mutant
    expect(mutantScores, id).toEqual(scores)
    expect(
      diagnostics.map(({ rule }) => rule),
      id,
    ).toEqual(expected.map(({ rule }) => rule))
  }
})
