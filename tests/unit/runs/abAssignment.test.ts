import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { assignVariant } from '../../../supabase/functions/_shared/runs/abAssignment.ts'
import type { AbTest } from '../../../supabase/functions/_shared/store/runStart.ts'

const policies: AbTest = {
  name: 'policies',
  share: 0.4,
  variants: [
    { name: 'control', weight: 1, settings: {} },
    { name: 'ucb', weight: 3, settings: { policy: 'ucb' } },
  ],
}
const fail = (error: Error): void => {
  throw error
}
const assignmentOf = (userId: string | null, abTests: AbTest[], body = {}, onFault = fail) =>
  assignVariant({ abTests, userId, body, onFault })
const users = Array.from(
  { length: 20_000 },
  (_, index) => `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
)

it('gives a test its share of the users, and each variant its weight', () => {
  const variants = users.map((user) => assignmentOf(user, [policies])?.variant)
  const count = (name: string | undefined) => variants.filter((variant) => variant === name).length
  // five standard deviations of a binomial of 20,000
  expect(Math.abs(count(undefined) - 12_000)).toBeLessThan(350)
  expect(Math.abs(count('control') - 2_000)).toBeLessThan(220)
  expect(Math.abs(count('ucb') - 6_000)).toBeLessThan(330)
})

it('keeps the variant of a user, also when the share grows', () => {
  for (const user of users.slice(0, 2_000)) {
    const assignment = assignmentOf(user, [policies])
    expect(assignmentOf(user, [policies])).toEqual(assignment)
    if (assignment !== null) expect(assignmentOf(user, [{ ...policies, share: 1 }])).toEqual(assignment)
  }
})

it('draws anew for each test: who is in one says nothing of the other', () => {
  const other = { ...policies, name: 'other' }
  const both = users.filter((user) => assignmentOf(user, [policies]) && assignmentOf(user, [other]))
  expect(Math.abs(both.length - 20_000 * 0.16)).toBeLessThan(260)
})

it('takes whom the oldest test leaves into the next', () => {
  const next = { ...policies, name: 'next', share: 1 }
  const names = new Set(users.slice(0, 200).map((user) => assignmentOf(user, [policies, next])?.test))
  expect(names).toEqual(new Set(['policies', 'next']))
})

it('leaves alone who fixes what the variants decide, and who is nobody', () => {
  const everybody = { ...policies, share: 1 }
  const user = randomUUID()
  expect(assignmentOf(user, [everybody], { policy: 'static' })).toBeNull()
  expect(assignmentOf(user, [everybody], { temperature: 0 })).not.toBeNull()
  expect(assignmentOf(null, [everybody])).toBeNull()
})

it('runs no test whose settings no request could have, and says so', () => {
  const faults: string[] = []
  const broken = {
    ...policies,
    name: 'broken',
    share: 1,
    variants: [...policies.variants, { name: 'odd', weight: 1, settings: { policy: 'best' } }],
  }
  const assignment = assignmentOf(randomUUID(), [broken, { ...policies, share: 1 }], {}, (error) =>
    faults.push(error.message),
  )
  expect(assignment?.test).toBe('policies')
  expect(faults).toEqual([expect.stringContaining('broken')])
})
