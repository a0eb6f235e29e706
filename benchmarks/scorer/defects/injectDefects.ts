/** Makes the mutants of a project: every defect that has its effect there, once, chosen by the seed. */
import type { CorpusProject } from '../../corpus/corpus.ts'
import { CONTROLS } from './controls/controls.ts'
import type { Defect, MutantSeverity } from './defect.ts'
import { FATAL_DEFECTS } from './fatal/fatalDefects.ts'
import { MAJOR_DEFECTS } from './major/majorDefects.ts'
import { MINOR_DEFECTS } from './minor/minorDefects.ts'
import { type ParsedProject, parseProject } from './parsedProject.ts'
import { seededRandom } from './random.ts'

export interface Mutant {
  /** Unique over a run: `<app>/<mutation>/<seed>`. */
  id: string
  /** Name of the project it was made from. */
  app: string
  /** The defect's name. */
  mutation: string
  severity: MutantSeverity
  files: Record<string, string>
}

export const DEFECTS: readonly Defect[] = [...FATAL_DEFECTS, ...MAJOR_DEFECTS, ...MINOR_DEFECTS, ...CONTROLS]

/**
 * Every mutant of `project` that the seed gives; a defect that cannot have its effect there is left out.
 * Deterministic: the same project and seed give the same mutants in the same order.
 */
export function injectDefects({ project, seed }: { project: CorpusProject; seed: number }): Mutant[] {
  const parsed = parseProject(project)
  return DEFECTS.map((defect) => mutate(parsed, defect, seed)).filter((mutant) => mutant !== null)
}

/**
 * The mutant of one defect alone; null where it cannot have its effect in this project.
 * @throws where no defect has that name.
 */
export function injectDefect(task: {
  project: CorpusProject
  mutation: string
  seed: number
}): Mutant | null {
  const defect = DEFECTS.find(({ name }) => name === task.mutation)
  if (!defect) throw new Error(`No defect is called ${task.mutation}`)
  return mutate(parseProject(task.project), defect, task.seed)
}

function mutate(parsed: ParsedProject, defect: Defect, seed: number): Mutant | null {
  const result = defect.apply(parsed, seededRandom(seed, parsed.name, defect.name))
  if (!result) return null
  return {
    id: `${parsed.name}/${defect.name}/${seed}`,
    app: parsed.name,
    mutation: defect.name,
    severity: result.severity ?? defect.severity,
    files: result.files,
  }
}
