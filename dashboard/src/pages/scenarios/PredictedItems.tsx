import { Check, EqualNot, Minus, Plus } from 'lucide-react'
import type { Cell, Item } from '../../data/scenarios.ts'
import { type ItemFields, itemText } from './groundTruth.ts'

export interface PredictedItemsProps {
  cell: Cell
  groundTruth: readonly Item[] | null
  fields: ItemFields
}

/** What a model made of a step, line by line: right, with another quantity, extra, or missing. Colours repeat the words. */
export function PredictedItems({ cell, groundTruth, fields }: PredictedItemsProps) {
  if (cell.error !== null) {
    return <p className="differs-bad">No readable answer: {cell.error.message ?? cell.error.code}</p>
  }
  const text = (item: Item) => itemText(item, fields)
  if (groundTruth === null) {
    const items = Array.isArray(cell.predicted_cart) ? cell.predicted_cart.filter(isItem) : []
    return <ItemList items={items.map(text)} />
  }
  const correct = rightItems(cell, groundTruth, fields)
  const { quantity_mismatches: mismatches, extra_items: extra, missing_items: missing } = cell
  if (correct.length + mismatches.length + extra.length + missing.length === 0) return <ItemList items={[]} />
  return (
    <ul className="differences">
      {keyed(correct.map(text)).map(({ key, text: right }) => (
        <li key={key} className="differs-good">
          <Check size={14} aria-hidden="true" /> {right} <span className="visually-hidden">(right)</span>
        </li>
      ))}
      {mismatches.map(({ item, expected_quantity, actual_quantity }) => (
        <li key={`quantity ${text(item)}`} className="differs-warn">
          <EqualNot size={14} aria-hidden="true" />
          {text({ ...item, [fields.quantityField]: actual_quantity })}
          <em>should be {expected_quantity}</em>
        </li>
      ))}
      {keyed(extra.map(text)).map(({ key, text: added }) => (
        <li key={`extra ${key}`} className="differs-bad">
          <Plus size={14} aria-hidden="true" /> {added} <em>extra</em>
        </li>
      ))}
      {keyed(missing.map(text)).map(({ key, text: lost }) => (
        <li key={`missing ${key}`} className="differs-bad">
          <Minus size={14} aria-hidden="true" /> <s>{lost}</s> <em>missing</em>
        </li>
      ))}
    </ul>
  )
}

export function ItemList({ items }: { items: readonly string[] }) {
  if (items.length === 0) return <span className="soft">nothing in it</span>
  return (
    <ul className="item-list">
      {keyed(items).map(({ key, text }) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  )
}

/** The ground truth without what is told as missing or mismatched, which keeps the truth's own fields. */
function rightItems(cell: Cell, groundTruth: readonly Item[], { quantityField }: ItemFields): Item[] {
  const identity = (item: Item) =>
    JSON.stringify(
      Object.entries(item)
        .filter(([field]) => field !== quantityField)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    )
  const wrong = new Set(
    [...cell.missing_items, ...cell.quantity_mismatches.map(({ item }) => item)].map(identity),
  )
  return groundTruth.filter((item) => !wrong.has(identity(item)))
}

/** Lists may hold the same line twice. */
function keyed(texts: readonly string[]): { key: string; text: string }[] {
  return texts.map((text, index) => ({ key: `${index} ${text}`, text }))
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
