/** What counts as a list of items, and by which fields items are known. */
import { describe, expect, it } from 'vitest'
import {
  itemRulesSchema,
  resolveItemRules,
} from '../../../supabase/functions/_shared/comparison/itemRules.ts'
import { readItems } from '../../../supabase/functions/_shared/comparison/readItems.ts'

const RULES = itemRulesSchema.parse({})
const read = (value: unknown) => readItems(value, { ...RULES, key_fields: ['name'] })

describe('readItems', () => {
  it.each([
    ['prose', 'is not a list of items'],
    [{ items: [] }, 'is not a list of items'],
    [null, 'is not a list of items'],
    [['tea'], 'item 0 is not an object'],
    [[{ name: 'a' }, null], 'item 1 is not an object'],
    [[{ name: 'a', quantity: -1 }], 'item 0: quantity is not a number from 0 on'],
    [[{ name: 'a', quantity: 'some' }], 'item 0: quantity is not a number from 0 on'],
    [[{ name: 'a', quantity: 1e300 }], 'item 0: quantity is not a number from 0 on'],
    [[{ name: 'a', quantity: '' }], 'item 0: quantity is not a number from 0 on'],
    [[{ name: 'a', quantity: [2] }], 'item 0: quantity is not a number from 0 on'],
  ])('refuses %j', (value, reason) => {
    expect(read(value)).toEqual({ ok: false, reason })
  })
})

describe('key fields', () => {
  const keysOf = (items: Record<string, unknown>[]) => resolveItemRules(RULES, [items]).key_fields

  it('are the usual ones where all items have them', () => {
    expect(keysOf([{ id: 1, name: 'a' }])).toEqual(['name'])
    expect(keysOf([{ item_name: 'a', quantity: 1 }])).toEqual(['item_name'])
    expect(keysOf([{ name: 'a', sku: 1 }, { sku: 2 }])).toEqual(['sku'])
  })

  it('are all plain fields otherwise, the quantity left out', () => {
    expect(keysOf([{ colour: 'red', size: 2, quantity: 1, modifiers: 'x', more: {} }])).toEqual([
      'colour',
      'size',
    ])
    expect(keysOf([])).toEqual(['name'])
  })

  it('are what the rules say first of all', () => {
    const rules = itemRulesSchema.parse({ key_fields: ['id'] })
    expect(resolveItemRules(rules, [[{ name: 'a' }]]).key_fields).toEqual(['id'])
  })
})
