/** A project with the faults of the model that wrote it. */
import type { CorpusProject } from '../../../benchmarks/corpus/corpus.ts'
import { injectDefect } from '../../../benchmarks/scorer/defects/injectDefects.ts'
import type { Random } from '../../../benchmarks/scorer/defects/random.ts'

/** A defect lands where its seed says; this many seeds are tried for one that lands in the files in question. */
const ATTEMPTS = 8

/**
 * Applies the defects in turn to the files a model wrote; one that does not fit them is left out.
 * `own` names those files, all of the project where absent; the others stay as they are.
 */
export function withDefects(
  project: CorpusProject,
  defects: readonly string[],
  random: Random,
  own: readonly string[] = Object.keys(project.files),
): Record<string, string> {
  let { files } = project
  for (const mutation of defects) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const seed = Math.floor(random.next() * 1_000_000)
      const mutated = injectDefect({ project: { ...project, files }, mutation, seed })?.files
      if (!mutated) break
      if (!own.some((path) => mutated[path] !== files[path])) continue
      files = mutated
      break
    }
  }
  return files
}
