/** Changes to files that exist: the recipe that fits the request, and only the files it touches. */
import type { FileAnswer } from './answerer.ts'
import type { FileTask } from './buildAnswer.ts'
import { addComponent } from './edits/addComponent.ts'
import { corpusEdit } from './edits/corpusEdit.ts'
import { writeReadme } from './edits/readme.ts'
import { repairImports } from './edits/repairImports.ts'
import { withDefects } from './withDefects.ts'

/** What a recipe did: the whole project after it, and what to say; null where it cannot be done here. */
export interface Edit {
  files: Record<string, string>
  message: string
}

export function answerEdit(task: FileTask): FileAnswer {
  const { kind, request, corpus, quality, random } = task
  const { existingFiles } = request
  const edit =
    corpusEdit(existingFiles, request.request, corpus) ??
    (kind === 'documentation' ? writeReadme(existingFiles) : null) ??
    (kind === 'debug' ? repairImports(existingFiles) : null) ??
    addComponent(existingFiles, request.request)
  // Faults go into what the model writes: the files that stay as they were are not its own.
  const own = Object.keys(changedFiles(existingFiles, edit.files))
  const faulty = withDefects(
    { name: 'edit', request: request.request, files: edit.files },
    quality.defects,
    random,
    own,
  )
  const files = Object.fromEntries(
    own.flatMap((path) => (path in faulty ? [[path, faulty[path] ?? '']] : [])),
  )
  // An edit of one file whose fault is that the file is missing would be no answer at all.
  return {
    message: edit.message,
    files: Object.keys(files).length > 0 ? files : changedFiles(existingFiles, edit.files),
  }
}

export function changedFiles(
  before: Record<string, string>,
  after: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([path, content]) => before[path] !== content))
}
