/** Components that show nothing, or not what they are for. */
import { type Component, mainComponents } from '../components.ts'
import { type Defect, type DefectResult, withEdits } from '../defect.ts'
import { isMountFile, type ParsedProject } from '../parsedProject.ts'
import type { Random } from '../random.ts'
import { endOf, startOf } from '../syntaxTree.ts'
import { replaceNode } from '../textEdit.ts'

function renderInstead(
  project: ParsedProject,
  random: Random,
  markup: (component: Component) => string,
): DefectResult | null {
  const component = random.pick(mainComponents(project))
  return component
    ? withEdits(project, component.source.path, [replaceNode(component.rendered, markup(component))])
    : null
}

export const componentEmpty: Defect = {
  name: 'component-empty',
  severity: 'major',
  apply: (project, random) =>
    renderInstead(project, random, () => (random.next() < 0.5 ? '<div></div>' : '<></>')),
}

export const componentReturnsNull: Defect = {
  name: 'component-returns-null',
  severity: 'major',
  apply(project, random) {
    const component = random.pick(mainComponents(project))
    if (!component) return null
    const { returned } = component
    const edit = { start: startOf(returned), end: endOf(returned), text: 'return null' }
    return withEdits(project, component.source.path, [edit])
  },
}

export const placeholderComponent: Defect = {
  name: 'placeholder-component',
  severity: 'major',
  apply: (project, random) =>
    renderInstead(project, random, ({ name }) => {
      const words = name.replace(/([a-z])([A-Z])/g, '$1 $2')
      const forms = [
        `<div>${words}</div>`,
        `<div>${words} coming soon</div>`,
        `<p>TODO: implement ${words}</p>`,
      ]
      return random.pick(forms) ?? '<div />'
    }),
}

const TEMPLATE = `import { useState } from 'react'

export KEYWORD App() {
  const [count, setCount] = useState(0)

  return (
    <div className="App">
      <h1>Vite + React</h1>
      <div className="card">
        <button type="button" onClick={() => setCount((current) => current + 1)}>count is {count}</button>
        <p>Edit src/App.tsx and save to test HMR</p>
      </div>
    </div>
  )
}
`

export const templateOnly: Defect = {
  name: 'template-only',
  severity: 'major',
  apply(project) {
    const path = Object.keys(project.files).find((candidate) => /^src\/App\.[jt]sx$/.test(candidate))
    const source = path === undefined ? undefined : project.sources.get(path)
    if (path === undefined || !source) return null
    const form = /export default/.test(source.text) ? 'default function' : 'function'
    // What the mount file wraps the application in stays; everything else of the project is gone.
    const kept = new Set([path])
    const mounted = project.imports.filter(
      (edge) => isMountFile(project, edge.from) && edge.target !== null && edge.target !== path,
    )
    const waiting = mounted.map((edge) => edge.target ?? '')
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (kept.has(next)) continue
      kept.add(next)
      waiting.push(
        ...project.imports
          .filter((edge) => edge.from === next && edge.target !== null)
          .map((edge) => edge.target ?? ''),
      )
    }
    const files = Object.fromEntries(
      Object.entries(project.files).filter(
        ([candidate]) =>
          !project.sources.has(candidate) ||
          !candidate.startsWith('src/') ||
          kept.has(candidate) ||
          isMountFile(project, candidate),
      ),
    )
    return { files: { ...files, [path]: TEMPLATE.replace('KEYWORD', form) } }
  },
}
