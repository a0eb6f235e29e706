// Every rule sees what it is for, where it stands, and stays silent where it is not.
import { describe, expect, test } from 'vitest'
import { DIMENSIONS } from '../../../../supabase/functions/_shared/scoring/rule.ts'
import { ALL_RULES } from '../../../../supabase/functions/_shared/scoring/rules/allRules.ts'
import { scoreProject } from '../../../../supabase/functions/_shared/scoring/scoreProject.ts'
import { BUILD_CASES } from './buildCases.ts'
import { COMPONENT_CASES } from './componentCases.ts'
import { COVERAGE_CASES } from './coverageCases.ts'
import { CRAFT_CASES } from './craftCases.ts'
import { STATE_CASES } from './stateCases.ts'
import { WIRING_CASES } from './wiringCases.ts'

const CASES = [
  ...BUILD_CASES,
  ...COMPONENT_CASES,
  ...COVERAGE_CASES,
  ...CRAFT_CASES,
  ...STATE_CASES,
  ...WIRING_CASES,
]

describe.each(CASES)('$rule: $fault', ({ rule, bad, good, severity, file, line }) => {
  const found = (input: typeof bad) =>
    scoreProject(input).diagnostics.filter((diagnostic) => diagnostic.rule === rule)

  test('is found where it stands', () => {
    expect(found(bad)).toContainEqual(expect.objectContaining({ rule, severity, file, line }))
  })

  test('is not found where it is mended', () => {
    expect(found(good)).toEqual([])
  })

  test('costs points in some dimension', () => {
    const [worse, better] = [scoreProject(bad), scoreProject(good)]
    expect(worse.overall).toBeLessThanOrEqual(better.overall)
    expect(DIMENSIONS.some((dimension) => worse[dimension] < better[dimension])).toBe(true)
  })
})

test('every rule has a case', () => {
  const covered = new Set(CASES.map(({ rule }) => rule))
  expect(ALL_RULES.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([])
})

test('every case is of a rule that exists', () => {
  const names = new Set(ALL_RULES.map(({ name }) => name))
  expect(CASES.map(({ rule }) => rule).filter((rule) => !names.has(rule))).toEqual([])
})

test('rules are named once, in kebab case, with a weight and a reason', () => {
  expect(new Set(ALL_RULES.map(({ name }) => name)).size).toBe(ALL_RULES.length)
  for (const { name, weight, reason } of ALL_RULES) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(weight).toBeGreaterThan(0)
    expect(weight).toBeLessThanOrEqual(98)
    expect(reason.length).toBeGreaterThan(20)
  }
})
