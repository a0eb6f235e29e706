import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldAccuracy } from '../../../supabase/functions/queue/extraction/fieldAccuracy.ts'

const TRUTH = {
  number: 'A-1',
  lines: [
    { name: 'Tea', price: 4.5 },
    { name: 'Cake', price: 8 },
  ],
}

describe('accuracy by field', () => {
  it('is 1 of anything against itself, and 0 against nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const same = fieldAccuracy(value, value)
        expect(same.accuracy).toBe(1)
        expect(Object.values(same.fields).every(({ accuracy }) => accuracy === 1)).toBe(true)
        const nothing = fieldAccuracy(value, undefined)
        expect(nothing.accuracy).toBe(Object.keys(nothing.fields).length === 0 ? 1 : 0)
      }),
    )
  })

  it('stays between 0 and 1, and is the same from both sides', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 1 }), fc.jsonValue({ maxDepth: 1 }), (left, right) => {
        const { accuracy } = fieldAccuracy(left, right)
        expect(accuracy).toBeGreaterThanOrEqual(0)
        expect(accuracy).toBeLessThanOrEqual(1)
        expect(fieldAccuracy(right, left).accuracy).toBeCloseTo(accuracy, 12)
      }),
    )
  })

  it('says which field is wrong, whatever order the entries come in', () => {
    const answer = {
      number: ' a-1 ',
      lines: [
        { name: 'CAKE', price: '8.0' },
        { name: 'Tea', price: 5 },
      ],
    }
    const { accuracy, fields } = fieldAccuracy(TRUTH, answer)
    expect(fields).toEqual({
      number: { accuracy: 1, right: 1, expected: 1, extracted: 1 },
      'lines[].name': { accuracy: 1, right: 2, expected: 2, extracted: 2 },
      'lines[].price': { accuracy: 0.5, right: 1, expected: 2, extracted: 2 },
    })
    expect(accuracy).toBe(0.8)
  })

  it('counts what is invented and what is missing against it', () => {
    const invented = { ...TRUTH, lines: [...TRUTH.lines, { name: 'Rum', price: 1 }] }
    expect(fieldAccuracy(TRUTH, invented).fields['lines[].name']).toMatchObject({
      right: 2,
      expected: 2,
      extracted: 3,
    })
    expect(fieldAccuracy(invented, TRUTH).accuracy).toBe(fieldAccuracy(TRUTH, invented).accuracy)
    expect(fieldAccuracy({ a: null }, {}).accuracy).toBe(1)
  })
})
