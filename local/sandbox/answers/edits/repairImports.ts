/** Repairs imports that lead nowhere, where a file of that name is in the project, and hooks used without being imported. */
import { posix } from 'node:path'
import { parseProject } from '../../../../benchmarks/scorer/defects/parsedProject.ts'
import { calleeName, locateType, startOf } from '../../../../benchmarks/scorer/defects/syntaxTree.ts'
import { applyEdits, replaceNode, type TextEdit } from '../../../../benchmarks/scorer/defects/textEdit.ts'
import type { Edit } from '../editAnswer.ts'

const HOOKS = ['useState', 'useEffect', 'useMemo', 'useCallback', 'useRef', 'useReducer', 'useContext']

export function repairImports(existing: Record<string, string>): Edit | null {
  const project = parseProject({ name: 'repair', request: '', files: existing })
  const edits = new Map<string, TextEdit[]>()
  const done: string[] = []
  const add = (path: string, edit: TextEdit, what: string): void => {
    edits.set(path, [...(edits.get(path) ?? []), edit])
    done.push(what)
  }
  for (const edge of project.imports) {
    if (edge.packageName !== null || edge.target !== null || edge.specifier.startsWith('node:')) continue
    const found = nearest(edge.specifier, Object.keys(existing))
    if (found === null) continue
    const specifier = relativeSpecifier(edge.from, found)
    add(
      edge.from,
      replaceNode(edge.literal, `'${specifier}'`),
      `the import of \`${edge.specifier}\` in ${edge.from} leads to \`${found}\` now`,
    )
  }
  for (const source of project.sources.values()) {
    const called = new Set(
      locateType(source.tree.program, 'CallExpression').map(({ node }) => calleeName(node)),
    )
    const known = new Set(
      locateType(source.tree.program, 'ImportSpecifier').map(({ node }) => node.local.name),
    )
    const missing = HOOKS.filter(
      (hook) => called.has(hook) && !known.has(hook) && !source.text.includes(`React.${hook}`),
    )
    const [first] = source.tree.program.body
    if (missing.length === 0 || !first || !/\.[jt]sx?$/.test(source.path)) continue
    const start = startOf(first)
    add(
      source.path,
      { start, end: start, text: `import { ${missing.join(', ')} } from 'react'\n` },
      `${source.path} imports ${missing.join(', ')}`,
    )
  }
  if (done.length === 0) return null
  const files = { ...existing }
  for (const [path, list] of edits) files[path] = applyEdits(files[path] ?? '', list)
  return { files, message: `I found the cause and repaired it: ${done.join('; ')}.` }
}

/** The file with the same name, letter case aside. */
function nearest(specifier: string, paths: readonly string[]): string | null {
  const name = posix
    .basename(specifier)
    .replace(/\.\w+$/, '')
    .toLowerCase()
  return (
    paths.find(
      (path) =>
        posix
          .basename(path)
          .replace(/\.\w+$/, '')
          .toLowerCase() === name,
    ) ?? null
  )
}

function relativeSpecifier(from: string, to: string): string {
  const relative = posix.relative(posix.dirname(from), to).replace(/\.[jt]sx?$/, '')
  return relative.startsWith('.') ? relative : `./${relative}`
}
