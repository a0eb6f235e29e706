/** An item as a worker holds it, and what it has to say of it. */
import type { RecordedCall } from '../../_shared/generation/generation.ts'
import type { JsonSchema } from './answerSchema.ts'
import type { Accuracy } from './fieldAccuracy.ts'
import type { ModelConfig } from './modelConfig.ts'
import type { Stage } from './stage.ts'

export type CallRole = 'stage' | 'orchestrator'

/** What tells one call of an item from another. */
export interface CallPlace {
  stage: string
  /** 0: the first time. */
  repeat: number
  role: CallRole
  /** Catalog id. */
  model: string
}

/** A result that is stored: it is not paid for again. */
export interface StoredResult extends CallPlace {
  attempt: number
  status: 'succeeded' | 'failed'
  output: unknown
  /** 0 to 1. */
  accuracy: number | null
  errorCode: string | null
  errorMessage: string | null
  costNanoUsd: number | null
}

export interface HeldItem {
  id: string
  kind: string
  schema: JsonSchema
  stages: readonly Stage[]
  groundTruth: unknown
  config: ModelConfig
  /** Counts up with each new try; failures of earlier ones are tried again. */
  attempt: number
  /** So far in this round. */
  calls: number
  costNanoUsd: number | null
  /** What spend caps have granted; `null` where there are none. */
  reservedNanoUsd: number | null
  results: readonly StoredResult[]
}

/** What one call came to, for the record. */
export interface CallResult extends CallPlace {
  id: string
  /** 1 first. */
  stageNumber: number
  provider: string
  status: 'succeeded' | 'failed'
  output: unknown
  rawAnswer: string
  accuracy: number | null
  error: { code: string; message: string } | null
  /** Every try, for each may cost; ids are the record's. */
  calls: (RecordedCall & { id: string })[]
}

export interface StageReport {
  stage: string
  mode: 'fallback' | 'consensus'
  /** Whose answer it is, or who voted. */
  models: string[]
  repeats: number
  output: unknown
  /** Of a vote: field → share of the models that agree, 0 to 1. */
  agreement: Record<string, number> | null
  /** 0 to 1; `null` without ground truth, or where the stage's form is its own. */
  accuracy: number | null
}

export type ItemEnd =
  | { kind: 'completed'; result: unknown; stageReports: StageReport[]; accuracy: Accuracy | null }
  | { kind: 'failed'; code: string; message: string; isRetryable: boolean; retryAfterMs: number | null }
  | { kind: 'cancelled' }
  /** This worker's time is up: another goes on. */
  | { kind: 'released' }
