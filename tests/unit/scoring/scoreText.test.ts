// Answers in words: whole, on the subject, readable, no longer than need be.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scoreText } from '../../../supabase/functions/_shared/scoring/scoreText.ts'

const request = 'How can a database index speed up reads, and what would it cost?'
const ANSWER = `An index keeps the values of a column in order, so that the database finds matching rows without reading the whole table.

- A query with a condition on that column reads a few pages of the index and then the rows it points to.
- Every insert, update and delete has to keep the index in order as well, which makes writes slower.
- The index takes space on disk and in memory.

The speed of reads is bought at that cost: index what you search by often, and measure before and after.`

const rulesOf = (text: string, asked = request) =>
  scoreText({ text, request: asked }).diagnostics.map(({ rule }) => rule)

const long = (paragraphs: number, separator: string) =>
  Array.from(
    { length: paragraphs },
    (_, index) =>
      `Point ${index} is that the speed of the database reads of page ${index * 3} of the index for query number ${index}, at the cost of ${index} writes.`,
  ).join(separator)

test('a good answer has nothing against it', () => {
  expect(scoreText({ text: ANSWER, request })).toMatchObject({ overall: 100, diagnostics: [] })
})

describe.each<[rule: string, bad: string, asked?: string]>([
  ['empty-answer', ' \n\t '],
  ['refusal', "I'm sorry, but I can't help with that question about a database index."],
  ['too-short', 'An index speeds up a database query, at a cost.'],
  ['off-topic', ANSWER.replace(/index|database|query|cost|speed/gi, 'weather')],
  ['cut-off', `${ANSWER}\n\n\`\`\`sql\ncreate index on orders (customer_id);`],
  ['cut-off', `${ANSWER} It also follows from this that the`],
  ['unstructured', long(20, ' ')],
  ['repetition', `${ANSWER}\n${'An index makes the database faster at a cost.\n'.repeat(12)}`],
  ['no-code-shown', ANSWER, 'Show me the code that adds a database index for a query'],
  ['verbosity', long(400, '\n\n')],
])('%s', (rule, bad, asked = request) => {
  test('is found', () => {
    expect(rulesOf(bad, asked)).toContain(rule)
  })

  test('costs points against the good answer', () => {
    expect(scoreText({ text: bad, request: asked }).overall).toBeLessThan(
      scoreText({ text: ANSWER, request }).overall,
    )
  })
})

test('an empty answer is fatal, and worth next to nothing', () => {
  const { overall, diagnostics } = scoreText({ text: '', request })
  expect(overall).toBeLessThanOrEqual(5)
  expect(diagnostics[0]).toMatchObject({ rule: 'empty-answer', severity: 'fatal' })
})

test.each([
  'Explain what a database index costs, and how a query finds its rows with it',
  'What is the function of an index in a database, and how does it speed up reads?',
])('no code is missed where it is only spoken about: %s', (asked) => {
  expect(rulesOf(ANSWER, asked)).not.toContain('no-code-shown')
})

test.each([
  'Write a function that adds an index to the database',
  'How do I write this for a database index?',
  'Give a code example for a database index at a low cost',
])('code is missed where it is asked for: %s', (asked) => {
  expect(rulesOf(ANSWER, asked)).toContain('no-code-shown')
})

test('words that every question has are not what it is about', () => {
  const asked = 'Why does one do this, how often, and what does it take? Explain an index.'
  expect(
    rulesOf('An index keeps values in order, and costs writes and space on disk and in memory.', asked),
  ).not.toContain('off-topic')
})

test('a review may be expected to say more than a triage', () => {
  const text = 'The cache is never cleared, which leaks memory. Clear `cache` when the session ends.'
  const short = (type: 'review' | 'triage') =>
    scoreText({ text, request: 'The cache leaks memory', profile: { type } }).completeness
  expect(short('review')).toBeLessThan(short('triage'))
})

test('any text and request have integer scores, the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, asked) => {
      const { diagnostics, ...scores } = scoreText({ text, request: asked })
      for (const score of Object.values(scores)) {
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true)
      }
      expect(scoreText({ text, request: asked })).toEqual({ diagnostics, ...scores })
    }),
  )
})

test.each([
  ['one endless line', 'x'.repeat(5_000_000)],
  ['one endless run of blanks', `a${' '.repeat(5_000_000)}b`],
  ['nothing but lists', '- '.repeat(2_000_000)],
  ['nothing but fences', '```\n'.repeat(1_000_000)],
  ['nothing but blank lines', `a${'\n'.repeat(5_000_000)}b`],
])('%s is scored within a second', (_, text) => {
  const before = process.threadCpuUsage()
  expect(Number.isInteger(scoreText({ text, request }).overall)).toBe(true)
  const { user, system } = process.threadCpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(1_000)
})
