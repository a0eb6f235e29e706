/** Whether a file takes part in building or running the application. */
import type { ImportFact } from '../script/moduleFacts.ts'
import type { Project, SourceFile } from './projectModel.ts'

/** Reached from an entry of the main root, or read by its build: a fault here keeps the application from starting. */
export function isNeededToStart(project: Project, file: SourceFile): boolean {
  return project.reachedFromMain.has(file.path) || project.reachedFromBuild.has(file.path)
}

/**
 * Whether faults in a file count: an entry reaches it, or it belongs to the main root. That no entry reaches a file of
 * the main root is a fault of its own, and does not excuse the faults in it.
 */
export function isReachable(project: Project, file: SourceFile): boolean {
  return project.reachedFromEntries.has(file.path) || file.root === project.main
}

/**
 * Whether the code goes on when this import fails. Vite resolves `import()` while it builds, even inside a `try`, and
 * stops where that fails; other bundlers, and `require`, leave it to run time.
 */
export function isOptionalImport(file: SourceFile, fact: ImportFact): boolean {
  if (!fact.optional) return false
  return file.root.bundler !== 'vite' || fact.kind !== 'dynamic' || file.text.includes('@vite-ignore')
}
