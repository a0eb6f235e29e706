/** An edit the corpus knows: its project before is what was given, so its project after is the answer. */
import type { CorpusProject } from '../../../../benchmarks/corpus/corpus.ts'
import { changedFiles, type Edit } from '../editAnswer.ts'

export function corpusEdit(
  existing: Record<string, string>,
  request: string,
  corpus: readonly CorpusProject[],
): Edit | null {
  const known = corpus.find(
    (project) => project.before && sharesWords(project.request, request) && isSame(project.before, existing),
  )
  if (!known) return null
  const paths = Object.keys(changedFiles(existing, known.files))
  return { files: known.files, message: `I changed ${paths.join(', ')}; everything else stays as it was.` }
}

function isSame(before: Record<string, string>, existing: Record<string, string>): boolean {
  return Object.entries(before).every(([path, content]) => existing[path]?.trim() === content.trim())
}

function sharesWords(known: string, asked: string): boolean {
  const words = new Set(asked.toLowerCase().match(/[a-z]{4,}/g))
  return [...new Set(known.toLowerCase().match(/[a-z]{4,}/g))].filter((word) => words.has(word)).length >= 2
}
