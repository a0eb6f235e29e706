import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createFileAnnouncer,
  readProject,
} from '../../../supabase/functions/_shared/generation/projectReader.ts'

const APP = 'export const App = () => <p>hi</p>\n'
const forms: Record<string, string> = {
  'file tags': `Here you go.\n<file path="src/App.tsx">\n${APP}</file>\n<file path='package.json'>\n{}\n</file>\nDone.`,
  'tags around fences': `<file path="src/App.tsx">\n\`\`\`tsx\n${APP}\`\`\`\n</file>\n<file path="package.json">{}</file>`,
  'tags with CDATA': `<file path="src/App.tsx"><![CDATA[\n${APP}]]></file>\n<file path="package.json">\n{}\n</file>`,
  'info string after the language': `\`\`\`tsx src/App.tsx\n${APP}\`\`\`\n\n\`\`\`json package.json\n{}\n\`\`\``,
  'info string with a colon': `\`\`\`tsx:src/App.tsx\n${APP}\`\`\`\n\`\`\`json:package.json\n{}\n\`\`\``,
  'info string alone': `\`\`\`src/App.tsx\n${APP}\`\`\`\n\`\`\`package.json\n{}\n\`\`\``,
  'info string as an attribute': `\`\`\`tsx title="src/App.tsx"\n${APP}\`\`\`\n~~~json filename=package.json\n{}\n~~~`,
  headings: `### src/App.tsx\n\n\`\`\`tsx\n${APP}\`\`\`\n\n**package.json**\n\`\`\`json\n{}\n\`\`\``,
  'numbered headings in code marks': `#### 1. \`src/App.tsx\`\n\`\`\`tsx\n${APP}\`\`\`\n2. \`package.json\` (new):\n\`\`\`json\n{}\n\`\`\``,
  'File: lines': `File: src/App.tsx\n\`\`\`tsx\n${APP}\`\`\`\nFile: \`package.json\`\n\`\`\`json\n{}\n\`\`\``,
  'first-line comments': `\`\`\`tsx\n// src/App.tsx\n${APP}\`\`\`\n\`\`\`json\n// package.json\n{}\n\`\`\``,
  'JSON list': JSON.stringify({
    message: 'ok',
    files: [
      { path: 'src/App.tsx', content: APP },
      { path: 'package.json', content: '{}\n' },
    ],
  }),
  'JSON map in a fence': `\`\`\`json\n${JSON.stringify({ files: { 'src/App.tsx': APP, 'package.json': '{}\n' } }, null, 2)}\n\`\`\``,
}

describe('readProject reads every form', () => {
  for (const [name, text] of Object.entries(forms)) {
    it(name, () => {
      expect(readProject(text)).toMatchObject({
        ok: true,
        files: { 'src/App.tsx': APP, 'package.json': '{}\n' },
      })
    })
    it(`${name}, cut into pieces anywhere`, () => {
      fc.assert(
        fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 8 }), (cuts) => {
          const whole: string[] = []
          createFileAnnouncer({}, (path) => whole.push(path))(text)
          const inPieces: string[] = []
          const announce = createFileAnnouncer({}, (path) => inPieces.push(path))
          const points = [0, ...cuts.sort((a, b) => a - b), text.length]
          for (let index = 1; index < points.length; index++)
            announce(text.slice(points[index - 1], points[index]))
          expect(inPieces).toEqual(whole)
        }),
        { numRuns: 50 },
      )
    })
    it(`${name}, with Windows line ends`, () => {
      if (name.startsWith('JSON')) return
      expect(readProject(text.replaceAll('\n', '\r\n'))).toMatchObject({
        ok: true,
        files: { 'src/App.tsx': APP },
      })
    })
  }

  it('keeps the message and drops the titles', () => {
    expect(readProject('I built it.\n\n### a.ts\n```ts\nlet a\n```\nRun it:\n```bash\nnpm i\n```')).toEqual({
      ok: true,
      files: { 'a.ts': 'let a\n' },
      removed: [],
      message: 'I built it.\n\nRun it:\n```bash\nnpm i\n```',
    })
  })

  it('reads several files from one line, and a tag that a file only writes about', () => {
    expect(readProject('<file path="a.ts">x</file><file path="b.ts">y</file>')).toMatchObject({
      ok: true,
      files: { 'a.ts': 'x\n', 'b.ts': 'y\n' },
    })
    const text = '<file path="README.md">\nWrite `<file path="x">a</file>` to add one.\nMore.\n</file>'
    expect(readProject(text)).toMatchObject({
      files: { 'README.md': 'Write `<file path="x">a</file>` to add one.\nMore.\n' },
    })
  })

  it('leaves commands under a heading alone', () => {
    expect(readProject('## Node.js\n```bash\nnpm i\n```\n<file path="a.ts">\nlet a\n</file>')).toMatchObject({
      files: { 'a.ts': 'let a\n' },
    })
  })

  it('keeps fences inside a Markdown file', () => {
    const text = '```md README.md\n# Hi\n```bash\nnpm start\n```\nBye\n```\n```ts a.ts\nlet a\n```'
    expect(readProject(text)).toMatchObject({
      files: { 'README.md': '# Hi\n```bash\nnpm start\n```\nBye\n', 'a.ts': 'let a\n' },
    })
  })

  it('reads removals', () => {
    expect(readProject('<deleted path="src/old.ts" />')).toEqual({
      ok: true,
      files: {},
      removed: ['src/old.ts'],
      message: '',
    })
  })

  it('keeps a file called __proto__ a file', () => {
    for (const text of ['<file path="__proto__">\nx\n</file>', '{"files":{"__proto__":"x"}}']) {
      const reading = readProject(text)
      expect(reading.ok && Object.keys(reading.files)).toEqual(['__proto__'])
    }
  })
})

