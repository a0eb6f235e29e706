/** Calls an edge function and gives its JSON, or its error in the API's own words. */
import { FunctionsHttpError } from '@supabase/supabase-js'
import { z } from 'zod'
import type { Client } from './project.tsx'

/** A failure that the API told of. */
export class ApiFailure extends Error {
  readonly code: string
  readonly details: unknown
  constructor(code: string, message: string, details?: unknown) {
    super(message)
    this.code = code
    this.details = details
  }
}

export interface FunctionCall<Schema extends z.ZodType> {
  /** The function and the path in it, e.g. `queue/items`. */
  path: string
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** An object is sent as JSON, a text as it is. */
  body?: Record<string, unknown> | string
  headers?: Record<string, string>
  signal?: AbortSignal
  /** What the answer is to be. */
  answer: Schema
}

/** Throws an ApiFailure for an error of the API, and a ZodError for an answer that is not as agreed. */
export async function callFunction<Schema extends z.ZodType>(
  client: Pick<Client, 'functions'>,
  { path, answer, method = 'GET', ...request }: FunctionCall<Schema>,
): Promise<z.output<Schema>> {
  const { data, error } = await client.functions.invoke<unknown>(path, { method, ...request })
  if (error instanceof FunctionsHttpError) throw await failureOf(error.context)
  if (error) throw error
  return answer.parse(data)
}

const errorBodySchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
})

/** The failure that a response of the API stands for. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const body = errorBodySchema.safeParse(await response.json().catch(() => null))
  if (!body.success) return new ApiFailure('internal', `the API answered with status ${response.status}`)
  const { code, message, details } = body.data.error
  return new ApiFailure(code, message, details)
}
