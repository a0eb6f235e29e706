/** A project with the faults of the model that wrote it. */
import type { CorpusProject } from '../../../benchmarks/corpus/corpus.ts'
import { injectDefect } from '../../../benchmarks/scorer/defects/injectDefects.ts'
import type { Random } from '../../../benchmarks/scorer/defects/random.ts'

/** Applies the defects in turn; one that does not fit the project is left out. */
export function withDefects(
  project: CorpusProject,
  defects: readonly string[],
  random: Random,
): Record<string, string> {
  let { files } = project
  for (const mutation of defects) {
    const seed = Math.floor(random.next() * 1_000_000)
    files = injectDefect({ project: { ...project, files }, mutation, seed })?.files ?? files
  }
  return files
}
