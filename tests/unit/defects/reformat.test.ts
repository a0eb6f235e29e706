// The control's other layout means the same: the trees are equal, the text is not.
import { describe, expect, test } from 'vitest'
import { loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import { reformat } from '../../../benchmarks/scorer/defects/controls/reformat.ts'
import { parseProject } from '../../../benchmarks/scorer/defects/parsedProject.ts'
import { parseScript } from '../../../benchmarks/scorer/defects/syntaxTree.ts'

/** The tree without what only says where something stood or how it was written. */
function meaning(path: string, text: string): string {
  const tree = parseScript(path, text)
  if (!tree) throw new Error(`${path} does not parse`)
  const POSITION = new Set([
    'start',
    'end',
    'loc',
    'range',
    'extra',
    'tokens',
    'comments',
    'leadingComments',
    'trailingComments',
    'innerComments',
    'errors',
  ])
  return JSON.stringify(tree.program, (key, value) => {
    if (POSITION.has(key)) return undefined
    // Blanks at the ends of lines of text between tags are not rendered.
    return typeof value === 'object' && value?.type === 'JSXText'
      ? value.value.replace(/\s*\n\s*/g, '\n').trim()
      : value
  })
}

describe.each(loadCorpus())('reformatting $name', (project) => {
  const parsed = parseProject(project)

  test('changes the layout of every script and the meaning of none', () => {
    for (const { path, text, tree } of parsed.sources.values()) {
      if (/\.(vue|svelte)$/.test(path)) continue
      const other = reformat(path, text, tree)
      expect(other, path).not.toBe(text)
      expect(meaning(path, other), path).toBe(meaning(path, text))
    }
  })
})

test('text in templates and attributes keeps its blanks', () => {
  const text = "const a = `one\n  two`\n\nfunction f() {\n  return 'x'\n}\n"
  const tree = parseScript('a.ts', text)
  expect(reformat('a.ts', text, tree ?? undefined)).toBe(
    'const a = `one\n  two`\n\n\nfunction f() {\n    return "x"\n}\n\n',
  )
})

test('JSON keeps its value', () => {
  expect(JSON.parse(reformat('package.json', '{\n  "a": [1, 2]\n}\n', undefined))).toEqual({ a: [1, 2] })
})
