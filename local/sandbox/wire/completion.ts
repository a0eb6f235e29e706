/** What both wires need of an answer: its length in tokens, where a limit cuts it, and how long it takes to write. */
import { estimateTokenCount, sliceByTokens } from 'tokenx'
import { CHUNK_CHARACTERS, type Pace } from '../sandboxModel.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'

export interface Completion {
  text: string
  promptTokens: number
  outputTokens: number
  /** True where the request's limit ended it. */
  cutOff: boolean
}

export function completeAnswer(answer: string, { prompt, maxOutputTokens }: SandboxRequest): Completion {
  const wanted = estimateTokenCount(answer)
  const cutOff = maxOutputTokens !== undefined && wanted > maxOutputTokens
  return {
    text: cutOff ? sliceByTokens(answer, 0, maxOutputTokens) : answer,
    promptTokens: estimateTokenCount(prompt),
    outputTokens: cutOff ? maxOutputTokens : wanted,
    cutOff,
  }
}

/** How long the model takes to write the text, first token included. */
export function durationMs(text: string, pace: Pace): number {
  const chunks = Math.ceil(text.length / CHUNK_CHARACTERS)
  return pace.firstTokenMs + (Math.max(0, chunks - 1) * 1000) / pace.chunksPerSecond
}
