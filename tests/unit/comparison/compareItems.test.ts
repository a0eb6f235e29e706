/** Forty comparisons worked out by hand, and the laws that hold for all of them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareItems } from '../../../supabase/functions/_shared/comparison/compareItems.ts'
import {
  itemRulesSchema,
  resolveItemRules,
} from '../../../supabase/functions/_shared/comparison/itemRules.ts'
import { readItems } from '../../../supabase/functions/_shared/comparison/readItems.ts'

type Item = Record<string, unknown>

interface Case {
  case: string
  truth: Item[]
  predicted: Item[]
  rules?: object
  /** Correct lines, of predicted, of true: precision and recall as fractions. */
  correct: number
  ofPredicted: number
  ofTrue: number
  missing?: unknown[]
  extra?: unknown[]
  /** [name, expected, actual] */
  mismatched?: [unknown, number, number][]
}

const n = (name: string, quantity?: number, more: Item = {}): Item => ({
  name,
  ...(quantity === undefined ? {} : { quantity }),
  ...more,
})
const thousand = (from: number) => Array.from({ length: 1000 }, (_, index) => n(`item ${index + from}`, 2))

const CASES: Case[] = [
  // the same, in one way or another
  {
    case: 'one item, the same',
    truth: [n('burger', 2)],
    predicted: [n('burger', 2)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'three items in another order',
    truth: [n('a', 1), n('b', 2), n('c', 3)],
    predicted: [n('c', 3), n('a', 1), n('b', 2)],
    correct: 3,
    ofPredicted: 3,
    ofTrue: 3,
  },
  {
    case: 'another case',
    truth: [n('Big Burger', 1)],
    predicted: [n('big BURGER', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'white space around and within',
    truth: [n('big burger', 1)],
    predicted: [n('  big \t burger ', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'no quantity means one',
    truth: [n('tea', 1)],
    predicted: [n('tea')],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'a null quantity means one',
    truth: [n('tea')],
    predicted: [{ name: 'tea', quantity: null }],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'a quantity as text',
    truth: [n('tea', 3)],
    predicted: [{ name: 'tea', quantity: '3' }],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'fractions add up',
    truth: [n('cheese', 0.3)],
    predicted: [n('cheese', 0.1), n('cheese', 0.2)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'other fields do not matter',
    truth: [n('tea', 1, { price: 2 })],
    predicted: [n('tea', 1, { price: 9, note: 'hot' })],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  // empty
  { case: 'both empty', truth: [], predicted: [], correct: 0, ofPredicted: 0, ofTrue: 0 },
  {
    case: 'nothing predicted',
    truth: [n('a', 1), n('b', 1)],
    predicted: [],
    correct: 0,
    ofPredicted: 0,
    ofTrue: 2,
    missing: ['a', 'b'],
  },
  {
    case: 'nothing true',
    truth: [],
    predicted: [n('a', 1)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 0,
    extra: ['a'],
  },
  {
    case: 'a quantity of 0 is no item',
    truth: [],
    predicted: [n('a', 0)],
    correct: 0,
    ofPredicted: 0,
    ofTrue: 0,
  },
  {
    case: 'a true quantity of 0 is no item either',
    truth: [n('a', 0), n('b', 1)],
    predicted: [n('b', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  // missing and extra
  {
    case: 'one missing',
    truth: [n('a', 1), n('b', 1)],
    predicted: [n('a', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 2,
    missing: ['b'],
  },
  {
    case: 'one extra',
    truth: [n('a', 1)],
    predicted: [n('a', 1), n('b', 1)],
    correct: 1,
    ofPredicted: 2,
    ofTrue: 1,
    extra: ['b'],
  },
  {
    case: 'one renamed',
    truth: [n('cola', 1), n('fries', 1)],
    predicted: [n('coke', 1), n('fries', 1)],
    correct: 1,
    ofPredicted: 2,
    ofTrue: 2,
    missing: ['cola'],
    extra: ['coke'],
  },
  {
    case: 'all renamed',
    truth: [n('a', 1), n('b', 2)],
    predicted: [n('x', 1), n('y', 2)],
    correct: 0,
    ofPredicted: 2,
    ofTrue: 2,
    missing: ['a', 'b'],
    extra: ['x', 'y'],
  },
  {
    case: 'two of three, and two extras',
    truth: [n('a', 1), n('b', 1), n('c', 1)],
    predicted: [n('a', 1), n('b', 1), n('d', 1), n('e', 1)],
    correct: 2,
    ofPredicted: 4,
    ofTrue: 3,
    missing: ['c'],
    extra: ['d', 'e'],
  },
  {
    case: 'a key that is absent is no name',
    truth: [n('a', 1)],
    predicted: [{ quantity: 1 }],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    missing: ['a'],
    extra: [undefined],
  },
  // quantities
  {
    case: 'another quantity',
    truth: [n('a', 2)],
    predicted: [n('a', 3)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    mismatched: [['a', 2, 3]],
  },
  {
    case: 'swapped quantities',
    truth: [n('a', 1), n('b', 2)],
    predicted: [n('a', 2), n('b', 1)],
    correct: 0,
    ofPredicted: 2,
    ofTrue: 2,
    mismatched: [
      ['a', 1, 2],
      ['b', 2, 1],
    ],
  },
  {
    case: 'one quantity of two',
    truth: [n('a', 1), n('b', 2)],
    predicted: [n('a', 1), n('b', 5)],
    correct: 1,
    ofPredicted: 2,
    ofTrue: 2,
    mismatched: [['b', 2, 5]],
  },
  {
    case: 'all faults at once',
    truth: [n('a', 1), n('b', 2), n('c', 1)],
    predicted: [n('a', 1), n('b', 1), n('d', 1)],
    correct: 1,
    ofPredicted: 3,
    ofTrue: 3,
    missing: ['c'],
    extra: ['d'],
    mismatched: [['b', 2, 1]],
  },
  {
    case: 'a fraction off',
    truth: [n('a', 0.5)],
    predicted: [n('a', 0.75)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    mismatched: [['a', 0.5, 0.75]],
  },
  // duplicates
  {
    case: 'two lines are one of the sum',
    truth: [n('a', 2)],
    predicted: [n('a', 1), n('a', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'duplicates on both sides',
    truth: [n('a', 1), n('b', 1), n('a', 2)],
    predicted: [n('a', 3), n('b', 1)],
    correct: 2,
    ofPredicted: 2,
    ofTrue: 2,
  },
  {
    case: 'a duplicate too many',
    truth: [n('a', 1)],
    predicted: [n('a', 1), n('A', 1)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    mismatched: [['a', 1, 2]],
  },
  // unicode
  {
    case: 'composed and decomposed accents',
    truth: [n('cr\u00e8me br\u00fbl\u00e9e', 1)],
    predicted: [n('cre\u0300me bru\u0302le\u0301e', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'full-width letters',
    truth: [n('tea 2', 1)],
    predicted: [n('ｔｅａ ２', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'sharp s',
    truth: [n('WEISSWURST', 1)],
    predicted: [n('Weißwurst', 1)],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'an accent makes another item',
    truth: [n('pâté', 1)],
    predicted: [n('pate', 1)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    missing: ['pâté'],
    extra: ['pate'],
  },
  {
    case: 'other scripts and emoji',
    truth: [n('寿司', 2), n('🍕', 1)],
    predicted: [n('🍕', 1), n('寿司', 2)],
    correct: 2,
    ofPredicted: 2,
    ofTrue: 2,
  },
  // modifiers
  {
    case: 'modifiers in another order',
    truth: [n('tea', 1, { modifiers: ['hot', 'milk'] })],
    predicted: [n('tea', 1, { modifiers: ['Milk', 'hot'] })],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'no modifiers and an empty list',
    truth: [n('tea', 1)],
    predicted: [n('tea', 1, { modifiers: [] })],
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'a modifier too few',
    truth: [n('tea', 1, { modifiers: ['milk'] })],
    predicted: [n('tea', 1)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    missing: ['tea'],
    extra: ['tea'],
  },
  {
    case: 'modifiers left out of it',
    truth: [n('tea', 1, { modifiers: ['milk'] })],
    predicted: [n('tea', 1)],
    rules: { compare_modifiers: false },
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'the same item with and without',
    truth: [n('tea', 1, { modifiers: ['milk'] }), n('tea', 2)],
    predicted: [n('tea', 3)],
    correct: 0,
    ofPredicted: 1,
    ofTrue: 2,
    missing: ['tea'],
    mismatched: [['tea', 2, 3]],
  },
  // rules
  {
    case: 'case matters',
    truth: [n('Tea', 1)],
    predicted: [n('tea', 1)],
    rules: { case_sensitive: true },
    correct: 0,
    ofPredicted: 1,
    ofTrue: 1,
    missing: ['Tea'],
    extra: ['tea'],
  },
  {
    case: 'two key fields',
    truth: [n('tea', 1, { size: 'L' }), n('tea', 1, { size: 'S' })],
    predicted: [n('tea', 1, { size: 'l' }), n('tea', 1, { size: 'M' })],
    rules: { key_fields: ['name', 'size'] },
    correct: 1,
    ofPredicted: 2,
    ofTrue: 2,
    missing: ['tea'],
    extra: ['tea'],
  },
  {
    case: 'a number and its text as key',
    truth: [{ sku: 7, count: 1 }],
    predicted: [{ sku: '7', count: 1 }],
    rules: { key_fields: ['sku'], quantity_field: 'count' },
    correct: 1,
    ofPredicted: 1,
    ofTrue: 1,
  },
  {
    case: 'order matters: two swapped',
    truth: [n('a', 1), n('b', 1)],
    predicted: [n('b', 1), n('a', 1)],
    rules: { order_matters: true },
    correct: 1,
    ofPredicted: 2,
    ofTrue: 2,
    missing: ['a'],
    extra: ['a'],
  },
  {
    case: 'order matters: one put in front',
    truth: [n('a', 1), n('b', 1)],
    predicted: [n('x', 1), n('a', 1), n('b', 1)],
    rules: { order_matters: true },
    correct: 2,
    ofPredicted: 3,
    ofTrue: 2,
    extra: ['x'],
  },
  {
    case: 'order matters: lines stand as they are',
    truth: [n('a', 2)],
    predicted: [n('a', 1), n('a', 1)],
    rules: { order_matters: true },
    correct: 0,
    ofPredicted: 2,
    ofTrue: 1,
    extra: ['a'],
    mismatched: [['a', 2, 1]],
  },
  // size
  {
    case: '1,000 items, the same backwards',
    truth: thousand(0),
    predicted: thousand(0).reverse(),
    correct: 1000,
    ofPredicted: 1000,
    ofTrue: 1000,
  },
  {
    case: '1,000 items, 250 of them others',
    truth: thousand(0),
    predicted: thousand(250),
    correct: 750,
    ofPredicted: 1000,
    ofTrue: 1000,
  },
]

function compare(truth: unknown, predicted: unknown, given: object = {}) {
  const rules = resolveItemRules(itemRulesSchema.parse({ key_fields: ['name'], ...given }), [])
  const [left, right] = [readItems(truth, rules), readItems(predicted, rules)]
  if (!left.ok || !right.ok) throw new Error('not items')
  return compareItems(left.items, right.items, rules)
}

describe('hand-worked cases', () => {
  it.each(CASES)('$case', (given) => {
    const found = compare(given.truth, given.predicted, given.rules)
    const bothEmpty = given.ofPredicted + given.ofTrue === 0
    const share = (part: number, whole: number) => (bothEmpty ? 1 : whole === 0 ? 0 : part / whole)
    expect(found.precision).toBeCloseTo(share(given.correct, given.ofPredicted), 12)
    expect(found.recall).toBeCloseTo(share(given.correct, given.ofTrue), 12)
    const f1 = share(2 * given.correct, given.ofPredicted + given.ofTrue)
    expect(found.f1_score).toBeCloseTo(f1, 12)
    expect(found.exact_match).toBe(f1 === 1)
    if (given.truth.length >= 1000) return
    expect(found.missing_items.map((item) => item.name)).toEqual(given.missing ?? [])
    expect(found.extra_items.map((item) => item.name)).toEqual(given.extra ?? [])
    expect(
      found.quantity_mismatches.map(({ item, expected_quantity, actual_quantity }) => [
        item.name,
        expected_quantity,
        actual_quantity,
      ]),
    ).toEqual(given.mismatched ?? [])
  })

  it('takes 1,000 items in order too', () => {
    expect(compare(thousand(0), thousand(250), { order_matters: true })).toMatchObject({ f1_score: 0.75 })
  })
})

describe('laws', () => {
  const items = fc.array(
    fc.record({
      name: fc.constantFrom('tea', 'Tea', 'cola', 'crème', 'x', ''),
      quantity: fc.constantFrom(0, 1, 2, 0.5, 3),
      modifiers: fc.subarray(['milk', 'ice']),
    }),
    { maxLength: 12 },
  )
  const rules = fc.record({
    order_matters: fc.boolean(),
    case_sensitive: fc.boolean(),
    compare_modifiers: fc.boolean(),
  })

  it('precision and recall swap when the sides swap, and F1 stays', () => {
    fc.assert(
      fc.property(items, items, rules, (left, right, given) => {
        const [there, back] = [compare(left, right, given), compare(right, left, given)]
        expect(there.precision).toBe(back.recall)
        expect(there.recall).toBe(back.precision)
        expect(there.f1_score).toBe(back.f1_score)
        expect(there.missing_items.length).toBe(back.extra_items.length)
        expect(there.quantity_mismatches.length).toBe(back.quantity_mismatches.length)
      }),
    )
  })

  it('measures lie between 0 and 1, and F1 between precision and recall', () => {
    fc.assert(
      fc.property(items, items, rules, (left, right, given) => {
        const { precision, recall, f1_score } = compare(left, right, given)
        for (const share of [precision, recall, f1_score]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        expect(f1_score).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12)
        expect(f1_score).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12)
      }),
    )
  })

  it('a match is exact where nothing is missing, extra or mismatched, and only there', () => {
    fc.assert(
      fc.property(items, items, rules, (left, right, given) => {
        const found = compare(left, right, given)
        const faults =
          found.missing_items.length + found.extra_items.length + found.quantity_mismatches.length
        expect(found.exact_match).toBe(faults === 0)
        expect(found.exact_match).toBe(found.f1_score === 1)
      }),
    )
  })

  it('a list matches itself, in any order where order does not matter', () => {
    fc.assert(
      fc.property(items, rules, fc.infiniteStream(fc.nat()), (list, given, keys) => {
        expect(compare(list, list, given).exact_match).toBe(true)
        const keyed = list.map((item) => ({ item, key: keys.next().value ?? 0 }))
        const shuffled = keyed.sort((left, right) => left.key - right.key).map(({ item }) => item)
        expect(compare(list, shuffled, { ...given, order_matters: false }).exact_match).toBe(true)
      }),
    )
  })
})
