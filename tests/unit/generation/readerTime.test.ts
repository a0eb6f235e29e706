// The reader takes time that grows with the answer's length, whatever the answer repeats.
import { describe, expect, it } from 'vitest'
import {
  createFileAnnouncer,
  readProject,
} from '../../../supabase/functions/_shared/generation/projectReader.ts'
import {
  LEAST_MICROSECONDS,
  LENGTH_FACTOR,
  leastCpuMicroseconds,
  MOST_TIME_FACTOR,
} from '../../support/cpuTime.ts'

const PIECES: Record<string, string> = {
  'files in tags': '<file path="a.ts">\nexport const a = 1\n</file>\n',
  'tags on one line': '<file path="a.ts">x</file>',
  'tags that never close': '<file path="a.ts">\n',
  'ends without beginnings': 'x </file> y\n',
  'titled blocks': '**a.ts**\n```ts\nexport const a = 1\n```\n',
  'bare fences': '```\n',
  'fences in Markdown': '```md a.md\n# A\n\n```\nx\n```\n\n```js\ny\n```\n```\n',
  'fences with info': '```ts\n',
  'backticks on one line': '`',
  'angle brackets on one line': '<file ',
  'brackets of JSON': '{"files":[',
  'JSON strings': '{"path":"a.ts","content":"x\n"},',
  'ends of reasoning': '</think>\n',
  'lines of a patch': '@@ -1 +1 @@\n-a\n+b\n',
}
const SHORT_CHARACTERS = 50_000

describe('readProject is linear', () => {
  it.each(Object.entries(PIECES))('in %s', (_, piece) => {
    const short = piece.repeat(Math.ceil(SHORT_CHARACTERS / piece.length))
    const long = short.repeat(LENGTH_FACTOR)
    const shortTime = Math.max(
      LEAST_MICROSECONDS,
      leastCpuMicroseconds(() => readProject(short)),
    )
    expect(leastCpuMicroseconds(() => readProject(long), 2)).toBeLessThan(MOST_TIME_FACTOR * shortTime)
  })
})

it('announces the same files in one piece and character by character', () => {
  for (const piece of Object.values(PIECES)) {
    const text = piece.repeat(3)
    const whole: string[] = []
    createFileAnnouncer({}, (path) => whole.push(path))(text)
    const inPieces: string[] = []
    const announce = createFileAnnouncer({}, (path) => inPieces.push(path))
    for (const character of text) announce(character)
    expect(inPieces).toEqual(whole)
  }
})

it('reads a block of half a million lines, which are too many for the arguments of one call', () => {
  const lines = 'x\n'.repeat(500_000)
  const file = '**a.ts**\n```ts\nlet a\n```\n'
  expect(readProject(`\`\`\`text\n${lines}\`\`\`\n${file}`)).toMatchObject({
    ok: true,
    files: { 'a.ts': 'let a\n' },
  })
  const tagged = '<file path="a.ts">\nlet a\n</file>\n'
  expect(readProject(`${tagged}\`\`\`txt b.txt\n${lines}\`\`\`\n`)).toMatchObject({ ok: true })
})
