/** Whether a file takes part in building or running the application. */
import type { ImportFact } from './moduleFacts.ts'
import type { Project, SourceFile } from './projectModel.ts'

/** Reached from an entry of the main root, or read by its build: what is wrong here keeps the application from starting. */
export function isLoaded(project: Project, file: SourceFile): boolean {
  return project.critical.has(file.path) || project.neededToBuild.has(file.path)
}

/**
 * Whether what is wrong in a file counts: it runs, or it was written to run in the application. That nothing reaches a file
 * is a fault of its own, and does not excuse those within it.
 */
export function isInPlay(project: Project, file: SourceFile): boolean {
  return project.reachable.has(file.path) || file.root === project.main
}

/**
 * Whether the code goes on where this import fails. Vite's build resolves `import()` all the same, whatever stands around
 * it, and stops where that fails; other bundlers, and `require`, leave it to run time.
 */
export function isOptional(file: SourceFile, fact: ImportFact): boolean {
  if (!fact.optional) return false
  return file.root.bundler !== 'vite' || fact.kind !== 'dynamic' || file.text.includes('@vite-ignore')
}
