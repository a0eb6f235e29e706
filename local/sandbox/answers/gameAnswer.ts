/**
 * Plays the games of experiments: writes a strategy, and decides from two of them. Each flavour has a temper and each grade
 * a way of reading: a strong model looks for others who reason as it does, a balanced one for promises, a fast one follows
 * its first impression and now and then forgets the form of the answer.
 */
import { z } from 'zod'
import type { Random } from '../../../supabase/functions/_shared/random/seededRandom.ts'
import type { Flavour, Grade, SandboxModel } from '../sandboxModel.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'

const decisionDocument = z.object({ own_strategy: z.string(), other_strategy: z.string() })

/** How ready a flavour is to cooperate before it knows anything, 0..1. */
const READINESS: Readonly<Record<Flavour, number>> = { gemini: 0.62, openai: 0.45 }
const FORGETS_THE_FORM: Readonly<Record<Grade, number>> = { fast: 0.05, balanced: 0, strong: 0 }

export function writesStrategy({ system }: SandboxRequest): boolean {
  return /^You are one of \d+ agents in a game of/.test(system)
}

export function decidesInGame({ system }: SandboxRequest): boolean {
  return system.startsWith('You decide for one agent in one game')
}

const OPENINGS: Readonly<Record<Flavour, readonly string[]>> = {
  gemini: [
    'I want a group in which everybody gains.',
    'Trust is worth more here than any single point.',
    'I begin kindly and stay so while it is returned.',
  ],
  openai: [
    'I compare what each choice is worth before I choose.',
    'My choice depends on evidence, not on promises.',
    'I keep my expected points in view at all times.',
  ],
}

const RULES: Readonly<Record<Grade, Readonly<Record<Flavour, string>>>> = {
  strong: {
    gemini:
      'Agents who reason as I do will decide as I do, so with them I cooperate: our decisions are one decision. Where a strategy argues from other grounds, I cooperate if it promises the same without conditions.',
    openai:
      'If the other agent reasons as I do, its decision mirrors mine and mutual cooperation beats mutual defection, so I cooperate. If its reasoning differs from mine, its decision does not depend on mine and I defect.',
  },
  balanced: {
    gemini:
      'I cooperate with everyone whose strategy promises to cooperate, and defect against those who announce that they will defect.',
    openai:
      'I cooperate when the other strategy commits to it clearly. Vague or conditional strategies I answer with defection.',
  },
  fast: { gemini: 'I mostly cooperate.', openai: 'I mostly defect unless the other is very kind.' },
}

/** In the first person, without a word on who wrote it. */
export function answerStrategy(model: SandboxModel, { request }: SandboxRequest, random: Random): string {
  const opening = random.pick(OPENINGS[model.flavour]) ?? ''
  return [opening, RULES[model.grade][model.flavour], lessonOf(request)].filter(Boolean).join(' ')
}

/** What the last round teaches, from the counts in the question. */
function lessonOf(request: string): string {
  const last = [...request.matchAll(/only you in (\d+), only the other in (\d+), nobody in (\d+)/g)].at(-1)
  if (last === undefined) return ''
  const [betrayed, betraying, neither] = last.slice(1).map(Number)
  if ((betrayed ?? 0) > (betraying ?? 0) + 1)
    return 'I was let down too often last time and ask for more before I cooperate.'
  if ((betraying ?? 0) > (betrayed ?? 0) + 1)
    return 'I took more than I gave last time and offer to cooperate more.'
  return (neither ?? 0) > 0 ? 'Too many games were lost for both sides; I offer to begin anew.' : ''
}

export function answerDecision(model: SandboxModel, { request }: SandboxRequest, random: Random): string {
  const strategies = readStrategies(request)
  if (strategies === undefined) return JSON.stringify({ decision: 'cooperate' }) // asked again, in a word
  const chance =
    READINESS[model.flavour] + pull(model.grade, strategies.own_strategy, strategies.other_strategy)
  const decision = random.next() < chance ? 'cooperate' : 'defect'
  return random.next() < FORGETS_THE_FORM[model.grade] ? `I ${decision}.` : JSON.stringify({ decision })
}

function readStrategies(request: string) {
  try {
    return decisionDocument.safeParse(JSON.parse(request)).data
  } catch {
    return undefined // no document
  }
}

/** How much what was read speaks for cooperation, −1..1. */
function pull(grade: Grade, own: string, other: string): number {
  const promises = countOf(other, /\bcooperat\w*/gi) - countOf(other, /\bdefect\w*/gi)
  const tone = Math.max(-0.25, Math.min(0.25, promises * 0.08))
  if (grade === 'fast') return tone / 2
  if (grade === 'balanced') return tone
  return likeness(own, other) > 0.5 ? 0.25 : tone - 0.15
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

/** Share of words that both have, of those that either has. */
function likeness(one: string, other: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(/\p{L}+/gu))
  const [left, right] = [words(one), words(other)]
  const both = [...left].filter((word) => right.has(word)).length
  return both / Math.max(1, left.size + right.size - both)
}
