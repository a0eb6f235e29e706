/** What a model says around its code, left inside the file, or said instead of the code. */
import type { Statement } from '@babel/types'
import { type Defect, withFile } from '../defect.ts'
import { type ParsedProject, reachableSources, type SourceFile } from '../parsedProject.ts'
import { endOf, startOf } from '../syntaxTree.ts'
import { isBroken } from './cutOff.ts'

export const fencesLeft: Defect = {
  name: 'fences-left',
  severity: 'fatal',
  apply(project, random) {
    const source = random.pick(reachableSources(project))
    if (!source) return null
    const language = source.path.split('.').at(-1) ?? ''
    const forms = [
      `\`\`\`${language}\n${source.text}\`\`\`\n`,
      `\`\`\`${language}\n${source.text}`,
      `${source.text}\`\`\`\n`,
    ]
    return withFile(project, source.path, random.pick(forms) ?? source.text)
  },
}

const PROSE_BEFORE = [
  'Here is the updated component with the changes you asked for:\n\n',
  "Sure! Below is the complete file. I've also improved the error handling.\n\n",
]
const PROSE_AFTER = [
  '\nThis component handles loading and errors. Let me know if you would like any changes!\n',
  "\nNote: don't forget to import this file where you need it.\n",
]

export const proseLeft: Defect = {
  name: 'prose-left',
  severity: 'fatal',
  apply(project, random) {
    const source = random.pick(reachableSources(project).filter(({ path }) => !/\.(vue|svelte)$/.test(path)))
    if (!source) return null
    const text =
      random.next() < 0.5 ? random.pick(PROSE_BEFORE) + source.text : source.text + random.pick(PROSE_AFTER)
    return isBroken(source.path, text) ? withFile(project, source.path, text) : null
  },
}

const ELISIONS = [
  '// ... rest of the code stays the same',
  '// ... existing code remains unchanged',
  '// (rest of the component as before)',
]

/** Top-level statements of a file from the one on that another file needs. */
function neededTail(project: ParsedProject, source: SourceFile): Statement[] {
  const needed = new Set(
    project.imports
      .filter((edge) => edge.target === source.path && !edge.typeOnly && project.reachable.has(edge.from))
      .flatMap((edge) => edge.declaration?.specifiers ?? [])
      .flatMap((specifier) => {
        if (specifier.type === 'ImportDefaultSpecifier') return ['default']
        if (specifier.type !== 'ImportSpecifier' || specifier.importKind === 'type') return []
        return [specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value]
      }),
  )
  const { body } = source.tree.program
  const first = body.findIndex((statement) => exportedNames(statement).some((name) => needed.has(name)))
  return first > 0 ? body.slice(first) : []
}

function exportedNames(statement: Statement): string[] {
  if (statement.type === 'ExportDefaultDeclaration') return ['default']
  if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) return []
  const { declaration } = statement
  if (declaration.type === 'VariableDeclaration') {
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
  }
  return 'id' in declaration && declaration.id?.type === 'Identifier' ? [declaration.id.name] : []
}

export const codeElided: Defect = {
  name: 'code-elided',
  severity: 'fatal',
  apply(project, random) {
    for (const source of random.shuffle(reachableSources(project))) {
      if (/\.(vue|svelte)$/.test(source.path)) continue
      const tail = neededTail(project, source)
      const [first] = tail
      const last = tail.at(-1)
      if (!first || !last) continue
      const text =
        source.text.slice(0, startOf(first)) + random.pick(ELISIONS) + source.text.slice(endOf(last))
      return withFile(project, source.path, text)
    }
    return null
  },
}
