/**
 * Keeps a cart through a conversation, as well as the model's grade allows: a fast model only ever adds, a balanced one
 * also takes things out, a strong one also changes how many there are.
 */
import { z } from 'zod'
import type { Grade } from '../sandboxModel.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'

const NUMBERS: Readonly<Record<string, number>> = {
  ...{
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
  },
  ...{ another: 1, couple: 2, dozen: 12 },
}
const COUNT = `(\\d+|${Object.keys(NUMBERS).join('|')})`
/** A count and the words after it, up to what ends a phrase. */
const COUNTED = new RegExp(
  `\\b${COUNT}\\s+(?:of\\s+|more\\s+)?([\\p{L}\\d][\\p{L}\\d' -]*?)(?=\\s+(?:and|for|to|please|with|from|in)\\b|[,.;!?]|$)`,
  'giu',
)
const TAKES_OUT = /\b(?:leave|remove|drop|without|cancel|no more|not the|take (?:out|off))\b(?: out| off)?/i
const CHANGES = /\b(?:make (?:it|that)|change (?:it|that)|instead)\b/i

const earlierCart = z.object({
  predicted_cart: z.array(z.looseObject({ quantity: z.number() })),
})

/** True where the system message asks for a cart after every message. */
export function keepsCart({ system }: SandboxRequest): boolean {
  return system.includes('predicted_cart')
}

/** One JSON object in the form the system message asks for. */
export function answerCart(grade: Grade, { system, request, earlierAnswer }: SandboxRequest): string {
  const key = keyField(system)
  const cart = cartOf(earlierAnswer, key)
  for (const clause of request.split(/[.;!?]|,\s*(?:and|but)\b|,/)) {
    if (grade !== 'fast' && TAKES_OUT.test(clause)) takeOut(cart, clause)
    else add(cart, clause, grade === 'strong' && CHANGES.test(clause))
  }
  return JSON.stringify({
    llm_transcription: request,
    ai_response: cart.size === 0 ? 'There is nothing in it yet.' : `That is ${describe(cart)}.`,
    predicted_cart: [...cart].map(([name, quantity]) => ({ [key]: name, quantity })),
  })
}

/** The first field of an item in the schema that the system message quotes. */
function keyField(system: string): string {
  return /"items":\{"type":"object","properties":\{"([^"]+)"/.exec(system)?.[1] ?? 'name'
}

/** Empty where the last answer was not one of these. */
function cartOf(answer: string, key: string): Map<string, number> {
  const items = readJson(answer) ?? []
  return new Map(items.map((item) => [String(item[key]), item.quantity]))
}

function readJson(answer: string) {
  try {
    return earlierCart.safeParse(JSON.parse(answer)).data?.predicted_cart
  } catch {
    return undefined // prose, or nothing yet
  }
}

function add(cart: Map<string, number>, clause: string, replaces: boolean): void {
  for (const [, count = '', words = ''] of clause.matchAll(COUNTED)) {
    const name = singular(words.trim().toLowerCase())
    const quantity = NUMBERS[count.toLowerCase()] ?? Number(count)
    cart.set(name, quantity + (replaces ? 0 : (cart.get(name) ?? 0)))
  }
}

function takeOut(cart: Map<string, number>, clause: string): void {
  const words = new Set(
    clause
      .toLowerCase()
      .match(/[\p{L}\d]+/gu)
      ?.map(singular),
  )
  for (const name of cart.keys()) {
    if (name.split(' ').some((word) => words.has(word))) cart.delete(name)
  }
}

function singular(name: string): string {
  return name.replace(/(?<=(?:ch|sh|x|ss))es$|(?<=[^s])s$/, '')
}

function describe(cart: ReadonlyMap<string, number>): string {
  return [...cart].map(([name, quantity]) => `${quantity} ${name}`).join(', ')
}
