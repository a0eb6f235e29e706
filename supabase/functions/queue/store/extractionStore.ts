/** The queue as workers see it: what they hold, and what they found out. Every write carries the lease's token. */
import { z } from 'zod'
import type { Circuit } from '../../_shared/execution/circuit.ts'
import { jsonForPostgres } from '../../_shared/store/jsonForPostgres.ts'
import { wholeNumber, wholeNumberOrNull } from '../../_shared/store/measure.ts'
import { callFunction, type MeritClient } from '../../_shared/store/meritClient.ts'
import { type ModelRate, takeModelRate } from '../../_shared/store/takeModelRate.ts'
import { type TakeProbeInput, takeProbe } from '../../_shared/store/takeProbe.ts'
import type { CallResult, HeldItem, ItemEnd } from '../extraction/extractionItem.ts'
import { type ClaimedRow, claimedRow } from './queueRows.ts'

export interface ClaimedItem extends HeldItem {
  leaseToken: string
  inputText: string | null
  inputData: string | null
  inputMimeType: string | null
}

export interface Claim {
  /** In the order of the line. */
  items: ClaimedItem[]
  /** Models with a rate limit of their own. */
  limitedModels: string[]
  circuits: Circuit[]
}

export interface ExtractionLease {
  itemId: string
  leaseToken: string
}

export type ExtractionLeaseState = 'held' | 'cancel_requested' | 'superseded'

export interface ExtractionRecord extends ExtractionLease {
  stage: string
  results: readonly CallResult[]
  end: ItemEnd | null
}

export type RecordState = 'recorded' | 'superseded' | 'gone'

/** Every method throws a StoreError and nothing else for what the database does. */
export interface ExtractionStore {
  /** Up to so many, from the head of the line. */
  claim(input: { most: number; leaseMs: number }): Promise<Claim>
  /** How each lease stands, by its token. */
  renew(
    leases: readonly ExtractionLease[],
    leaseMs: number,
  ): Promise<ReadonlyMap<string, ExtractionLeaseState>>
  /** All or nothing, and safe to repeat. States by item, in no order. */
  record(records: readonly ExtractionRecord[]): Promise<ReadonlyMap<string, RecordState>>
  /** Whether a worker would find something to do. */
  isAnythingWaiting(): Promise<boolean>
  takeModelRate(rate: ModelRate): Promise<number>
  takeProbe(input: TakeProbeInput): Promise<boolean>
}

const claimAnswer = z.object({
  items: z.array(claimedRow),
  limited_models: z.array(z.string()),
  open_circuits: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      state: z.enum(['open', 'half_open']),
      retry_after_ms: z.number(),
    }),
  ),
})

const renewAnswer = z.array(
  z.object({ lease_token: z.uuid(), state: z.enum(['held', 'cancel_requested', 'superseded']) }),
)
const recordAnswer = z.array(
  z.object({ item_id: z.uuid(), state: z.enum(['recorded', 'superseded', 'gone']) }),
)

export function createExtractionStore(admin: MeritClient): ExtractionStore {
  return {
    async claim({ most, leaseMs }) {
      const claim = jsonForPostgres({ most, lease_ms: Math.ceil(leaseMs) })
      const answer = await callFunction(admin, 'claim_extractions', { claim }, claimAnswer)
      return {
        items: answer.items.map(toItem),
        limitedModels: answer.limited_models,
        circuits: answer.open_circuits.map(({ provider, model, state, retry_after_ms }) => ({
          provider,
          model,
          state,
          retryAfterMs: retry_after_ms,
        })),
      }
    },

    async renew(leases, leaseMs) {
      const rows = jsonForPostgres(
        leases.map(({ itemId, leaseToken }) => ({
          item_id: itemId,
          lease_token: leaseToken,
          lease_ms: Math.ceil(leaseMs),
        })),
      )
      const answer = await callFunction(admin, 'renew_extraction_leases', { leases: rows }, renewAnswer)
      return new Map(answer.map(({ lease_token, state }) => [lease_token, state]))
    },

    async record(records) {
      const rows = jsonForPostgres(records.map(recordRow))
      const answer = await callFunction(admin, 'record_extractions', { records: rows }, recordAnswer)
      return new Map(answer.map(({ item_id, state }) => [item_id, state]))
    },

    isAnythingWaiting: () => callFunction(admin, 'extractions_wait', {}, z.boolean()),
    takeModelRate: (rate) => takeModelRate(admin, rate),
    takeProbe: (input) => takeProbe(admin, input),
  }
}

