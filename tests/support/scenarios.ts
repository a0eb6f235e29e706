/** Scenarios whose texts carry a marker, and a provider that answers each step with its own marked cart. */
import type { MockReply, MockRequest } from './mockProvider.ts'

export interface TestScenario {
  name: string
  steps: { text: string; ground_truth: { name: string; quantity: number }[] }[]
}

/** After step `n` the cart holds the items of all steps so far. */
export function markedScenario(marker: string, stepCount: number): TestScenario {
  const items = Array.from({ length: stepCount }, (_, index) => ({
    name: `${marker}-thing-${index + 1}`,
    quantity: index + 1,
  }))
  return {
    name: `scenario ${marker}`,
    steps: items.map((item, index) => ({
      text: `[${marker}#${index + 1}] add ${item.quantity} of ${item.name}`,
      ground_truth: items.slice(0, index + 1),
    })),
  }
}

export interface Turn {
  role: string
  text: string
}

/** The conversation a provider received, on either wire, without the system message. */
export function turnsOf({ wire, body }: MockRequest): Turn[] {
  if (wire === 'gemini') {
    const contents = body.contents as { role: string; parts: { text: string }[] }[]
    return contents.map(({ role, parts }) => ({
      role: role === 'model' ? 'assistant' : role,
      text: parts.map((part) => part.text).join(''),
    }))
  }
  const messages = body.messages as { role: string; content: string }[]
  return messages
    .filter(({ role }) => role !== 'system')
    .map(({ role, content }) => ({ role, text: content }))
}

/** Marker and number of the step a request asks about. */
export function stepOf(request: MockRequest): { marker: string; step: number } {
  const last = turnsOf(request).at(-1)?.text ?? ''
  // A turn that got no answer and the next one reach the provider as one: the question is the last of them.
  const [, marker = '', step = '0'] = [...last.matchAll(/^\[(.+)#(\d+)\]/gm)].at(-1) ?? []
  return { marker, step: Number(step) }
}

/** The right cart, signed with the model's name, so that an answer is known wherever it turns up. */
export function rightAnswer(model: string, request: MockRequest): MockReply {
  const { marker, step } = stepOf(request)
  return {
    text: JSON.stringify({
      llm_transcription: turnsOf(request).at(-1)?.text,
      ai_response: `signed ${model} ${marker}#${step}`,
      predicted_cart: markedScenario(marker, step).steps.at(-1)?.ground_truth ?? [],
    }),
  }
}
