import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { trafficArmOf } from '../../../supabase/functions/_shared/runs/trafficArm.ts'
import type { TrafficExperiment } from '../../../supabase/functions/_shared/store/runStart.ts'

const policies: TrafficExperiment = {
  name: 'policies',
  share: 0.4,
  arms: [
    { name: 'control', weight: 1, settings: {} },
    { name: 'ucb', weight: 3, settings: { policy: 'ucb' } },
  ],
}
const fail = (error: Error): void => {
  throw error
}
const armOf = (userId: string | null, experiments: TrafficExperiment[], body = {}, onFault = fail) =>
  trafficArmOf({ experiments, userId, body, onFault })
const users = Array.from(
  { length: 20_000 },
  (_, index) => `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
)

it('gives an experiment its share of the users, and each arm its weight', () => {
  const arms = users.map((user) => armOf(user, [policies])?.arm)
  const count = (name: string | undefined) => arms.filter((arm) => arm === name).length
  // five standard deviations of a binomial of 20,000
  expect(Math.abs(count(undefined) - 12_000)).toBeLessThan(350)
  expect(Math.abs(count('control') - 2_000)).toBeLessThan(220)
  expect(Math.abs(count('ucb') - 6_000)).toBeLessThan(330)
})

it('keeps users in their arm, also when the share grows', () => {
  for (const user of users.slice(0, 2_000)) {
    const arm = armOf(user, [policies])
    expect(armOf(user, [policies])).toEqual(arm)
    if (arm !== null) expect(armOf(user, [{ ...policies, share: 1 }])).toEqual(arm)
  }
})

it('draws anew for each experiment: who is in one says nothing of the other', () => {
  const other = { ...policies, name: 'other' }
  const both = users.filter((user) => armOf(user, [policies]) && armOf(user, [other]))
  expect(Math.abs(both.length - 20_000 * 0.16)).toBeLessThan(260)
})

it('takes whom the oldest experiment leaves into the next', () => {
  const next = { ...policies, name: 'next', share: 1 }
  const names = new Set(users.slice(0, 200).map((user) => armOf(user, [policies, next])?.experiment))
  expect(names).toEqual(new Set(['policies', 'next']))
})

it('leaves alone who fixes what the arms decide, and who is nobody', () => {
  const everybody = { ...policies, share: 1 }
  const user = randomUUID()
  expect(armOf(user, [everybody], { policy: 'static' })).toBeNull()
  expect(armOf(user, [everybody], { temperature: 0 })).not.toBeNull()
  expect(armOf(null, [everybody])).toBeNull()
})

it('runs no experiment whose settings no request could have, and says so', () => {
  const told: string[] = []
  const broken = {
    ...policies,
    name: 'broken',
    share: 1,
    arms: [...policies.arms, { name: 'odd', weight: 1, settings: { policy: 'best' } }],
  }
  const arm = armOf(randomUUID(), [broken, { ...policies, share: 1 }], {}, (error) =>
    told.push(error.message),
  )
  expect(arm?.experiment).toBe('policies')
  expect(told).toEqual([expect.stringContaining('broken')])
})
