/** Reads a JSON value as a list of items, each with what identifies it and how many of it there are. */
import type { ResolvedItemRules } from './itemRules.ts'

export interface ReadItem {
  /** Equal for equal items. */
  identity: string
  quantity: number
  /** The item as it was given, for people. */
  given: Record<string, unknown>
}

export type ReadItemsResult = { ok: true; items: ReadItem[] } | { ok: false; reason: string }

/** Sums of decimal fractions are equal up to this many digits. */
const QUANTITY_DIGITS = 9

/** Beyond this, sums of quantities would lose whole numbers. */
const MAX_QUANTITY = 1e9

/** Refuses what is no list, an item that is no object, and a quantity that is no number from 0 to 1e9, and says which. */
export function readItems(value: unknown, rules: ResolvedItemRules): ReadItemsResult {
  if (!Array.isArray(value)) return { ok: false, reason: 'is not a list of items' }
  const items: ReadItem[] = []
  for (const [index, given] of value.entries()) {
    if (!isObject(given)) return { ok: false, reason: `item ${index} is not an object` }
    const quantity = readQuantity(given[rules.quantity_field])
    if (quantity === undefined) {
      return { ok: false, reason: `item ${index}: ${rules.quantity_field} is not a number from 0 on` }
    }
    if (quantity > 0) items.push({ identity: identityOf(given, rules), quantity, given })
  }
  return { ok: true, items: rules.order_matters ? items : mergeDuplicates(items) }
}

function roundQuantity(quantity: number): number {
  return Number(quantity.toFixed(QUANTITY_DIGITS))
}

function readQuantity(value: unknown): number | undefined {
  if (value === undefined || value === null) return 1
  const number =
    typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value)
      ? Number(value)
      : typeof value === 'number'
        ? value
        : Number.NaN
  return number >= 0 && number <= MAX_QUANTITY ? roundQuantity(number) : undefined
}

function identityOf(item: Record<string, unknown>, rules: ResolvedItemRules): string {
  const keys = rules.key_fields.map((field) => comparable(item[field], rules))
  if (!rules.compare_modifiers) return JSON.stringify(keys)
  const modifiers = item[rules.modifiers_field]
  const list = Array.isArray(modifiers) ? modifiers : [modifiers]
  const bag = list.map((modifier) => comparable(modifier, rules)).filter((modifier) => modifier !== '')
  return JSON.stringify([keys, bag.sort()])
}

/** Text that is equal for values that count as the same. */
export function comparable(value: unknown, rules: ResolvedItemRules): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return JSON.stringify(value.map((entry) => comparable(entry, rules)))
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, entry]) => [key, comparable(entry, rules)] as const)
    return JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)))
  }
  const text = String(value).normalize('NFKC').trim().replace(/\s+/g, ' ')
  // Upper case first: it makes ß and ss, ς and σ the same, which lower case alone does not.
  return rules.case_sensitive ? text : text.toUpperCase().toLowerCase().normalize('NFKC')
}

/** In the order of first mention. */
function mergeDuplicates(items: readonly ReadItem[]): ReadItem[] {
  const merged = new Map<string, ReadItem>()
  for (const item of items) {
    const earlier = merged.get(item.identity)
    const quantity = roundQuantity((earlier?.quantity ?? 0) + item.quantity)
    merged.set(item.identity, { ...(earlier ?? item), quantity })
  }
  return [...merged.values()]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
