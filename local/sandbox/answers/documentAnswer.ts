/**
 * Reads values out of a document, as well as looking for their names goes: `Total: 12.50` is the `total`. A fast model
 * loses what stands behind a decimal point, so that grades differ in how right they are.
 */
import { z } from 'zod'
import type { Grade } from '../sandboxModel.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'
import { valueForSchema } from './jsonSchemaValue.ts'

type JsonSchema = Record<string, unknown>

/** The system message ends with the schema that answers are to have. */
const ASKS_FOR_VALUES = /document extraction[\s\S]*of this JSON Schema and nothing else[^\n]*\n(\{.*\})\s*$/
const DOCUMENT = /<<<DATA (\d+) DOCUMENT\n([\s\S]*?)\nDATA \1 DOCUMENT>>>/
const MAX_ENTRIES = 20

const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  items: z.record(z.string(), z.unknown()).optional(),
})

/** True where the request is a stage of a document extraction. */
export function readsDocument({ system }: SandboxRequest): boolean {
  return ASKS_FOR_VALUES.test(system)
}

/** One JSON value of the schema that the system message ends with. */
export function answerFromDocument(grade: Grade, { system, request }: SandboxRequest): string {
  const schema: JsonSchema = JSON.parse(ASKS_FOR_VALUES.exec(system)?.[1] ?? '{}')
  const document = DOCUMENT.exec(request)?.[2] ?? request
  return JSON.stringify(read(schema, document, '', grade))
}

function read(schema: JsonSchema, text: string, name: string, grade: Grade): unknown {
  const { properties = {}, items, type } = schemaShape.parse(schema)
  if ('enum' in schema || 'const' in schema) return valueForSchema(schema, text)
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([key, inner]) => [key, read(inner, text, key, grade)]),
      )
    case 'array':
      return entriesOf(text).map((entry) => read(items ?? { type: 'string' }, entry, '', grade))
    case 'number':
    case 'integer': {
      const value = numberNamed(name, text)
      return type === 'integer' || grade === 'fast' ? Math.trunc(value) : value
    }
    case 'string':
      return textNamed(name, text)
    default:
      return valueForSchema(schema, text)
  }
}

/** Lines, or sentences where there is one line alone. */
function entriesOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const entries = lines.length > 1 ? lines : text.split(/(?<=[.!?])\s+/)
  return entries.slice(0, MAX_ENTRIES)
}

function numberNamed(name: string, text: string): number {
  const named = new RegExp(`${labelOf(name)}[^\\d\\n]{0,20}(\\d+(?:\\.\\d+)?)`, 'i').exec(text)?.[1]
  return Number(named ?? /\d+(?:\.\d+)?/.exec(text)?.[0] ?? 0)
}

/** What follows the name; else, of a number or code, the first word with a digit; else how the text begins. */
function textNamed(name: string, text: string): string {
  const named = new RegExp(
    `${labelOf(name)}\\s*[:#]\\s*([^\\n,;]+?)(?=[.,;]?\\s*(?:\\n|$)|[.,;] )`,
    'i',
  ).exec(text)
  if (named?.[1] !== undefined) return named[1]
  const coded = /number|code|sku|id$/i.test(name) ? /\b[A-Z]+-?\d[\w-]*/.exec(text)?.[0] : undefined
  return coded ?? text.slice(0, 80)
}

function labelOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').split(/[^\p{L}\d]+/u)
  return `\\b${words.join('[\\s_-]*')}\\b`
}