function toItem(row: ClaimedRow): ClaimedItem {
  return {
    id: row.id,
    kind: row.kind,
    schema: row.schema,
    stages: row.stages,
    groundTruth: row.ground_truth,
    config: row.model_config,
    attempt: row.attempt,
    calls: row.calls,
    costNanoUsd: row.cost_nano_usd,
    reservedNanoUsd: row.reserved_nano_usd,
    results: row.results.map((result) => ({
      stage: result.stage,
      repeat: result.repeat,
      role: result.role,
      model: result.model,
      attempt: result.attempt,
      status: result.status,
      output: result.output,
      accuracy: result.accuracy,
      errorCode: result.error_code,
      errorMessage: result.error_message,
      costNanoUsd: result.cost_nano_usd,
    })),
    leaseToken: row.lease_token,
    inputText: row.input_text,
    inputData: row.input_data,
    inputMimeType: row.input_mime_type,
  }
}

function recordRow({ itemId, leaseToken, stage, results, end }: ExtractionRecord): object {
  return {
    item_id: itemId,
    lease_token: leaseToken,
    stage,
    results: results.map(resultRow),
    calls: results.flatMap(callRows),
    end: end === null ? null : endRow(end),
  }
}

function resultRow(result: CallResult): object {
  const { calls, error } = result
  const total = (count: (call: CallResult['calls'][number]) => number) =>
    wholeNumber(calls.reduce((sum, call) => sum + count(call), 0))
  return {
    id: result.id,
    stage: result.stage,
    stage_number: result.stageNumber,
    repeat: result.repeat,
    role: result.role,
    model: result.model,
    provider: result.provider,
    status: result.status,
    output: result.output,
    raw_answer: result.rawAnswer,
    accuracy: result.accuracy,
    latency_ms: wholeNumber(calls.at(-1)?.durationMs ?? 0),
    input_tokens: total(({ usage }) => usage.inputTokens),
    cached_input_tokens: total(({ usage }) => usage.cachedInputTokens),
    output_tokens: total(({ usage }) => usage.outputTokens),
    cost_nano_usd: calls.some((call) => call.costNanoUsd === null)
      ? null
      : total(({ costNanoUsd }) => costNanoUsd ?? 0),
    cost_is_estimate: calls.some((call) => call.costIsEstimate),
    error_code: error?.code,
    error_message: error?.message,
    executed_at_ms: calls[0]?.startedAtMs ?? 0,
  }
}

function callRows({ calls }: CallResult): object[] {
  return calls.map((call) => ({
    id: call.id,
    stage: call.stage,
    model: call.model,
    provider: call.provider,
    input_tokens: wholeNumber(call.usage.inputTokens),
    cached_input_tokens: wholeNumber(call.usage.cachedInputTokens),
    output_tokens: wholeNumber(call.usage.outputTokens),
    reasoning_tokens: wholeNumber(call.usage.reasoningTokens),
    usage_is_estimate: call.usageIsEstimate,
    response_time_ms: wholeNumber(call.durationMs),
    first_token_ms: wholeNumberOrNull(call.firstTokenAfterMs),
    cost_nano_usd: wholeNumberOrNull(call.costNanoUsd),
    cost_is_estimate: call.costIsEstimate,
    success: call.error === undefined,
    error_code: call.error?.code,
    error_message: call.error?.message,
    started_at_ms: call.startedAtMs,
  }))
}

function endRow(end: ItemEnd): object {
  if (end.kind === 'completed') {
    return {
      kind: end.kind,
      result: end.result,
      stage_results: end.stageReports,
      accuracy: end.accuracy?.accuracy ?? null,
      field_accuracy: end.accuracy?.fields ?? null,
    }
  }
  if (end.kind === 'failed') {
    return {
      kind: end.kind,
      error_code: end.code,
      error_message: end.message,
      is_retryable: end.isRetryable,
      retry_after_ms: wholeNumberOrNull(end.retryAfterMs),
    }
  }
  return { kind: end.kind }
}
