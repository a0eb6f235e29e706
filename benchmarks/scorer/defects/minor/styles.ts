/** Styling that got lost: classes taken off, or style sheets emptied. */
import { type Defect, withEditsIn } from '../defect.ts'
import { componentSources, type ParsedProject } from '../parsedProject.ts'
import { attributeName, locateType } from '../syntaxTree.ts'
import { outermost, removeNode, type TextEdit } from '../textEdit.ts'

function withoutClasses(project: ParsedProject): Map<string, TextEdit[]> {
  const edits = new Map<string, TextEdit[]>()
  for (const source of componentSources(project)) {
    const classes = locateType(source.tree.program, 'JSXAttribute')
      .filter(({ node }) => attributeName(node) === 'className')
      .map(({ node }) => removeNode(source.text, node))
    if (classes.length > 0) edits.set(source.path, outermost(classes))
  }
  return edits
}

export const stylesLost: Defect = {
  name: 'styles-lost',
  severity: 'minor',
  apply(project) {
    const styled = withEditsIn(project, withoutClasses(project))
    if (styled) return styled
    const files = { ...project.files }
    let changed = false
    for (const [path, text] of Object.entries(files)) {
      const emptied = path.endsWith('.css') ? '' : text.replace(/<style\b[^>]*>[\s\S]*?<\/style>\n?/, '')
      if (!/\.(css|vue|svelte)$/.test(path) || emptied === text) continue
      files[path] = emptied
      changed = true
    }
    return changed ? { files } : null
  },
}
