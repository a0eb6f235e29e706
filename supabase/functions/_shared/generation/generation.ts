/** What one strategy is asked to make, and what came of it. Every approach takes a {@link GenerationTask} and gives a {@link Generation}. */
import type { Model } from '../models/model.ts'
import type { CallAccounting, CallModel, Message, ModelCall, ModelError } from '../models/modelCall.ts'
import type { ProjectFiles, TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { ScoreBreakdown } from '../scoring/scoreBreakdown.ts'

export interface GenerationTask {
  request: string
  profile: TaskProfile
  context: TaskContext
  model: Model
  temperature?: number
  /** Caps the length of every answer, so that a budget holds even in the worst case. */
  maxOutputTokens?: number
  deadlineAtMs: number
  /** Ends every call of this generation on the wire. */
  signal?: AbortSignal
  callModel: CallModel
  /** Scores a product on the way, for approaches that improve on what they have. */
  score: (product: { files: ProjectFiles; text?: string }) => ScoreBreakdown | Promise<ScoreBreakdown>
  now: () => number
  /** Resolves after that long, or as soon as the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Uniform in [0, 1). */
  random: () => number
  /** A file whose end has just arrived. */
  onFile?: (path: string) => void
}

/** One model call as it goes to the ledger; `stage` says what it was for, e.g. `generate`, `plan`, `repair`. */
export interface RecordedCall extends CallAccounting {
  stage: string
  model: string
  provider: string
  /** Absent where the call went well. */
  error?: Pick<ModelError, 'code' | 'message'>
}

/** A failed attempt's code: a model's own, an answer without usable files, or a fault of ours (`internal`). */
export type GenerationErrorCode = ModelError['code'] | 'unusable_output'

export type Generation =
  | {
      ok: true
      /** The whole project, existing files included; `{}` for text tasks. */
      files: ProjectFiles
      /** The answer of a text task. */
      text?: string
      /** What the model said about its work. */
      message: string
      calls: RecordedCall[]
    }
  | {
      ok: false
      errorCode: GenerationErrorCode
      errorMessage: string
      retryAfterMs?: number
      calls: RecordedCall[]
    }

/** A way of making a project with one model. */
export type GenerationApproach = (task: GenerationTask) => Promise<Generation>

/** The part of a call that every call of a generation shares. */
export function callOf(task: GenerationTask, messages: readonly Message[]): ModelCall {
  return {
    model: task.model,
    messages,
    temperature: task.temperature,
    maxOutputTokens: task.maxOutputTokens,
    deadlineAtMs: task.deadlineAtMs,
    signal: task.signal,
  }
}
