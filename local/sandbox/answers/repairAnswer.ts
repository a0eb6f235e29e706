/** A repair of a project the sandbox made: what the problems name is written anew, as surely as the model's grade allows. */
import type { Grade } from '../sandboxModel.ts'
import type { FileAnswer } from './answerer.ts'
import { chooseProject, type FileTask } from './buildAnswer.ts'

/** The share of named files that a model gets right when it is told what is wrong with them. */
const SKILL: Readonly<Record<Grade, number>> = { fast: 0.6, balanced: 0.85, strong: 1 }

/** `null` where the project is not one of ours, or where nothing that the problems name can be mended. */
export function answerRepair(task: FileTask, grade: Grade, problems: readonly string[]): FileAnswer | null {
  const { existingFiles } = task.request
  const project = chooseProject({ ...task, request: { ...task.request, existingFiles: {} } })
  const known = Object.keys(project.files).filter((path) => path in existingFiles)
  if (known.length < Object.keys(project.files).length / 2) return null
  const named = Object.keys(project.files).filter((path) => {
    if (existingFiles[path] === project.files[path]) return false
    // A file that is missing is named by those that import it, if at all.
    return !(path in existingFiles) || problems.some((problem) => problem.includes(path))
  })
  const mended = named.filter(() => task.random.next() < SKILL[grade])
  if (mended.length === 0) return null
  return {
    message: `I repaired ${mended.join(', ')}.`,
    files: Object.fromEntries(mended.map((path) => [path, project.files[path] ?? ''])),
  }
}
