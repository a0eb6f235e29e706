/**
 * A step's ground truth as people write it: one item a line, the quantity first (`2 cheese sandwich`), or a JSON list of
 * objects where an item is more than that. Nothing at all means that the step is not compared; `[]` means an empty list.
 */
import type { Item } from '../../data/scenarios.ts'

export interface ItemFields {
  keyField: string
  quantityField: string
}

export type ReadGroundTruth = { items: Item[] | null } | { fault: string }

const LINE = /^(?:(\d+(?:\.\d+)?)\s*[x×]?\s+)?(\S.*)$/

export function readGroundTruth(text: string, { keyField, quantityField }: ItemFields): ReadGroundTruth {
  const trimmed = text.trim()
  if (trimmed === '') return { items: null }
  if (trimmed.startsWith('[')) return readJson(trimmed)
  const items = trimmed
    .split('\n')
    .map((line) => LINE.exec(line.trim()))
    .flatMap((match) =>
      match === null ? [] : [{ [keyField]: match[2], [quantityField]: Number(match[1] ?? 1) }],
    )
  return { items }
}

export function writeGroundTruth(items: readonly Item[] | null, fields: ItemFields): string {
  if (items === null) return ''
  const text = items.map((item) => itemText(item, fields)).join('\n')
  const read = readGroundTruth(text, fields)
  const isSame = 'items' in read && canonical(read.items) === canonical(items)
  return isSame ? text : JSON.stringify(items, null, 2)
}

/** `2 cheese sandwich (no onions)`: an item in one line, whatever else it has in brackets. */
export function itemText(item: Item, { keyField, quantityField }: ItemFields): string {
  const { [keyField]: name, [quantityField]: quantity, ...others } = item
  const more = Object.values(others)
    .filter((value) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map((value) => (Array.isArray(value) ? value.map(plain).join(', ') : plain(value)))
  const tail = more.length > 0 ? ` (${more.join('; ')})` : ''
  return `${plain(quantity ?? 1)} ${plain(name ?? '?')}${tail}`
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function readJson(text: string): ReadGroundTruth {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value) && value.every(isItem)) return { items: value }
    return { fault: 'A JSON list here is to hold objects only.' }
  } catch (error) {
    return { fault: `This is not a JSON list: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Keys in order, so that only what an item says counts. */
function canonical(items: readonly Item[] | null): string {
  return JSON.stringify(
    items?.map((item) => Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1))),
  )
}
