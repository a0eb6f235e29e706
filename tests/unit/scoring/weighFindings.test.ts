// From findings to scores: weights, the fatal cap, integers, and the order of diagnostics.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIMENSIONS, type Dimension, type Finding } from '../../../supabase/functions/_shared/scoring/rule.ts'
import { SEVERITIES, type Severity } from '../../../supabase/functions/_shared/scoring/scoreBreakdown.ts'
import { type RuleResult, weighFindings } from '../../../supabase/functions/_shared/scoring/weighFindings.ts'

const result = (
  changes: Partial<RuleResult['rule']> & { dimension: Dimension },
  findings: Finding[] = [{ message: 'wrong' }],
): RuleResult => ({
  rule: { name: 'sample', severity: 'major', weight: 20, reason: 'for this test', ...changes },
  findings,
})

const findings = (count: number): Finding[] =>
  Array.from({ length: count }, (_, index) => ({ message: `wrong ${index}` }))

const anyResult: fc.Arbitrary<RuleResult> = fc.record({
  rule: fc.record({
    name: fc.constantFrom('first', 'second', 'third'),
    dimension: fc.constantFrom(...DIMENSIONS),
    severity: fc.constantFrom(...SEVERITIES),
    weight: fc.integer({ min: 1, max: 98 }),
    perPart: fc.boolean(),
    reason: fc.constant('for this test'),
  }),
  findings: fc.array(
    fc.record(
      {
        message: fc.string(),
        file: fc.constantFrom('a.ts', 'b.ts'),
        line: fc.integer({ min: 1, max: 99 }),
        severity: fc.constantFrom<Severity>(...SEVERITIES),
        share: fc.double({ min: 0, max: 4, noNaN: true }),
      },
      { requiredKeys: ['message'] },
    ),
    { maxLength: 12 },
  ),
})

test('a project without findings has 100 in everything', () => {
  expect(weighFindings([])).toEqual({
    completeness: 100,
    codeQuality: 100,
    functionality: 100,
    performance: 100,
    overall: 100,
    diagnostics: [],
  })
})

test.each([
  ['completeness', 30],
  ['codeQuality', 30],
  ['functionality', 25],
  ['performance', 15],
] as const)('%s weighs %i hundredths of the overall score', (dimension, weight) => {
  const breakdown = weighFindings([result({ dimension, weight: 50 })])
  expect(breakdown[dimension]).toBe(50)
  expect(breakdown.overall).toBe(Math.round(100 - weight / 2))
})

test('a finding weighs on other dimensions as its rule says', () => {
  const breakdown = weighFindings([
    result({ dimension: 'codeQuality', weight: 40, alsoWeighs: { functionality: 10 } }),
  ])
  expect(breakdown).toMatchObject({ completeness: 100, codeQuality: 60, functionality: 90, performance: 100 })
})

test('each further finding of one rule takes less, up to its limit', () => {
  const left = [1, 2, 4, 8, 500].map(
    (count) =>
      weighFindings([result({ dimension: 'codeQuality', weight: 10, limit: 35 }, findings(count))])
        .codeQuality,
  )
  expect(left).toEqual([90, 84, 77, 68, 65])
})

test('findings of several rules never reach zero', () => {
  const many = Array.from({ length: 40 }, () => result({ dimension: 'functionality', weight: 5 }))
  const { functionality } = weighFindings(many)
  expect(functionality).toBeGreaterThan(0)
  expect(functionality).toBeLessThan(20)
})

test('a mistake of one part weighs less in a project of many', () => {
  const inOneOf = (parts: number) =>
    weighFindings([result({ dimension: 'functionality', perPart: true, weight: 40 })], parts).functionality
  expect(inOneOf(1)).toBe(60)
  expect(inOneOf(12)).toBe(60)
  expect(inOneOf(48)).toBe(80)
})

describe('a fatal diagnostic', () => {
  test('caps the overall score at 40, whatever it weighs', () => {
    const breakdown = weighFindings([result({ dimension: 'performance', severity: 'fatal', weight: 1 })])
    expect(breakdown.overall).toBe(40)
    expect(breakdown.completeness).toBe(100)
  })

  test('caps it where one finding alone is fatal', () => {
    const breakdown = weighFindings([
      result({ dimension: 'performance', severity: 'minor', weight: 1 }, [
        { message: 'wrong' },
        { message: 'broken', severity: 'fatal' },
      ]),
    ])
    expect(breakdown.overall).toBeLessThanOrEqual(40)
  })

  test('does not where a finding of a fatal rule is none', () => {
    const breakdown = weighFindings([
      result({ dimension: 'performance', severity: 'fatal', weight: 1 }, [
        { message: 'aside', severity: 'minor' },
      ]),
    ])
    expect(breakdown.overall).toBe(100)
  })

  test('keeps broken projects in the order of what they are otherwise worth', () => {
    const fatal = result({ dimension: 'codeQuality', severity: 'fatal', weight: 30 })
    const other = result({ dimension: 'functionality', weight: 60 })
    expect(weighFindings([fatal, other]).overall).toBeLessThan(weighFindings([fatal]).overall)
  })

  test('still caps where there are more diagnostics than are given back', () => {
    const breakdown = weighFindings([
      result({ dimension: 'codeQuality', severity: 'minor', weight: 1 }, findings(900)),
      result({ dimension: 'performance', severity: 'fatal', weight: 1 }),
    ])
    expect(breakdown.overall).toBeLessThanOrEqual(40)
    expect(breakdown.diagnostics).toHaveLength(200)
    expect(breakdown.diagnostics[0]?.severity).toBe('fatal')
  })
})

test('scores are integers from 0 to 100 for any findings, and 40 at most where one is fatal', () => {
  fc.assert(
    fc.property(
      fc.array(anyResult, { maxLength: 30 }),
      fc.integer({ min: 0, max: 500 }),
      (results, parts) => {
        const { diagnostics, ...scores } = weighFindings(results, parts)
        for (const score of Object.values(scores)) {
          expect(Number.isInteger(score)).toBe(true)
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(100)
        }
        if (diagnostics.some(({ severity }) => severity === 'fatal'))
          expect(scores.overall).toBeLessThanOrEqual(40)
      },
    ),
  )
})

test('one more finding never raises a score', () => {
  fc.assert(
    fc.property(fc.array(anyResult, { maxLength: 10 }), anyResult, (results, more) => {
      const before = weighFindings(results)
      const after = weighFindings([...results, more])
      for (const dimension of DIMENSIONS) expect(after[dimension]).toBeLessThanOrEqual(before[dimension])
      expect(after.overall).toBeLessThanOrEqual(before.overall)
    }),
  )
})

test('diagnostics come by severity, rule and place, whatever the order of their rules', () => {
  fc.assert(
    fc.property(fc.array(anyResult, { maxLength: 8 }), (results) => {
      const order = weighFindings(results).diagnostics
      expect(weighFindings([...results].reverse()).diagnostics).toEqual(order)
      const ranks = order.map(({ severity }) => SEVERITIES.indexOf(severity))
      expect(ranks).toEqual([...ranks].sort((left, right) => left - right))
    }),
  )
})
