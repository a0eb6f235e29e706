/** Answers in prose: as much of a full answer as the model is thorough. */
import type { RequestKind } from '../kind.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'
import { describeProject } from './describeProject.ts'
import { reviewProject } from './reviewProject.ts'
import { explain } from './topics.ts'

/** Markdown; always whole sentences, and always at least its first part. */
export function answerInProse(kind: RequestKind, request: SandboxRequest, thoroughness: number): string {
  const parts = fullAnswer(kind, request)
  return parts.slice(0, Math.max(1, Math.round(parts.length * thoroughness))).join('\n\n')
}

function fullAnswer(kind: RequestKind, { request, existingFiles }: SandboxRequest): string[] {
  const hasFiles = Object.keys(existingFiles).length > 0
  if (kind === 'review' && hasFiles) return reviewProject(existingFiles)
  if (kind === 'documentation' && hasFiles) return describeProject(existingFiles)
  return explain(request)
}
