/** What a defect is: a named, seeded change of a project whose effect is known. */
import type { ParsedProject } from './parsedProject.ts'
import type { Random } from './random.ts'
import { applyEdits, type TextEdit } from './textEdit.ts'

/** fatal: cannot build or start · major: starts, but a main part does not work · minor: works, worse · control: nothing changed. */
export type MutantSeverity = 'fatal' | 'major' | 'minor' | 'control'

export interface DefectResult {
  files: Record<string, string>
  /** Where the effect in this project is not the one the defect usually has. */
  severity?: MutantSeverity
}

export interface Defect {
  /** Kebab-case; the `mutation` of its mutants. */
  name: string
  severity: MutantSeverity
  /** The changed project, or null where the defect cannot be made there with its effect. */
  apply(project: ParsedProject, random: Random): DefectResult | null
}

export function withFile(project: ParsedProject, path: string, text: string): DefectResult {
  return { files: { ...project.files, [path]: text } }
}

export function withEdits(
  project: ParsedProject,
  path: string,
  edits: readonly TextEdit[],
): DefectResult | null {
  const text = project.files[path]
  if (text === undefined || edits.length === 0) return null
  return withFile(project, path, applyEdits(text, edits))
}

/** Edits of several files at once; null where there is none. */
export function withEditsIn(
  project: ParsedProject,
  editsByPath: ReadonlyMap<string, readonly TextEdit[]>,
): DefectResult | null {
  const files = { ...project.files }
  let changed = false
  for (const [path, edits] of editsByPath) {
    const text = files[path]
    if (text === undefined || edits.length === 0) continue
    files[path] = applyEdits(text, edits)
    changed = true
  }
  return changed ? { files } : null
}

export function withoutFiles(project: ParsedProject, paths: readonly string[]): DefectResult {
  return {
    files: Object.fromEntries(Object.entries(project.files).filter(([path]) => !paths.includes(path))),
  }
}
