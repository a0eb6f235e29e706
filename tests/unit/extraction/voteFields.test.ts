import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { voteFields } from '../../../supabase/functions/queue/extraction/voteFields.ts'

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__')
const answer = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'answer' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

describe('a vote', () => {
  it('of one mind is that mind, and all agree', () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 5 }), (value, voters) => {
        const voted = voteFields(Array.from({ length: voters }, () => value))
        expect(voted.value).toEqual(value)
        expect(Object.values(voted.agreement).every((share) => share === 1)).toBe(true)
      }),
    )
  })

  it('with a majority of one mind is that mind, whoever else votes', () => {
    fc.assert(
      fc.property(answer, fc.array(answer, { maxLength: 2 }), fc.nat(), (value, others, seed) => {
        const votes = [...Array.from({ length: others.length + 1 }, () => value), ...others]
        const first = seed % votes.length
        const turned = [...votes.slice(first), ...votes.slice(0, first)]
        const plain = (from: unknown) => JSON.stringify(sorted(from))
        // what counts as the same may be written as another wrote it
        expect(loose(plain(voteFields(turned).value))).toBe(loose(plain(value)))
      }),
    )
  })

  it('says of every field how many agree, between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 5 }), (answers) => {
        const shares = Object.values(voteFields(answers).agreement)
        expect(shares.length).toBeGreaterThan(0)
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
      }),
    )
  })

  it('goes field by field, so that no one answer need be right', () => {
    const voted = voteFields([
      { a: 1, b: 2, c: 0 },
      { a: 1, b: 0, c: 3 },
      { a: 0, b: 2, c: 3 },
    ])
    expect(voted.value).toEqual({ a: 1, b: 2, c: 3 })
    expect(Object.values(voted.agreement)).toEqual([2 / 3, 2 / 3, 2 / 3])
  })

  it('pairs entries of lists by what they are, and keeps those that most have', () => {
    const voted = voteFields([
      [
        { name: 'Tea', price: 4 },
        { name: 'Cake', price: 8 },
      ],
      [
        { name: 'cake', price: 8 },
        { name: 'tea', price: 5 },
      ],
      [
        { name: 'Tea', price: '4' },
        { name: 'Rum', price: 1 },
      ],
    ])
    expect(voted.value).toEqual([
      { name: 'Tea', price: 4 },
      { name: 'Cake', price: 8 },
    ])
  })

  it('leaves out what most left out, and of a tie takes the first', () => {
    expect(voteFields([{ a: 1, b: 2 }, { a: 1 }, { a: 1 }]).value).toEqual({ a: 1 })
    expect(voteFields([{ a: 1 }, { a: 2 }]).value).toEqual({ a: 1 })
    expect(voteFields([[1, 2], [1]]).value).toEqual([1, 2])
    expect(voteFields([[1], [1, 2]]).value).toEqual([1])
  })

  it('of nobody is a mistake', () => {
    expect(() => voteFields([])).toThrow()
  })
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .map(sorted)
      .map((entry) => JSON.stringify(entry))
      .sort()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  )
}

function loose(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}
