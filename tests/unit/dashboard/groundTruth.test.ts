import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  itemText,
  readGroundTruth,
  writeGroundTruth,
} from '../../../dashboard/src/pages/scenarios/groundTruth.ts'

const FIELDS = { keyField: 'name', quantityField: 'quantity' }
const read = (text: string) => readGroundTruth(text, FIELDS)

describe('ground truth as people write it', () => {
  it('is an item a line, the quantity first and 1 where there is none', () => {
    expect(read('2 cheese sandwich\n\n tea \n1.5 x soup')).toEqual({
      items: [
        { name: 'cheese sandwich', quantity: 2 },
        { name: 'tea', quantity: 1 },
        { name: 'soup', quantity: 1.5 },
      ],
    })
  })

  it('tells nothing to compare with from an empty list', () => {
    expect(read('  ')).toEqual({ items: null })
    expect(read('[]')).toEqual({ items: [] })
  })

  it('takes JSON where items are more than a name and a quantity, and says what is wrong with it', () => {
    const items = [{ sku: 'a', quantity: 1, modifiers: ['no onions'] }]
    expect(read(JSON.stringify(items))).toEqual({ items })
    expect(read('[1]')).toEqual({ fault: 'A JSON list here is to hold objects only.' })
    expect(read('[{')).toEqual({ fault: expect.stringContaining('not a JSON list') })
  })

  it('comes back as it went, whatever the items are', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('7up', '3 musketeers', 'x', '[]', '2 x 4', ' tea', 'a\nb'),
    )
    const item = fc.oneof(
      fc.record({
        name: text,
        quantity: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      }),
      fc.record({ name: text, modifiers: fc.array(fc.string()) }),
      fc.dictionary(fc.string(), fc.jsonValue()),
    )
    fc.assert(
      fc.property(fc.option(fc.array(item)), (given) => {
        const items = given === null ? null : (JSON.parse(JSON.stringify(given)) as typeof given)
        expect(read(writeGroundTruth(items, FIELDS))).toEqual({ items })
      }),
    )
  })

  it('shows an item in a line, with all it has', () => {
    expect(itemText({ name: 'tea', quantity: 2, modifiers: ['milk', 'hot'], note: null }, FIELDS)).toBe(
      '2 tea (milk, hot)',
    )
  })
})
