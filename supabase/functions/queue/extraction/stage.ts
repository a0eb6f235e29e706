/** The stages a document goes through. */
import type { JsonSchema } from './answerSchema.ts'

export interface Stage {
  name: string
  /** What the stage is to do, in the words of whoever set it up. */
  prompt: string
  /** The form of its answer; absent: that of what is to be extracted. */
  schema?: JsonSchema
}

/** What an item goes through that brings no stages of its own. */
export const DEFAULT_STAGES: readonly Stage[] = [
  {
    name: 'detect_structure',
    prompt:
      'Say how the document is built: what kind of document it is, its language, and its parts in order, each with what it holds. Name tables and their columns.',
    schema: object({
      document_type: { type: 'string' },
      language: { type: 'string' },
      sections: {
        type: 'array',
        items: object({ title: { type: 'string' }, content: { type: 'string' } }),
      },
    }),
  },
  {
    name: 'extract_products',
    prompt:
      'List every product, line or entry of the document that could be a record of what is to be extracted, in order, each with the passage it stands in, word for word. Leave none out and invent none.',
    schema: object({
      products: {
        type: 'array',
        items: object({ name: { type: 'string' }, passage: { type: 'string' } }),
      },
    }),
  },
  {
    name: 'extract_details',
    prompt:
      'Extract what the schema asks for, from the document, with the earlier findings as a guide. Take values as the document has them; what it does not say is left out, or null where the schema wants the field.',
  },
  {
    name: 'validate',
    prompt:
      'Check the last finding against the document, value by value: correct what is wrong, add what is missing, take out what the document does not say. Answer with the whole corrected result.',
  },
]

/** Closed and with all fields required, which providers ask of a strict schema. */
function object(properties: JsonSchema): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
