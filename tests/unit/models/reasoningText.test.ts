// Reasoning that a model writes into its answer: cut from the whole, and held back while the answer streams.
import { describe, expect, it } from 'vitest'
import {
  createReasoningFilter,
  separateReasoning,
} from '../../../supabase/functions/_shared/models/reasoningText.ts'
import {
  LEAST_MICROSECONDS,
  LENGTH_FACTOR,
  leastCpuMicroseconds,
  MOST_TIME_FACTOR,
} from '../../support/cpuTime.ts'

describe('separateReasoning', () => {
  it.each([
    ['<think>\nhm\n</think>\n\nHello', 'Hello'],
    ['<thinking>hm</thinking>Hello', 'Hello'],
    ['<thought>\nhm\n</thought>\nHello', 'Hello'],
    ['<REASONING effort="high">\nhm\n</REASONING>\nHello', 'Hello'],
    ['hm, so\n</think>\n\nHello', 'Hello'],
    ['<think>\nnever ends', ''],
    ['Hello\n<think>\nhm\n</think>\nWorld', 'Hello\nWorld'],
    ['Use `<think>` for that.', 'Use `<think>` for that.'],
    ['```html\n<think>\nshown\n</think>\n```', '```html\n<think>\nshown\n</think>\n```'],
    ['<file path="a.ts">\n<think>\n</think>\n</file>', '<file path="a.ts">\n<think>\n</think>\n</file>'],
  ])('%j', (answer, text) => {
    expect(separateReasoning(answer).text).toBe(text)
  })

  it('keeps the reasoning, for it is billed', () => {
    expect(separateReasoning('<think>\nhm\n</think>\nHello').reasoning).toContain('hm')
  })

  it('reads hostile texts in time that grows with their length', () => {
    const timeOf = (text: string) => leastCpuMicroseconds(() => separateReasoning(text))
    for (const piece of ['</think>\n', '<think>\n', '<think></think>\n', 'a </think>\n<file path="a">\n']) {
      const shortTime = Math.max(LEAST_MICROSECONDS, timeOf(piece.repeat(10_000)))
      expect(timeOf(piece.repeat(10_000 * LENGTH_FACTOR))).toBeLessThan(MOST_TIME_FACTOR * shortTime)
    }
  })
})

describe('createReasoningFilter', () => {
  it.each([
    '<think>\nhm <b> </thin\n</think>\nHello',
    'Hello <think>',
    '  <thinking>hm</thinking>Hello',
    '<p>Hello',
  ])('gives the same text for %j in one piece and character by character', (answer) => {
    const whole = createReasoningFilter().push(answer)
    const filter = createReasoningFilter()
    expect([...answer].map((character) => filter.push(character)).join('')).toBe(whole)
    expect(whole).not.toMatch(/hm/)
  })
})
