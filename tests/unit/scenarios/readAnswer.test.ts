/** What a model answered to a step: items, or why there are none. */
import { describe, expect, it } from 'vitest'
import { itemRulesSchema } from '../../../supabase/functions/_shared/comparison/itemRules.ts'
import { readAnswer } from '../../../supabase/functions/scenarios/readAnswer.ts'

const RULES = { ...itemRulesSchema.parse({}), key_fields: ['name'] }
const TEA = [{ name: 'tea', quantity: 2 }]
const WHOLE = JSON.stringify({ llm_transcription: 'heard', ai_response: 'said', predicted_cart: TEA })

describe('readAnswer', () => {
  it('reads the object that was asked for', () => {
    expect(readAnswer(WHOLE, RULES)).toMatchObject({
      ok: true,
      llmTranscription: 'heard',
      aiResponse: 'said',
      predictedCart: TEA,
      items: [{ quantity: 2 }],
    })
  })

  it.each([
    ['in a code fence', `\`\`\`json\n${WHOLE}\n\`\`\``],
    ['as a bare list', JSON.stringify(TEA)],
    ['under another name', JSON.stringify({ cart: TEA })],
    ['with white space around', `\n\n  ${WHOLE}\n`],
  ])('reads the list %s', (_, text) => {
    expect(readAnswer(text, RULES)).toMatchObject({ ok: true, predictedCart: TEA })
  })

  it('takes an empty list for what it is', () => {
    expect(readAnswer('{"predicted_cart": []}', RULES)).toMatchObject({ ok: true, items: [] })
  })

  it.each([
    ['nothing', '  \n', 'nothing'],
    ['prose', 'Sure! I added two teas.', 'prose'],
    ['prose with JSON inside', `Here you are: ${WHOLE}`, 'prose'],
    ['JSON that is cut off', WHOLE.slice(0, -5), 'malformed'],
    ['JSON of another kind', '{"answer": 42}', 'without predicted_cart'],
    ['a list that is none', '{"predicted_cart": "tea"}', 'is not a list'],
    ['an item that is none', '{"predicted_cart": ["tea"]}', 'item 0 is not an object'],
    ['a quantity that is none', '{"predicted_cart": [{"name": "tea", "quantity": "lots"}]}', 'quantity'],
  ])('says what is wrong: %s', (_, text, reason) => {
    expect(readAnswer(text, RULES)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
  })

  it('keeps what else was said where the list is unusable', () => {
    const text = JSON.stringify({ ai_response: 'said', predicted_cart: 'tea' })
    expect(readAnswer(text, RULES)).toMatchObject({ ok: false, aiResponse: 'said', predictedCart: 'tea' })
  })
})
