/** Lines that do nothing for the user: logging, copies, imports nobody uses. */
import { type Defect, withEditsIn } from '../defect.ts'
import { reachableSources, type SourceFile } from '../parsedProject.ts'
import { endOf, isFunction, locate, startOf } from '../syntaxTree.ts'
import type { TextEdit } from '../textEdit.ts'

export const consoleNoise: Defect = {
  name: 'console-noise',
  severity: 'minor',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) =>
      locate(source.tree.program).flatMap(({ node }) =>
        isFunction(node) && node.body.type === 'BlockStatement' && node.body.directives.length === 0
          ? [{ source, body: node.body }]
          : [],
      ),
    )
    const chosen = random.shuffle(sites).slice(0, Math.max(4, Math.ceil(sites.length / 2)))
    if (chosen.length < 3) return null
    const edits = new Map<string, TextEdit[]>()
    for (const { source, body } of chosen) {
      const offset = startOf(body) + 1
      const text = `\n  console.log('${random.pick(['here', 'debug', 'rendering', 'called', 'test'])}', '${source.path}')`
      edits.set(source.path, [...(edits.get(source.path) ?? []), { start: offset, end: offset, text }])
    }
    return withEditsIn(project, edits)
  },
}

/** Functions at the top of a file that are long enough to matter, with their names. */
function topFunctions(source: SourceFile): { name: string; text: string }[] {
  return source.tree.program.body.flatMap((statement) => {
    const declaration =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
        ? statement.declaration
        : statement
    if (declaration?.type !== 'FunctionDeclaration' || !declaration.id) return []
    const text = source.text.slice(startOf(declaration), endOf(declaration))
    return text.length > 250 ? [{ name: declaration.id.name, text }] : []
  })
}

export const blocksDuplicated: Defect = {
  name: 'blocks-duplicated',
  severity: 'minor',
  apply(project, random) {
    const sites = reachableSources(project)
      .filter(({ path }) => /\.[jt]sx?$/.test(path))
      .flatMap((source) => topFunctions(source).map((each) => ({ source, ...each })))
    const chosen = random.shuffle(sites).slice(0, Math.max(2, Math.ceil(sites.length / 3)))
    if (chosen.length === 0) return null
    const edits = new Map<string, TextEdit[]>()
    for (const { source, name, text } of chosen) {
      const copies = ['Copy', 'Old'].map((suffix) => `\n${text.replace(name, `${name}${suffix}`)}\n`).join('')
      const end = source.text.length
      edits.set(source.path, [...(edits.get(source.path) ?? []), { start: end, end, text: copies }])
    }
    // Several copies at the end of one file are one insertion.
    return withEditsIn(
      project,
      new Map(
        [...edits].map(([path, list]) => [
          path,
          [
            {
              start: list[0]?.start ?? 0,
              end: list[0]?.end ?? 0,
              text: list.map(({ text }) => text).join(''),
            },
          ],
        ]),
      ),
    )
  },
}

const SPARE_NAMES: Readonly<Record<string, readonly string[]>> = {
  react: ['useReducer', 'useLayoutEffect', 'useRef', 'useImperativeHandle', 'Fragment'],
  vue: ['watchEffect', 'shallowRef', 'nextTick'],
  svelte: ['tick', 'setContext', 'getContext'],
  'node:fs/promises': ['readFile', 'writeFile'],
  'node:path': ['join', 'resolve'],
}

export const unusedImports: Defect = {
  name: 'unused-imports',
  severity: 'minor',
  apply(project, random) {
    const library = ['react', 'vue', 'svelte'].find((name) => name in (project.packages ?? {}))
    const modules = library ? [library] : project.packages ? ['node:fs/promises', 'node:path'] : []
    const edits = new Map<string, TextEdit[]>()
    for (const source of random.shuffle(reachableSources(project)).slice(0, 5)) {
      const module = random.pick(modules)
      const spare = random
        .shuffle(SPARE_NAMES[module ?? ''] ?? [])
        .filter((name) => !source.text.includes(name))
      if (!module || spare.length < 2) continue
      // After a directive such as 'use client', which must stay first.
      const first = source.tree.program.body[0]
      const offset = first ? startOf(first) : source.script.start
      edits.set(source.path, [
        { start: offset, end: offset, text: `import { ${spare.slice(0, 3).join(', ')} } from '${module}'\n` },
      ])
    }
    return withEditsIn(project, edits)
  },
}
