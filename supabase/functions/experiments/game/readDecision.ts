/** Reads a decision out of a model's answer: the one object it was asked for, and nothing that only resembles it. */
import { z } from 'zod'
import { DECISIONS, type Decision } from '../store/experimentRows.ts'

const answer = z.strictObject({ decision: z.enum(DECISIONS) })

/** A code fence around the object is let through: many models cannot do without. `null` for everything else. */
export function readDecision(text: string): Decision | null {
  const body = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text
  try {
    return answer.safeParse(JSON.parse(body)).data?.decision ?? null
  } catch {
    return null // not JSON, hence no decision
  }
}