describe('readProject hands files on as they complete', () => {
  it('each at its own end, not at the end of the answer', () => {
    const seen: string[] = []
    const announce = createFileAnnouncer({}, (path) => seen.push(path))
    announce('<file path="a.ts">\nlet a\n</file>\n<file path="b.ts">\nlet')
    expect(seen).toEqual(['a.ts'])
    announce(' b\n</file>\n')
    expect(seen).toEqual(['a.ts', 'b.ts'])
  })
})

describe('readProject refuses, with the reason', () => {
  const one = (path: string) => `<file path="${path}">\nx\n</file>`
  const refusals: [string, string, RegExp][] = [
    ['a path that leaves the project', one('src/../../x.ts'), /leaves/],
    ['a backslash', one('src\\\\x.ts'), /backslash/],
    ['a NUL', one('a\u0000.ts'), /control/],
    ['a drive letter', one('C:/x.ts'), /drive/],
    ['an address', one('https://x.example/y.ts'), /address/],
    ['an empty path', one(''), /empty/],
    ['a path that is too long', one(`${'a/'.repeat(200)}b.ts`), /longer/],
    ['201 files', Array.from({ length: 201 }, (_, index) => one(`f${index}.ts`)).join('\n'), /200 files/],
    ['more than 2 MiB', `<file path="a.ts">\n${'x'.repeat(2 * 1024 * 1024)}\n</file>`, /2 MiB/],
    ['a hostile path in an info string', '```ts ../../x.ts\nlet a\n```', /leaves/],
    ['a hostile path in a heading', '### ../etc/cron.d/x.sh\n```bash\nx\n```', /leaves/],
    ['what runs by itself', one('.husky/pre-commit'), /run by itself/],
    ['a file that is a folder as well', `${one('src')}\n${one('src/a.ts')}`, /folder/],
    ['a character without width', one('a\u200b.ts'), /without width/],
    ['a hostile path in a comment', '```ts\n// ../x.ts\nlet a\n```', /leaves/],
    ['a hostile path in JSON', JSON.stringify({ files: [{ path: '../x.ts', content: '' }] }), /leaves/],
    ['a tag cut off', '<file path="a.ts">\nlet a\n</file>\n<file path="b.ts">\nlet', /cut off/],
    ['a fence cut off', '```ts a.ts\nlet a\n```\n```ts b.ts\nlet', /cut off/],
    ['a fence closed by the next one', '```ts a.ts\nlet a\n```ts b.ts\nlet b\n```', /not closed/],
    ['JSON cut off', '{"files":[{"path":"a.ts","content":"let', /cut off/],
    ['a file that ends without having begun', '<file path="a.md">\nx</file>\nmore\n</file>', /never began/],
    ['prose alone', 'I cannot do that.', /no files/],
    ['nothing', '', /no files/],
  ]
  for (const [name, text, reason] of refusals) {
    it(name, () => {
      const reading = readProject(text)
      expect(reading.ok).toBe(false)
      if (!reading.ok) expect(reading.reason).toMatch(reason)
    })
  }

  it('in little time, however long a line is', () => {
    const startedAtMs = performance.now()
    readProject(`<file ${'path="a" '.repeat(100_000)}`)
    readProject(`\`\`\`${' '.repeat(500_000)}x`)
    readProject('</file>'.repeat(100_000))
    // Quadratic matching took minutes here.
    expect(performance.now() - startedAtMs).toBeLessThan(2_000)
  })

  it('never a path outside the project, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<file path="',
        '">',
        '\n',
        '</file>',
        '```',
        '```ts ',
        '### ',
        '../',
        '/',
        'C:\\',
        'src/a.ts',
        '// ',
        '{"files":',
        '[',
        ']',
        '}',
        '"',
        ':',
        ',',
        '\u0000',
      ),
      fc.string({ maxLength: 12 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const reading = readProject(pieces.join(''))
        if (!reading.ok) return
        for (const path of [...Object.keys(reading.files), ...reading.removed]) {
          expect(path).not.toMatch(/^\/|\\|^[a-z]:|\0/i)
          expect(path.split('/')).not.toContain('..')
        }
      }),
      { numRuns: 10_000 },
    )
  })
})
