/** How hard a task is, from what it names, how much it says, and how much exists already. */
import type { Complexity, TaskType } from './taskProfile.ts'

export interface ComplexityInput {
  request: string
  type: TaskType
  requirements: readonly string[]
  fileCount: number
  contextTokens: number
}

/** Words that raise or lower the bar whatever else is asked. */
const HARD =
  /\b(?:multi-?tenant|micro-?services?|distributed|concurren\w*|scalab\w*|production[- ]ready|enterprise|full[- ]stack|role-based|offline[- ]first|collaborat\w*|event[- ]sourc\w*|kubernetes|encryption|state machine|complex|migrat\w*|race condition|memory leak|deadlock)\b/gi
const EASY =
  /\b(?:simple|small|basic|tiny|minimal|just|only|quick|single|typo|rename|hello world|einfach\w*|kleine?\w*|petit\w*|simples?|sencill\w*|pequeñ\w*|semplice)\b|简单|シンプル|簡単|прост|간단/gi

/** Features that are a piece of work each, rather than a detail. */
const HEAVY = new Set([
  'authentication',
  'realtime',
  'payment',
  'drag-and-drop',
  'i18n',
  'crud',
  'charts',
  'api',
  'chat',
  'calendar',
  'dashboard',
])

const BASE: Record<TaskType, number> = {
  generation: 22,
  edit: 14,
  debug: 22,
  review: 20,
  documentation: 14,
  architecture: 38,
  triage: 8,
  question: 8,
}

export interface ComplexityDecision {
  complexity: Complexity
  /** 0..100 */
  complexityScore: number
  because: string
}

/** Score and bucket: low below 30, high from 60. */
export function decideComplexity(input: ComplexityInput): ComplexityDecision {
  const hard = new Set(input.request.match(HARD)?.map((word) => word.toLowerCase())).size
  const easy = new Set(input.request.match(EASY)?.map((word) => word.toLowerCase())).size
  const heavy = input.requirements.filter((requirement) => HEAVY.has(requirement)).length
  const light = input.requirements.length - heavy
  const points =
    BASE[input.type] +
    heavy * 8 +
    light * 4 +
    hard * 11 -
    easy * 7 +
    Math.min(20, Math.floor(input.request.length / 120)) +
    Math.min(15, Math.floor(input.fileCount / 3)) +
    Math.min(15, Math.floor(input.contextTokens / 4_000))
  const complexityScore = Math.max(0, Math.min(100, Math.round(points)))
  const complexity = complexityScore < 30 ? 'low' : complexityScore < 60 ? 'medium' : 'high'
  return {
    complexity,
    complexityScore,
    because: `${input.requirements.length} features named, ${hard} hard and ${easy} easy words, ${input.request.length} characters, ${input.fileCount} files`,
  }
}
