/** Imports of the project's own files that lead nowhere or name what is not there. */
import type { ImportSpecifier } from '@babel/types'
import { type Defect, type DefectResult, withEdits } from '../defect.ts'
import { type ModuleImport, resolveLocal } from '../moduleImports.ts'
import type { ParsedProject } from '../parsedProject.ts'
import type { Random } from '../random.ts'
import { replaceNode, type TextEdit } from '../textEdit.ts'

/** Imports of scripts of the project, by code that runs, of something that stays at run time. */
function localImports(project: ParsedProject): ModuleImport[] {
  return project.imports.filter(
    (edge) =>
      project.reachable.has(edge.from) &&
      !edge.typeOnly &&
      edge.target !== null &&
      !/\.(css|scss)$/.test(edge.target),
  )
}

function quoted(project: ParsedProject, edge: ModuleImport, specifier: string): DefectResult | null {
  const quote = project.files[edge.from]?.[edge.literal.start ?? 0] ?? "'"
  return withEdits(project, edge.from, [replaceNode(edge.literal, quote + specifier + quote)])
}

/** Tries shuffled imports until one can be changed. */
function changeOne(
  project: ParsedProject,
  random: Random,
  change: (edge: ModuleImport) => DefectResult | null,
): DefectResult | null {
  for (const edge of random.shuffle(localImports(project))) {
    const result = change(edge)
    if (result) return result
  }
  return null
}

export const importPathWrong: Defect = {
  name: 'import-path-wrong',
  severity: 'fatal',
  apply: (project, random) =>
    changeOne(project, random, (edge) => {
      const parts = edge.specifier.split('/')
      const name = parts.at(-1) ?? ''
      const forms = [
        [...parts.slice(0, -1), 'shared', name],
        [...parts.slice(0, -1), `${name.replace(/\.\w+$/, '')}View`],
        parts.length > 2 ? [...parts.slice(0, -2), name] : [...parts.slice(0, -1), 'components', name],
      ]
      const specifier = random.pick(forms)?.join('/') ?? ''
      return resolveLocal(edge.from, specifier, project.files) === null
        ? quoted(project, edge, specifier)
        : null
    }),
}

export const importCaseWrong: Defect = {
  name: 'import-case-wrong',
  severity: 'fatal',
  apply: (project, random) =>
    changeOne(project, random, (edge) => {
      const slash = edge.specifier.lastIndexOf('/') + 1
      const letter = edge.specifier[slash] ?? ''
      const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
      const specifier = edge.specifier.slice(0, slash) + other + edge.specifier.slice(slash + 1)
      if (specifier === edge.specifier) return null
      return resolveLocal(edge.from, specifier, project.files) === null
        ? quoted(project, edge, specifier)
        : null
    }),
}

function valueSpecifiers(edge: ModuleImport): ImportSpecifier[] {
  return (edge.declaration?.specifiers ?? []).filter(
    (specifier): specifier is ImportSpecifier =>
      specifier.type === 'ImportSpecifier' && specifier.importKind !== 'type',
  )
}

function isScript(edge: ModuleImport): boolean {
  return /\.[jt]sx?$/.test(edge.target ?? '')
}

export const namedExportMissing: Defect = {
  name: 'named-export-missing',
  severity: 'fatal',
  apply: (project, random) =>
    changeOne(project, random, (edge) => {
      const specifier = isScript(edge) ? random.pick(valueSpecifiers(edge)) : undefined
      if (specifier?.imported.type !== 'Identifier') return null
      const { name } = specifier.imported
      const absent = /^[A-Z][a-z]/.test(name) ? `${name}Container` : `${name}Async`
      const target = project.files[edge.target ?? ''] ?? ''
      if (target.includes(absent)) return null
      return withEdits(project, edge.from, [replaceNode(specifier, `${absent} as ${specifier.local.name}`)])
    }),
}

export const defaultNamedMixedUp: Defect = {
  name: 'default-named-mixed-up',
  severity: 'fatal',
  apply: (project, random) =>
    changeOne(project, random, (edge) => {
      const declaration = edge.declaration
      const [only] = declaration?.specifiers ?? []
      if (!declaration || !only || declaration.specifiers.length !== 1 || !isScript(edge)) return null
      const text = project.files[edge.from] ?? ''
      if (only.type === 'ImportDefaultSpecifier') {
        return withEdits(project, edge.from, [replaceNode(only, `{ ${only.local.name} }`)])
      }
      const target = project.files[edge.target ?? ''] ?? ''
      if (only.type !== 'ImportSpecifier' || /export default|as default/.test(target)) return null
      const braces: TextEdit = {
        start: text.indexOf('{', declaration.start ?? 0),
        end: text.indexOf('}', only.end ?? 0) + 1,
        text: only.local.name,
      }
      return withEdits(project, edge.from, [braces])
    }),
}
