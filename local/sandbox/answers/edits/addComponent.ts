/** Adds a component that does what was asked, and shows it in the project's main component. */
import { posix } from 'node:path'
import { componentsOf } from '../../../../benchmarks/scorer/defects/components.ts'
import {
  type ParsedProject,
  parseProject,
  type SourceFile,
} from '../../../../benchmarks/scorer/defects/parsedProject.ts'
import { endOf, startOf } from '../../../../benchmarks/scorer/defects/syntaxTree.ts'
import { applyEdits, type TextEdit } from '../../../../benchmarks/scorer/defects/textEdit.ts'
import type { Edit } from '../editAnswer.ts'
import { featureFor } from './features.ts'

export function addComponent(existing: Record<string, string>, request: string): Edit {
  const project = parseProject({ name: 'edit', request, files: existing })
  const feature = featureFor(request)
  const host = hostComponent(project)
  const typed = Object.keys(existing).some((path) => path.endsWith('.tsx'))
  const folder = Object.keys(existing).some((path) => path.startsWith('src/components/'))
    ? 'src/components'
    : 'src'
  const path = `${folder}/${feature.name}.${typed ? 'tsx' : 'jsx'}`
  const files = { ...existing, [path]: typed ? feature.source : withoutTypes(feature.source) }
  if (!host)
    return {
      files,
      message: `I added ${path}. I found no component to show it in, so render \`<${feature.name} />\` where you want it.`,
    }
  files[host.path] = showIn(host, feature.name, path)
  return { files, message: `I added ${path} and show it in ${host.path}: ${feature.summary}` }
}

/** The component that the entry shows: the application's own, or failing that the first there is. */
function hostComponent(project: ParsedProject): SourceFile | undefined {
  const candidates = [...project.sources.values()].filter(
    (source) =>
      /\.[jt]sx$/.test(source.path) && rootElement(source) !== null && project.reachable.has(source.path),
  )
  return candidates.find(({ path }) => /(^|\/)(App|Layout|layout|page)\.[jt]sx$/.test(path)) ?? candidates[0]
}

/** Where a child can be put into what the file's last component renders: before its closing tag. */
function rootElement(source: SourceFile): { offset: number } | null {
  const rendered = componentsOf(source).at(-1)?.rendered
  if (rendered?.type === 'JSXFragment') return { offset: startOf(rendered.closingFragment) }
  if (rendered?.type !== 'JSXElement' || !rendered.closingElement) return null
  return { offset: startOf(rendered.closingElement) }
}

function showIn(host: SourceFile, name: string, path: string): string {
  const place = rootElement(host)
  const imports = host.tree.program.body.filter((statement) => statement.type === 'ImportDeclaration')
  const relative = posix.relative(posix.dirname(host.path), path).replace(/\.[jt]sx$/, '')
  const specifier = relative.startsWith('.') ? relative : `./${relative}`
  const last = imports.at(-1)
  const after = last ? endOf(last) : 0
  const line = `import { ${name} } from '${specifier}'`
  const edits: TextEdit[] = [{ start: after, end: after, text: last ? `\n${line}` : `${line}\n` }]
  if (place) edits.push(childEdit(host.text, place.offset, name))
  return applyEdits(host.text, edits)
}

/** Puts the element on a line of its own, one step further in than the tag it goes before. */
function childEdit(text: string, offset: number, name: string): TextEdit {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const indent = /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? ''
  const ownLine = text.slice(lineStart, offset).trim() === ''
  return ownLine
    ? { start: lineStart, end: lineStart, text: `${indent}  <${name} />\n` }
    : { start: offset, end: offset, text: `<${name} />` }
}

/** The features are written so that leaving these out is all it takes to make them JavaScript. */
function withoutTypes(source: string): string {
  return source
    .replace(/^import type .*\n/gm, '')
    .replace(/useState<[^>]+>/g, 'useState')
    .replace(/\((\w+): [A-Z]\w+(?:<\w+>)?\)/g, '($1)')
    .replace(/^type .*\n\n?/gm, '')
}
