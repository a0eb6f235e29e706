/** When two extracted values are the same, and which entries of two lists are. By the rules of lists of items. */
import { inferKeyFields, itemRulesSchema } from '../../_shared/comparison/itemRules.ts'
import { comparable } from '../../_shared/comparison/readItems.ts'
import { isObject } from './answerSchema.ts'

const RULES = { ...itemRulesSchema.parse({}), key_fields: ['name'] }

/**
 * Text that is equal for values that count as the same: case, white space and Unicode form do not matter, a number and its
 * decimal text are the same.
 */
export function comparableText(value: unknown): string {
  if (typeof value === 'string' && /^\s*[+-]?\d{1,15}(\.\d{1,15})?\s*$/.test(value))
    return String(Number(value))
  if (typeof value === 'number') return String(Number(value.toFixed(9)))
  return comparable(value, RULES)
}

/**
 * A name for each entry, equal for entries of the lists that mean the same thing: by the fields that say what a record
 * is, taken from the first list, and for anything else by its value. The nth entry of a name has `n` in it.
 */
export function entryNames(lists: readonly (readonly unknown[])[]): string[][] {
  const records = lists.flat().filter(isObject)
  const first = lists.find((list) => list.some(isObject))?.filter(isObject) ?? records
  const keys = inferKeyFields(first, RULES).filter((key) => records.some((record) => record[key] != null))
  return lists.map((list) => {
    const seen = new Map<string, number>()
    return list.map((entry) => {
      const name =
        isObject(entry) && keys.length > 0
          ? JSON.stringify(keys.map((key) => comparableText(entry[key])))
          : comparableText(entry)
      const count = (seen.get(name) ?? 0) + 1
      seen.set(name, count)
      return `${count} ${name}`
    })
  })
}
