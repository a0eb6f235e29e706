/** Which step of a longer piece of work a request is: a plan, a part by that plan, a repair; most requests are none of them. */
import type { SandboxRequest } from '../sandboxRequest.ts'

export type Step =
  | { name: 'plan' }
  | { name: 'part'; paths: string[] }
  | { name: 'repair'; problems: string[] }

const PLAN = 'First plan the project'
const PART = 'The project is planned and written in parts'
const WANTED = /Write these files now([\s\S]*?)\nThe remaining files/
const REPAIR = 'Fix these problems in the project'
const MADE_FOR = 'The project was made for this request:'

/** The step, and the request as its user wrote it, without the step's instructions. */
export function readStep(received: SandboxRequest): { step: Step | undefined; request: SandboxRequest } {
  const text = received.request
  const asked = (request: string): SandboxRequest => ({ ...received, request: request.trim() })
  if (text.startsWith(REPAIR) && text.includes(MADE_FOR)) {
    const [list = '', request = ''] = text.split(MADE_FOR)
    return { step: { name: 'repair', problems: listed(list) }, request: asked(request) }
  }
  if (text.includes(PART)) {
    const [request = '', instruction = ''] = text.split(PART)
    return {
      step: { name: 'part', paths: listed(WANTED.exec(instruction)?.[1] ?? '') },
      // A part is new work: what was written before is there to be imported from.
      request: { ...asked(request), existingFiles: {} },
    }
  }
  if (text.includes(PLAN)) return { step: { name: 'plan' }, request: asked(text.split(PLAN)[0] ?? '') }
  return { step: undefined, request: received }
}

function listed(text: string): string[] {
  return [...text.matchAll(/^- (.+)$/gm)].map(([, item = '']) => item.trim())
}
