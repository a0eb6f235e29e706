/** The evidence that a run would start from, without starting one. */
import { z } from 'zod'
import type { Evidence } from '../selection/evidence.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import { evidenceSchema } from './runStart.ts'

export interface ReadEvidenceInput {
  /** Whose own evidence counts; `null`: nobody's. */
  userId: string | null
  taskTypes: readonly string[]
}

/** Throws a StoreError: `unavailable`, `refused`. */
export function readEvidence(
  client: MeritClient,
  { userId, taskTypes }: ReadEvidenceInput,
): Promise<Evidence[]> {
  const read = { user_id: userId, task_types: [...taskTypes] }
  return callFunction(client, 'read_evidence', { read }, z.array(evidenceSchema))
}
