/** Which kind of request this is: decides the project or the prose that answers it. */
import type { SandboxRequest } from './sandboxRequest.ts'

export type RequestKind =
  | 'todo'
  | 'dashboard'
  | 'landing'
  | 'form'
  | 'build'
  | 'edit'
  | 'debug'
  | 'review'
  | 'documentation'
  | 'question'

const PROSE_WANTED = 'Answer in Markdown prose'

const BUILD_KINDS: readonly [RequestKind, RegExp][] = [
  ['todo', /\bto-?do|\btasks?\b/i],
  ['dashboard', /\bdashboard|\bcharts?\b|\banalytics\b|\bmetrics\b/i],
  ['landing', /\blanding|\bhome ?page\b|\bmarketing (site|page)\b|\bproduct page\b/i],
  ['form', /\bforms?\b|\bbooking\b|\breservation|\bsurvey\b|\bcheckout\b/i],
]

/** Prose is told by the system message, work on existing files by their presence, the rest by the request's words. */
export function kindOf({ system, request, existingFiles }: SandboxRequest): RequestKind {
  const hasFiles = Object.keys(existingFiles).length > 0
  if (system.includes(PROSE_WANTED)) return proseKind(request)
  if (!hasFiles) return BUILD_KINDS.find(([, pattern]) => pattern.test(request))?.[0] ?? 'build'
  if (/\b(document|documentation|readme|comments?)\b/i.test(request)) return 'documentation'
  return /\b(fix|bugs?|broken|errors?|crash\w*|debug|diagnostics?|does(n't| not) work)\b/i.test(request)
    ? 'debug'
    : 'edit'
}

function proseKind(request: string): RequestKind {
  if (/\b(review|audit|critique)\b/i.test(request)) return 'review'
  if (/\b(document|documentation|readme)\b/i.test(request)) return 'documentation'
  return 'question'
}

/** Kinds that are answered in prose when asked for in prose. */
export function isProse(request: SandboxRequest): boolean {
  return request.system.includes(PROSE_WANTED)
}
