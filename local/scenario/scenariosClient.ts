// The function `scenarios` over HTTP, as a holder of the secret key.
import { z } from 'zod'
import { connectFunction, type FunctionClient, type StackAddress } from '../functionClient.ts'
import { eventsOf } from '../serverSentEvents.ts'

const share = z.number().nullable()

const begunSchema = z.object({
  execution_id: z.string(),
  total_steps: z.number(),
  models: z.array(
    z.object({
      model_name: z.string(),
      provider: z.string(),
      requested: z.array(z.object({ model_name: z.string() })),
    }),
  ),
  unavailable: z.array(z.object({ model_name: z.string(), needs: z.string() })),
})

const cellSchema = z.object({
  model_name: z.string(),
  step_number: z.number(),
  f1_score: share,
  error_message: z.string().nullable(),
  latency_ms: z.number(),
})

const itemSchema = z.record(z.string(), z.unknown())
const faultsSchema = {
  missing_items: z.array(z.object({ step_number: z.number(), item: itemSchema })),
  extra_items: z.array(z.object({ step_number: z.number(), item: itemSchema })),
  quantity_mismatches: z.array(
    z.object({
      step_number: z.number(),
      item: itemSchema,
      expected_quantity: z.number(),
      actual_quantity: z.number(),
    }),
  ),
}

const comparisonSchema = z.object({
  steps: z.array(
    z.object({
      step_number: z.number(),
      text: z.string(),
      results: z.array(
        z.object({
          model_name: z.string(),
          f1_score: share,
          exact_match: z.boolean().nullable(),
          error: z.object({ code: z.string() }).nullable(),
        }),
      ),
    }),
  ),
  models: z.array(
    z.object({
      model_name: z.string(),
      precision: share,
      recall: share,
      f1_score: share,
      exact_match_rate: share,
      failed_steps: z.number(),
      input_tokens: z.number(),
      output_tokens: z.number(),
      latency_ms: z.number().nullable(),
      cost_usd: z.number().nullable(),
      ...faultsSchema,
    }),
  ),
  ranking: z.array(z.object({ rank: z.number(), model_name: z.string() })),
})

export type Begun = z.output<typeof begunSchema>
export type FollowedCell = z.output<typeof cellSchema>
export type Comparison = z.output<typeof comparisonSchema>

/** Every method but `isThere` throws an Error with the function's own words. */
export interface ScenariosClient {
  isThere: FunctionClient['isThere']
  /** The text of a JSON or YAML file. */
  importFile(text: string): Promise<{ id: string; name: string }[]>
  execute(id: string, models: string[] | undefined): Promise<Begun>
  /** Cells as they land; ends when the execution has. */
  follow(id: string, executionId: string): AsyncGenerator<FollowedCell>
  comparison(id: string, executionId: string): Promise<Comparison>
}

export function connectScenarios(address: StackAddress): ScenariosClient {
  const { ask, isThere } = connectFunction('scenarios', address)

  async function read<Answer>(response: Response, schema: z.ZodType<Answer>): Promise<Answer> {
    const body: unknown = await response.json()
    if (response.ok) return schema.parse(body)
    const failure = z.object({ error: z.object({ message: z.string() }) }).safeParse(body)
    throw new Error(failure.data?.error.message ?? `the function answered ${response.status}`)
  }

  return {
    isThere,
    async importFile(text) {
      const schema = z.object({ scenarios: z.array(z.object({ id: z.string(), name: z.string() })) })
      return (await read(await ask('/import', { method: 'POST', body: text }), schema)).scenarios
    },
    async execute(id, models) {
      const body = JSON.stringify(models ? { models } : {})
      return read(await ask(`/${id}/execute`, { method: 'POST', body }), begunSchema)
    },
    async *follow(id, executionId) {
      const response = await ask(`/${id}/events?execution_id=${executionId}`)
      if (!response.ok || response.body === null) await read(response, z.never())
      for await (const { event, data } of eventsOf(response)) {
        if (event === 'step') yield cellSchema.parse(JSON.parse(data))
        if (event === 'error') throw new Error(data)
        if (event === 'result') return
      }
      throw new Error('the connection broke before the execution had ended')
    },
    async comparison(id, executionId) {
      return read(await ask(`/${id}/comparison?execution_id=${executionId}`), comparisonSchema)
    },
  }
}
