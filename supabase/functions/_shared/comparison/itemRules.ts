/**
 * How two lists of keyed items with quantities are told apart. A cart is the first kind; any JSON list of objects is
 * one with rules that name its fields.
 *
 * **Identity.** Two items are the same item where all `key_fields` agree and, unless `compare_modifiers` is false, their
 * modifiers do. Texts are compared after Unicode normalisation (NFKC), trimmed, with runs of white space as one space,
 * and without regard to case unless `case_sensitive`. A number and its decimal text are the same. A field that is
 * absent, null or blank is an empty one. Modifiers are compared as a bag: their order does not matter, repeats do.
 *
 * **Quantity.** A number, or its decimal text; absent or null means 1. An item with quantity 0 is not in the list.
 *
 * **Duplicates.** Lines of the same identity count as one line with the sum of their quantities, unless
 * `order_matters`: then lists are compared line by line as they stand.
 *
 * **Order.** Does not matter by default. Where `order_matters`, an item out of order is missing from its place and extra
 * in the other.
 */
import { z } from 'zod'

const fieldName = z.string().min(1).max(100)

export const itemRulesSchema = z.strictObject({
  /** Fields that make an item what it is; absent: read off the ground truth, see {@link inferKeyFields}. */
  key_fields: z.array(fieldName).min(1).max(10).optional(),
  quantity_field: fieldName.default('quantity'),
  /** A list of texts or objects, or one text. */
  modifiers_field: fieldName.default('modifiers'),
  case_sensitive: z.boolean().default(false),
  order_matters: z.boolean().default(false),
  compare_modifiers: z.boolean().default(true),
})

export type ItemRules = z.output<typeof itemRulesSchema>
/** Rules under which items can be compared. */
export type ResolvedItemRules = ItemRules & { key_fields: string[] }

/** What lists of items commonly call the thing, in order of preference. */
const USUAL_KEYS = [
  ...['name', 'item_name', 'item', 'product_name', 'product', 'title', 'label'],
  ...['sku', 'id', 'item_id', 'product_id', 'code'],
]

/**
 * The first usual key field that every item has; else all fields that hold a text or number in every item, the quantity
 * left out; else `name`.
 */
export function inferKeyFields(items: readonly Record<string, unknown>[], rules: ItemRules): string[] {
  const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number'
  const inAll = (field: string) => items.every((item) => isScalar(item[field]))
  const [first] = items
  if (first === undefined) return ['name']
  const usual = USUAL_KEYS.find(inAll)
  if (usual !== undefined) return [usual]
  const others = Object.keys(first).filter(
    (field) => field !== rules.quantity_field && field !== rules.modifiers_field && inAll(field),
  )
  return others.length > 0 ? others : ['name']
}

/** The rules with key fields, taken from the given ground truths where none are set. */
export function resolveItemRules(
  rules: ItemRules,
  groundTruths: readonly (readonly Record<string, unknown>[])[],
): ResolvedItemRules {
  return { ...rules, key_fields: rules.key_fields ?? inferKeyFields(groundTruths.flat(), rules) }
}
