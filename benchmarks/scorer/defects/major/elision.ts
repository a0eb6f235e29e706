/** Parts of a component replaced by a remark that they are as before. */
import { mainComponents } from '../components.ts'
import { type Defect, withEdits } from '../defect.ts'
import { endOf, locateType, startOf } from '../syntaxTree.ts'

const REMARKS = [
  '/* ... rest of the component stays the same ... */',
  '/* existing content here */',
  '/* ... remaining fields ... */',
]

export const elidedCommentOnly: Defect = {
  name: 'elided-comment-only',
  severity: 'major',
  apply(project, random) {
    for (const component of random.shuffle(mainComponents(project))) {
      const size = endOf(component.rendered) - startOf(component.rendered)
      const parts = locateType(component.rendered, 'JSXElement').filter(({ node }) => {
        const share = (endOf(node) - startOf(node)) / size
        return node !== component.rendered && share > 0.3 && share < 0.95
      })
      // Only as a child of another element can a comment stand in its place.
      const part = random.pick(
        parts.filter(({ ancestors }) => /^JSX(Element|Fragment)$/.test(ancestors.at(-1)?.type ?? '')),
      )
      if (!part) continue
      const edit = { start: startOf(part.node), end: endOf(part.node), text: `{${random.pick(REMARKS)}}` }
      return withEdits(project, component.source.path, [edit])
    }
    return null
  },
}
