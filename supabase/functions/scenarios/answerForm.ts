/** What a model is told, and the form its answers are to have. */
import type { Message } from '../_shared/models/modelCall.ts'
import type { ScenarioSnapshot, StepSnapshot } from './store/scenarioRows.ts'

type JsonSchema = Record<string, unknown>

/** The schema of one answer: transcription, reply, and the whole list of items so far. */
export function answerSchema(scenario: ScenarioSnapshot, steps: readonly StepSnapshot[]): JsonSchema {
  return object({
    llm_transcription: { type: 'string', description: 'what the user said' },
    ai_response: { type: 'string', description: 'what you say to the user' },
    predicted_cart: {
      type: 'array',
      description: 'every item as of now, not only what changed',
      items: scenario.item_schema ?? itemSchema(scenario, steps),
    },
  })
}

/** The conversation of one model up to a step: its own earlier answers and nobody else's. */
export function messagesFor(
  scenario: ScenarioSnapshot,
  schema: JsonSchema,
  turns: readonly { text: string; answer: string }[],
  text: string,
): Message[] {
  return [
    { role: 'system', content: instructions(scenario, schema) },
    ...turns.flatMap((turn): Message[] => [
      { role: 'user', content: turn.text },
      // a step without an answer leaves what the user said: later steps build on it
      ...(turn.answer.trim() === '' ? [] : [{ role: 'assistant' as const, content: turn.answer }]),
    ]),
    { role: 'user', content: text },
  ]
}

function instructions(scenario: ScenarioSnapshot, schema: JsonSchema): string {
  const task =
    scenario.system_prompt ??
    `You talk with a user and keep their ${scenario.kind} up to date. Each message may add, change or remove items.`
  return `${task}

Answer every message with one JSON object and nothing else, no prose and no code fence, of this JSON Schema:
${JSON.stringify(schema)}
predicted_cart holds the whole ${scenario.kind} after the message, an empty list where there is nothing in it.`
}

/** Keys as the ground truth has them; modifiers only where the scenario uses any. */
function itemSchema(scenario: ScenarioSnapshot, steps: readonly StepSnapshot[]): JsonSchema {
  const { item_rules: rules } = scenario
  const items = steps.flatMap((step) => step.ground_truth ?? [])
  const typeOf = (field: string) =>
    items.length > 0 && items.every((item) => typeof item[field] === 'number') ? 'number' : 'string'
  const usesModifiers = rules.compare_modifiers && items.some((item) => rules.modifiers_field in item)
  return object({
    ...Object.fromEntries(rules.key_fields.map((field) => [field, { type: typeOf(field) }])),
    [rules.quantity_field]: { type: 'number' },
    ...(usesModifiers ? { [rules.modifiers_field]: { type: 'array', items: { type: 'string' } } } : {}),
  })
}

/** Closed and with all fields required, which providers ask of a strict schema. */
function object(properties: JsonSchema): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}
