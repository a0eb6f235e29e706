// A project larger than any answer is read in part, and in the parts that matter most.
import { describe, expect, test } from 'vitest'
import { injectDefects } from '../../../benchmarks/scorer/defects/injectDefects.ts'
import { scriptsToSkim } from '../../../supabase/functions/_shared/scoring/reading/readingPlan.ts'
import { scoreProject } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'
import { COUNTER, reactFiles } from './sampleProjects.ts'

const unchanged = () => false
const codeOf = (characters: number) => `export const text = '${'x'.repeat(characters)}'\n`
const plan = (files: Record<string, string>, isChanged: (path: string) => boolean = unchanged) =>
  [...scriptsToSkim(new Map(Object.entries(files)), isChanged)].sort()

/** A counter and `count` pages of about 10 KB, each of which its entry reaches. */
function largeProject(count: number, others: Record<string, string> = {}): Record<string, string> {
  const files: Record<string, string> = {}
  const imports: string[] = []
  for (let index = 0; index < count; index++) {
    const rows = Array.from(
      { length: 100 },
      (_, row) => `      <p className="row">Row ${row} of ${index}, as it stands</p>`,
    )
    files[`src/pages/Page${index}.tsx`] =
      `export function Page${index}() {\n  return (\n    <section>\n${rows.join('\n')}\n    </section>\n  )\n}\n`
    imports.push(`import { Page${index} } from './pages/Page${index}'`)
  }
  const used = Array.from({ length: count }, (_, index) => `<Page${index} />`).join('\n      ')
  const app = `${imports.join('\n')}\n${COUNTER.replace('</main>', `${used}\n</main>`)}`
  return reactFiles({ ...files, 'src/App.tsx': app, ...others })
}

const fatal = (files: Record<string, string>) =>
  scoreProject({ files, request: '' }).diagnostics.filter(({ severity }) => severity === 'fatal')

describe('what is skimmed', () => {
  test('nothing of a project of usual size', () => {
    expect(plan({ 'src/a.ts': codeOf(200_000), 'src/b.ts': codeOf(200_000) })).toEqual([])
  })

  test('the largest files, where all together are too much', () => {
    const files = { 'src/a.ts': codeOf(300_000), 'src/b.ts': codeOf(100_000), 'src/c.ts': codeOf(290_000) }
    expect(plan(files)).toEqual(['src/a.ts'])
  })

  test('what stands aside before what runs, and what frames the application last', () => {
    const size = codeOf(300_000)
    expect(plan({ 'src/App.tsx': `${size}//more`, 'src/page.tsx': size })).toEqual(['src/page.tsx'])
    expect(plan({ 'src/page.tsx': `${size}//more`, 'src/page.test.tsx': size })).toEqual([
      'src/page.test.tsx',
    ])
  })

  test('never what an edit changed, nor what looks cut off', () => {
    const size = codeOf(300_000)
    const files = { 'src/App.tsx': size, 'src/page.tsx': size }
    expect(plan(files, (path) => path === 'src/page.tsx')).toEqual(['src/App.tsx'])
    expect(plan({ ...files, 'src/page.tsx': `${size}function (` })).toEqual(['src/App.tsx'])
  })

  test('the same files of a reformatted project', () => {
    const size = 'export const a = [1, 2, 3, "four"];\n'.repeat(9_000)
    const files = { 'src/a.ts': size, 'src/b.ts': `${size}//`, 'src/c.ts': `${size}////` }
    const reformatted = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replaceAll(', ', ',\n      ')]),
    )
    expect(plan(files)).toHaveLength(1)
    expect(plan(reformatted)).toEqual(plan(files))
  })
})

describe('a project too large to be read in full', () => {
  const files = largeProject(160)

  test('has no fatal diagnostic where it builds, and scores as its like', () => {
    expect(plan(files).length).toBeGreaterThan(20)
    expect(fatal(files)).toEqual([])
    const small = scoreProject({ files: largeProject(20), request: '' })
    expect(scoreProject({ files, request: '' }).overall).toBeGreaterThanOrEqual(small.overall - 5)
  })

  test('is fatal where a skimmed file imports what is not there', () => {
    const [path = ''] = plan(files)
    const broken = `import { lost } from './lost'\n${files[path]?.replace('Row 3 of', '{lost} of')}`
    expect(fatal({ ...files, [path]: broken })).toMatchObject([
      { rule: 'unresolved-import', file: path, line: 1 },
    ])
    const erased = `import type { Lost } from 'lost'\nimport { Other } from 'other'\n${files[path]}const x: Other = 1\n`
    expect(fatal({ ...files, [path]: erased })).toEqual([])
  })

  test('is fatal where a file that would be skimmed is cut off, fenced or lost', () => {
    const [path = ''] = plan(files)
    const text = files[path] ?? ''
    expect(fatal({ ...files, [path]: text.slice(0, text.length / 2) })).toMatchObject([{ file: path }])
    expect(fatal({ ...files, [path]: `\`\`\`tsx\n${text}\`\`\`\n` })).toMatchObject([{ file: path }])
    const { [path]: lost, ...rest } = files
    expect(lost).toBe(text)
    expect(fatal(rest)).toMatchObject([{ rule: 'unresolved-import', file: 'src/App.tsx' }])
  })

  test('scores below its original with each fatal defect', () => {
    const project = { name: 'large', request: '', files }
    const original = scoreProject({ files, request: '' }).overall
    const mutants = injectDefects({ project, seed: 5 }).filter(({ severity }) => severity === 'fatal')
    expect(mutants.length).toBeGreaterThan(10)
    const above = mutants.filter(
      (mutant) => scoreProject({ files: mutant.files, request: '' }).overall >= original,
    )
    expect(above.map(({ mutation }) => mutation)).toEqual([])
  })
})
