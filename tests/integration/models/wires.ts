/** The three wire formats as the providers write them, so that one test can run against each. */
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import type { Model } from '../../../supabase/functions/_shared/models/model.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'

export interface WireUsage {
  /** All input, the cached part included. */
  input: number
  cached: number
  /** All billed output, reasoning included. */
  output: number
  reasoning: number
}

export interface Wire {
  name: string
  modelName: string
  environment(url: string): Record<string, string>
  /** What precedes the first token, where the format has such a thing. */
  opening: string[]
  text(text: string): string
  reasoning(text: string): string
  ending(finish: 'complete' | 'truncated' | 'content_policy', usage?: WireUsage): string[]
  malformed: string
  inBandError: string
  errorBody(message: string, code: string): unknown
}

const data = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`
const event = (value: { type: string }) => `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`

const openaiChunk = (delta: unknown, more: Record<string, unknown> = {}) =>
  data({
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4.1',
    choices: [{ index: 0, delta, finish_reason: null, ...more }],
  })

export const openaiUsage = (usage: WireUsage, more: Record<string, unknown> = {}) =>
  data({
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4.1',
    choices: [],
    usage: {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output,
      prompt_tokens_details: { cached_tokens: usage.cached },
      completion_tokens_details: { reasoning_tokens: usage.reasoning },
      ...more,
    },
  })

export const openaiWire: Wire = {
  name: 'openai',
  modelName: 'gpt-4.1',
  environment: (url) => ({ OPENAI_API_KEY: 'sk-test-openai-0123456789', OPENAI_BASE_URL: `${url}/v1` }),
  opening: [openaiChunk({ role: 'assistant', content: '' })],
  text: (text) => openaiChunk({ content: text }),
  reasoning: (text) => openaiChunk({ reasoning_content: text }),
  ending: (finish, usage) => [
    openaiChunk(
      {},
      {
        finish_reason: { complete: 'stop', truncated: 'length', content_policy: 'content_filter' }[finish],
      },
    ),
    ...(usage ? [openaiUsage(usage)] : []),
    'data: [DONE]\n\n',
  ],
  malformed: 'data: {"choices": [{"delta": {"content": "x"\n\n',
  inBandError: data({ error: { message: 'The server had an error', type: 'server_error', code: null } }),
  errorBody: (message, code) => ({ error: { message, code, type: 'some_error', param: null } }),
}

export const geminiWire: Wire = {
  name: 'gemini',
  modelName: 'gemini-3.8-flash',
  environment: (url) => ({ GEMINI_API_KEY: 'AIza-test-gemini-0123456789', GEMINI_BASE_URL: url }),
  opening: [],
  text: (text) => data({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }] }),
  reasoning: (text) =>
    data({ candidates: [{ content: { role: 'model', parts: [{ text, thought: true }] }, index: 0 }] }),
  ending: (finish, usage) => [
    data({
      candidates: [
        {
          content: { role: 'model', parts: [{ text: '' }] },
          finishReason: { complete: 'STOP', truncated: 'MAX_TOKENS', content_policy: 'SAFETY' }[finish],
          index: 0,
        },
      ],
      modelVersion: 'gemini-3.8-flash',
      ...(usage
        ? {
            usageMetadata: {
              promptTokenCount: usage.input,
              cachedContentTokenCount: usage.cached,
              candidatesTokenCount: usage.output - usage.reasoning,
              thoughtsTokenCount: usage.reasoning,
              totalTokenCount: usage.input + usage.output,
            },
          }
        : {}),
    }),
  ],
  malformed: 'data: {"candidates": [{"content"\n\n',
  inBandError: data({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
  errorBody: (message, code) => ({ error: { code: 400, message, status: code } }),
}

export const anthropicWire: Wire = {
  name: 'anthropic',
  modelName: 'claude-haiku-4-5',
  environment: (url) => ({ ANTHROPIC_API_KEY: 'sk-ant-test-0123456789', ANTHROPIC_BASE_URL: url }),
  opening: [
    event({
      type: 'message_start',
      message: { id: 'm1', type: 'message', role: 'assistant', model: 'claude-haiku-4-5', content: [] },
    } as { type: string }),
  ],
  text: (text) =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } } as { type: string }),
  reasoning: (text) =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: text } } as {
      type: string
    }),
  ending: (finish, usage) => [
    event({
      type: 'message_delta',
      delta: {
        stop_reason: { complete: 'end_turn', truncated: 'max_tokens', content_policy: 'refusal' }[finish],
      },
      ...(usage
        ? {
            usage: {
              input_tokens: usage.input - usage.cached,
              cache_read_input_tokens: usage.cached,
              cache_creation_input_tokens: 0,
              output_tokens: usage.output,
              output_tokens_details: { thinking_tokens: usage.reasoning },
            },
          }
        : {}),
    } as { type: string }),
    event({ type: 'message_stop' }),
  ],
  malformed: 'event: content_block_delta\ndata: {"type": "content_block_delta"\n\n',
  inBandError: event({
    type: 'error',
    error: { type: 'overloaded_error', message: 'Overloaded' },
  } as { type: string }),
  errorBody: (message, code) => ({ type: 'error', error: { type: code, message } }),
}

export const WIRES: readonly Wire[] = [openaiWire, geminiWire, anthropicWire]

/** Settings and model for calling a provider at an address. */
export function connect(environment: Record<string, string>, modelName: string) {
  const settings = parseProviderSettings(environment)
  const resolved = createCatalog(settings).resolve(modelName)
  if (!('model' in resolved)) throw new Error(`${modelName} cannot be called with these settings`)
  const model: Model = resolved.model
  return { settings, model }
}
