/** Properties handed to a component under a name it does not know. */
import type { ObjectPattern } from '@babel/types'
import { type Component, components } from '../components.ts'
import { type Defect, withEdits } from '../defect.ts'
import { componentSources } from '../parsedProject.ts'
import { attributeName, elementName, locate, locateType } from '../syntaxTree.ts'
import { replaceNode } from '../textEdit.ts'

/** True where the component calls the property, reads from it or renders it as an element: without it, it throws. */
function isVital(component: Component, name: string): boolean {
  return locate(component.body).some(({ node }) => {
    if (node.type === 'MemberExpression')
      return node.object.type === 'Identifier' && node.object.name === name
    if (node.type === 'CallExpression') return node.callee.type === 'Identifier' && node.callee.name === name
    return node.type === 'JSXOpeningElement' && node.name.type === 'JSXIdentifier' && node.name.name === name
  })
}

/** Properties a component takes by name and cannot do without; none where it hands the rest on. */
function vitalProps(component: Component, pattern: ObjectPattern): string[] {
  if (pattern.properties.some((property) => property.type === 'RestElement')) return []
  return pattern.properties.flatMap((property) =>
    property.type === 'ObjectProperty' &&
    property.key.type === 'Identifier' &&
    property.value.type === 'Identifier' &&
    (/^on[A-Z]/.test(property.key.name) || isVital(component, property.value.name))
      ? [property.key.name]
      : [],
  )
}

export const propWrong: Defect = {
  name: 'prop-wrong',
  severity: 'major',
  apply(project, random) {
    const propsOf = new Map<string, string[]>()
    for (const component of components(project)) {
      const [parameter] = component.function.params
      if (parameter?.type === 'ObjectPattern') propsOf.set(component.name, vitalProps(component, parameter))
    }
    const sites = componentSources(project).flatMap((source) =>
      locateType(source.tree.program, 'JSXElement').flatMap(({ node }) =>
        node.openingElement.attributes.flatMap((attribute) =>
          attribute.type === 'JSXAttribute' &&
          attribute.value?.type === 'JSXExpressionContainer' &&
          propsOf.get(elementName(node))?.includes(attributeName(attribute))
            ? [{ source, attribute }]
            : [],
        ),
      ),
    )
    const site = random.pick(sites)
    if (!site) return null
    const name = attributeName(site.attribute)
    const wrong = /^on[A-Z]/.test(name) ? `handle${name.slice(2)}` : `${name}Value`
    return withEdits(project, site.source.path, [replaceNode(site.attribute.name, wrong)])
  },
}
