/** The whole application in one file: every module it imports pasted into it. */
import type { Statement } from '@babel/types'
import type { Defect } from '../defect.ts'
import type { ModuleImport } from '../moduleImports.ts'
import { isMountFile, type ParsedProject, type SourceFile } from '../parsedProject.ts'
import { endOf, parseScript, startOf } from '../syntaxTree.ts'
import { applyEdits, type TextEdit } from '../textEdit.ts'

/** The file everything else goes into: what the mount file imports, or the entry itself where nothing is mounted. */
function rootSource(project: ParsedProject): SourceFile | undefined {
  const mounted = project.imports.find(
    (edge) => isMountFile(project, edge.from) && /\/App\.[jt]sx$/.test(edge.target ?? ''),
  )
  const path =
    mounted?.target ??
    (project.usesVite ? undefined : project.entries.find((entry) => /^src\/index\.ts$/.test(entry)))
  return path === undefined ? undefined : project.sources.get(path)
}

function staticImports(project: ParsedProject, path: string): ModuleImport[] {
  return project.imports.filter((edge) => edge.from === path && edge.declaration)
}

/** Modules below `root` in an order in which each comes after what it imports; those also needed elsewhere left out. */
function modulesBelow(project: ParsedProject, root: SourceFile): SourceFile[] {
  const ordered: SourceFile[] = []
  const seen = new Set<string>()
  const visit = (source: SourceFile): void => {
    if (seen.has(source.path)) return
    seen.add(source.path)
    for (const edge of staticImports(project, source.path)) {
      const target = edge.target === null ? undefined : project.sources.get(edge.target)
      if (target && /\.[jt]sx?$/.test(target.path)) visit(target)
    }
    ordered.push(source)
  }
  visit(root)
  return ordered
}

/** The module's own text without its imports and export keywords; null for forms that cannot be pasted. */
function pasted(source: SourceFile, isRoot: boolean): string | null {
  const edits: TextEdit[] = []
  for (const statement of source.tree.program.body) {
    if (statement.type === 'ImportDeclaration')
      edits.push({ start: startOf(statement), end: endOf(statement) + 1, text: '' })
    if (isRoot) continue
    if (statement.type === 'ExportAllDeclaration') return null
    if (statement.type === 'ExportNamedDeclaration') {
      if (!statement.declaration) return null
      edits.push({ start: startOf(statement), end: startOf(statement.declaration), text: '' })
    }
    if (statement.type === 'ExportDefaultDeclaration') {
      if (statement.declaration.type !== 'FunctionDeclaration') return null
      edits.push({ start: startOf(statement), end: startOf(statement.declaration), text: '' })
    }
  }
  return applyEdits(source.text, edits).trim()
}

function declaredNames(statement: Statement): string[] {
  const declaration =
    statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
      ? statement.declaration
      : statement
  if (declaration?.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  }
  return declaration && 'id' in declaration && declaration.id?.type === 'Identifier'
    ? [declaration.id.name]
    : []
}

/** One import per name of each package, types apart; null where a name means two things. */
function packageImports(project: ParsedProject, modules: readonly SourceFile[]): string[] | null {
  const lines = new Map<string, string>()
  for (const edge of modules.flatMap((source) => staticImports(project, source.path))) {
    const inside = modules.some(({ path }) => path === edge.target)
    for (const specifier of edge.declaration?.specifiers ?? []) {
      const local = specifier.local.name
      const imported =
        specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
          ? specifier.imported.name
          : null
      if (inside) {
        if (imported !== null && imported !== local) return null
        continue
      }
      if (edge.target !== null || specifier.type === 'ImportNamespaceSpecifier') return null
      const keyword = edge.declaration?.importKind === 'type' ? 'import type' : 'import'
      const names =
        imported === null ? local : `{ ${imported === local ? local : `${imported} as ${local}`} }`
      const line = `${keyword} ${names} from '${edge.specifier}'`
      if (lines.has(local) && lines.get(local) !== line) return null
      lines.set(local, line)
    }
    if (edge.declaration?.specifiers.length === 0) lines.set(edge.specifier, `import '${edge.specifier}'`)
  }
  return [...lines.values()]
}

export const giantFile: Defect = {
  name: 'giant-file',
  severity: 'minor',
  apply(project) {
    const root = rootSource(project)
    if (!root) return null
    const modules = modulesBelow(project, root)
    const moved = modules.filter(({ path }) => path !== root.path).map(({ path }) => path)
    const neededElsewhere = project.imports.some(
      (edge) =>
        edge.target !== null && moved.includes(edge.target) && ![...moved, root.path].includes(edge.from),
    )
    const names = modules.flatMap(({ tree }) => tree.program.body.flatMap(declaredNames))
    const imports = packageImports(project, modules)
    const bodies = modules.map((source) => pasted(source, source === root))
    if (
      moved.length < 3 ||
      neededElsewhere ||
      new Set(names).size < names.length ||
      !imports ||
      bodies.includes(null)
    )
      return null
    const text = `${[...imports, '', ...bodies].join('\n\n')}\n`
    if (!parseScript(root.path, text)) return null
    const kept = Object.entries(project.files).filter(([path]) => !moved.includes(path))
    return { files: { ...Object.fromEntries(kept), [root.path]: text } }
  },
}
