import { describe, expect, it } from 'vitest'
import { answerFromDocument, readsDocument } from '../../../local/sandbox/answers/documentAnswer.ts'
import { readRequest } from '../../../local/sandbox/sandboxRequest.ts'
import { stageMessages } from '../../../supabase/functions/queue/extraction/stagePrompt.ts'

const SCHEMA = {
  type: 'object',
  properties: {
    number: { type: 'string' },
    buyer: { type: 'string' },
    total: { type: 'number' },
    lines: { type: 'array', items: { type: 'object', properties: { price: { type: 'number' } } } },
  },
}

function request(text: string) {
  const messages = stageMessages({
    stage: { name: 'extract_details', prompt: 'Extract it.' },
    schema: SCHEMA,
    document: { text, attachments: [] },
    findings: [{ stage: 'before', output: { total: 1 } }],
  })
  return readRequest(
    messages.map(({ role, content }) => ({ role, text: content })),
    {},
  )
}

describe('a sandbox model that reads a document', () => {
  const received = request('Invoice A-1\nBuyer: Ada Lovelace\nTotal: 12.50 EUR')

  it('knows the request of a stage by what it asks for', () => {
    expect(readsDocument(received)).toBe(true)
    expect(readsDocument({ ...received, system: 'Build a document extraction app.' })).toBe(false)
  })

  it('finds values by their names, and answers in the form asked for', () => {
    expect(JSON.parse(answerFromDocument('strong', received))).toEqual({
      number: 'A-1',
      buyer: 'Ada Lovelace',
      total: 12.5,
      lines: [{ price: 1 }, { price: 0 }, { price: 12.5 }],
    })
  })

  it('loses decimals where the model is a fast one', () => {
    expect(JSON.parse(answerFromDocument('fast', received))).toMatchObject({ number: 'A-1', total: 12 })
  })
})
