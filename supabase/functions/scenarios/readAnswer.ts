/** Reads what a model answered to a step: its items, or why there are none. */
import type { ResolvedItemRules } from '../_shared/comparison/itemRules.ts'
import { type ReadItem, readItems } from '../_shared/comparison/readItems.ts'

interface AnswerTexts {
  llmTranscription: string | null
  aiResponse: string | null
}

export type StepAnswer =
  | (AnswerTexts & { ok: true; predictedCart: unknown[]; items: ReadItem[] })
  | (AnswerTexts & { ok: false; predictedCart: unknown; reason: string })

/** Names under which models hand in the list; the first is what they are asked for. */
const LIST_NAMES = ['predicted_cart', 'cart', 'items']

/** The object of the schema, one in a code fence, or the bare list. Anything else is told apart: prose, broken JSON, no list. */
export function readAnswer(text: string, rules: ResolvedItemRules): StepAnswer {
  const refused = (reason: string, predictedCart: unknown = null, texts?: AnswerTexts): StepAnswer => ({
    ok: false,
    llmTranscription: texts?.llmTranscription ?? null,
    aiResponse: texts?.aiResponse ?? null,
    predictedCart,
    reason,
  })
  const body = (/^\s*`{3,}\w*\s*\n([\s\S]*?)\n\s*`{3,}\s*$/.exec(text)?.[1] ?? text).trim()
  if (body === '') return refused('The model answered with nothing.')
  if (!/^[{[]/.test(body)) return refused('The answer is prose, not JSON.')
  let answer: unknown
  try {
    answer = JSON.parse(body)
  } catch {
    return refused('The answer is JSON that is cut off or malformed.')
  }
  const fields = new Map<string, unknown>(Array.isArray(answer) ? [] : Object.entries(Object(answer)))
  const name = LIST_NAMES.find((candidate) => fields.has(candidate))
  const list = Array.isArray(answer) ? answer : name === undefined ? undefined : fields.get(name)
  const texts = {
    llmTranscription: textOf(fields.get('llm_transcription')),
    aiResponse: textOf(fields.get('ai_response')),
  }
  if (list === undefined) return refused('The answer is JSON without predicted_cart.', null, texts)
  const read = readItems(list, rules)
  if (!read.ok) return refused(`predicted_cart ${read.reason}.`, list, texts)
  return { ok: true, ...texts, predictedCart: list as unknown[], items: read.items } // readItems took it for a list
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
