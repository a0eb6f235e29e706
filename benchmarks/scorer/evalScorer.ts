/**
 * `npm run eval:scorer -- [--data DIR] [--json FILE] [--output DIR] [--seed N]`: the scorer against projects with known
 * truth, beside the usual regex kind. Without `--data`, our own corpus with injected defects.
 *
 * Prints the table; with `--output` (or by default `supabase/.temp/eval-scorer`) writes `scorer.md` and `scorer.svg` there;
 * with `--json` the figures, for comparing from one day to the next.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { scoreProject } from '../../supabase/functions/_shared/scoring/scoreProject.ts'
import { scoreByPatterns } from './baseline.ts'
import { readEvaluationData } from './evaluationData.ts'
import { largeProject } from './largeProject.ts'
import { cpuMsOf, type Measurement, measureScorer, type ProjectScorer } from './measureScorer.ts'
import { median } from './rankStatistics.ts'
import { drawDrops } from './scorerPlot.ts'
import { writeReport } from './scorerReport.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'string' },
    output: { type: 'string', default: join('supabase', '.temp', 'eval-scorer') },
    seed: { type: 'string', default: '1' },
  },
})

/** Calls with the largest project; their median is told. */
const LARGE_CALLS = 5

const seed = Number(values.seed)
if (!Number.isInteger(seed)) throw new Error(`--seed takes an integer, not ${values.seed}`)

const data = await readEvaluationData(values.data, seed)
const score: ProjectScorer = ({ files, request, framework, before }) =>
  scoreProject({
    files,
    request,
    before,
    profile: framework === undefined ? {} : { frameworks: [framework] },
  })
const scorer = await measureScorer(score, data)
const baseline = await measureScorer(scoreByPatterns, data)
const cpuMs = cpuFigures(scorer)

const largeMs = median(
  Array.from({ length: LARGE_CALLS }, (_, edition) => cpuMsOf(score, largeProject(data.projects, edition))),
)

const report = writeReport({ scorer, baseline, cpuMs, largeMs })
console.log(report)
mkdirSync(values.output, { recursive: true })
writeFileSync(join(values.output, 'scorer.md'), report)
writeFileSync(join(values.output, 'scorer.svg'), drawDrops(scorer, baseline))
if (values.json !== undefined) {
  mkdirSync(dirname(values.json), { recursive: true })
  const figures = { scorer: scorer.figures, baseline: baseline.figures, cpuMs }
  writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`)
}

/** Each call's time brought to a project of 20 files, and the longest call as it was. */
function cpuFigures({ timings }: Measurement): { median20Files: number | null; max: number } {
  const scaled = timings.filter(({ files }) => files > 0).map(({ files, cpuMs: time }) => (time * 20) / files)
  return {
    median20Files: median(scaled),
    max: timings.reduce((most, { cpuMs: time }) => Math.max(most, time), 0),
  }
}
