/**
 * `npm run eval:selection -- --data FILE…`: replays real outcomes through the selector that serves requests.
 * Markdown tables on stdout, figures as JSON with `--json`, a plot of cumulative regret as SVG.
 */
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'
import { type EvaluationArguments, readArguments, USAGE } from './arguments.ts'
import { type CascadeFigures, runCascades } from './cascades.ts'
import { evaluateFile, type Figures, type FileEvaluation } from './evaluation.ts'
import { type Experiment, prepareExperiment } from './experiment.ts'
import type { Means } from './figures.ts'
import { readOutcomeData } from './outcomeData.ts'
import { type RegretPanel, regretPlot } from './regretPlot.ts'
import { cascadeTable, mainTable, shiftTable, stressTable } from './report.ts'
import { runShifts, type ShiftFigures } from './shifts.ts'
import { runStress } from './stress.ts'

interface Studies {
  shifts: Map<PolicyName, ShiftFigures>
  stresses: Map<PolicyName, Record<string, Means>>
  cascades: Map<PolicyName, CascadeFigures>
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2))
  const json: Record<string, unknown> = {}
  const references: Record<string, unknown> = {}
  const panels: RegretPanel[] = []
  for (const file of options.data) {
    const experiment = prepareExperiment(await readOutcomeData(file), options.shuffles)
    const evaluation = evaluateFile(experiment, options.policies, options.lambda)
    const studies = runStudies(experiment, options)
    process.stdout.write(`${tablesOf(experiment, evaluation, studies, options.lambda).join('\n\n')}\n\n`)
    json[evaluation.stem] = policyFigures(evaluation, studies.shifts)
    references[evaluation.stem] = referenceFigures(evaluation, studies)
    panels.push(panelOf(evaluation))
  }
  const plotFile =
    options.plot ?? options.json?.replace(/(?:\.json)?$/, '.svg') ?? join(tmpdir(), 'selection-regret.svg')
  await writeFile(plotFile, regretPlot(panels))
  process.stdout.write(`Cumulative regret against the best single model: ${plotFile}\n`)
  if (options.json) await writeFile(options.json, `${JSON.stringify({ ...json, references }, null, 2)}\n`)
}

function runStudies(experiment: Experiment, options: EvaluationArguments): Studies {
  const { policies, lambda } = options
  const forAll = <Result>(isWanted: boolean, run: (policy: PolicyName) => Result) =>
    new Map(isWanted ? policies.map((policy) => [policy, run(policy)]) : [])
  return {
    shifts: forAll(options.shift, (policy) => runShifts(experiment, policy, lambda)),
    stresses: forAll(options.stress, (policy) => runStress(experiment, policy, lambda)),
    cascades: forAll(options.cascade && experiment.data.hasCosts, (policy) =>
      runCascades(experiment, policy, lambda),
    ),
  }
}

function tablesOf(
  experiment: Experiment,
  evaluation: FileEvaluation,
  { shifts, stresses, cascades }: Studies,
  lambda: number,
): string[] {
  return [
    mainTable(experiment, evaluation, lambda),
    ...(shifts.size > 0 ? [shiftTable(shifts)] : []),
    ...(stresses.size > 0 ? [stressTable(stresses)] : []),
    ...(cascades.size > 0 ? [cascadeTable(cascades)] : []),
  ]
}

/** u as a share, q in score points, usd a request. */
function policyFigures(evaluation: FileEvaluation, shifts: ReadonlyMap<PolicyName, ShiftFigures>): unknown {
  return Object.fromEntries(
    [...evaluation.policies].map(([policy, { whole, lastHalf, interval }]) => {
      const shift = shifts.get(policy)
      return [
        policy,
        { whole, lastHalf, afterShift200: shift ? { q: shift.permanentDrop.q } : null, interval },
      ]
    }),
  )
}

function referenceFigures(evaluation: FileEvaluation, studies: Studies): unknown {
  const plain = ({ regret: _, ...figures }: Figures) => figures
  return {
    ...Object.fromEntries([...evaluation.references].map(([name, figures]) => [name, plain(figures)])),
    policies: Object.fromEntries([...evaluation.policies].map(([name, figures]) => [name, plain(figures)])),
    shifts: Object.fromEntries(studies.shifts),
    stresses: Object.fromEntries(studies.stresses),
    cascades: Object.fromEntries(studies.cascades),
  }
}

function panelOf(evaluation: FileEvaluation): RegretPanel {
  const lines = [
    ...[...evaluation.policies].map(([name, { regret }]) => ({ name, values: regret })),
    ...[...evaluation.references]
      .filter(([name]) => name === 'random' || name === 'categoryBest')
      .map(([name, { regret }]) => ({ name, values: regret })),
  ]
  return { title: evaluation.stem, lines }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`)
  process.exitCode = 1
}
