/** Source that no parser accepts. */
import { type Defect, type DefectResult, withFile } from '../defect.ts'
import { type ParsedProject, reachableSources } from '../parsedProject.ts'
import type { Random } from '../random.ts'
import { endOf, locate, locateType, startOf } from '../syntaxTree.ts'
import { applyEdits, type TextEdit } from '../textEdit.ts'
import { isBroken } from './cutOff.ts'

interface Site {
  path: string
  text: string
  edit: TextEdit
}

/** The first of the shuffled sites whose edit truly breaks the file. */
function breakOne(project: ParsedProject, random: Random, sites: readonly Site[]): DefectResult | null {
  for (const { path, text, edit } of random.shuffle(sites).slice(0, 20)) {
    const changed = applyEdits(text, [edit])
    if (isBroken(path, changed)) return withFile(project, path, changed)
  }
  return null
}

export const braceLost: Defect = {
  name: 'brace-lost',
  severity: 'fatal',
  apply(project, random) {
    const sites = reachableSources(project).flatMap(({ path, text, tree }) =>
      locateType(tree.program, 'BlockStatement').map(({ node }) => ({
        path,
        text,
        edit: { start: endOf(node) - 1, end: endOf(node), text: '' },
      })),
    )
    return breakOne(project, random, sites)
  },
}

export const jsxUnclosed: Defect = {
  name: 'jsx-unclosed',
  severity: 'fatal',
  apply(project, random) {
    const sites = reachableSources(project).flatMap(({ path, text, tree }) =>
      locateType(tree.program, 'JSXElement').flatMap(({ node }) =>
        node.closingElement
          ? [
              {
                path,
                text,
                edit: { start: startOf(node.closingElement), end: endOf(node.closingElement), text: '' },
              },
            ]
          : [],
      ),
    )
    return breakOne(project, random, sites)
  },
}

export const duplicateDeclaration: Defect = {
  name: 'duplicate-declaration',
  severity: 'fatal',
  apply(project, random) {
    const sites = reachableSources(project).flatMap(({ path, text, tree }) =>
      locate(tree.program)
        .filter(
          ({ node, ancestors }) =>
            (node.type === 'FunctionDeclaration' ||
              (node.type === 'VariableDeclaration' && node.kind === 'const')) &&
            ['Program', 'ExportNamedDeclaration'].includes(ancestors.at(-1)?.type ?? ''),
        )
        .map(({ node, ancestors }) => {
          const end = endOf(ancestors.at(-1)?.type === 'Program' ? node : (ancestors.at(-1) ?? node))
          return {
            path,
            text,
            edit: { start: end, end, text: `\n\n${text.slice(startOf(node), endOf(node))}` },
          }
        }),
    )
    return breakOne(project, random, sites)
  },
}
