// The function `experiments` over HTTP, as a holder of the secret key.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { connectFunction, type FunctionClient, type StackAddress } from '../functionClient.ts'
import { eventsOf } from '../serverSentEvents.ts'

const statusSchema = z.object({
  experiment_id: z.string(),
  status: z.string(),
  seed: z.number(),
  completed_rounds: z.number(),
  total_rounds: z.number(),
  calls: z.number(),
  planned_calls: z.number(),
  models: z.array(z.object({ model_name: z.string(), runs_as: z.string(), provider: z.string() })),
  warnings: z.array(z.object({ message: z.string() })),
  budget_usd: z.number().nullable(),
  spent_usd: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type ExperimentStatus = z.output<typeof statusSchema>

const roundSchema = z.object({
  scenario: z.string(),
  group: z.number(),
  round: z.number(),
  cooperation_rate: z.number().nullable(),
  unparseable: z.number(),
  failed: z.number(),
  fallbacks: z.number(),
})
export type PlayedRound = z.output<typeof roundSchema>

export type Progress = { round: PlayedRound } | { status: ExperimentStatus }

/** Every method but `isThere` throws an Error with the function's own words. */
export interface ExperimentsClient {
  isThere: FunctionClient['isThere']
  /** Begins the experiment of a YAML or JSON file, or goes on with one of the same configuration that was cut off. */
  begin(text: string): Promise<ExperimentStatus>
  /** Rounds and states as they come; ends when the experiment has. The last is its final state. */
  follow(id: string): AsyncGenerator<Progress>
  /** The text of a document of the experiment, such as `report?format=markdown`. */
  read(id: string, path: string): Promise<string>
}

/** Connections in a row that told nothing. */
const MOST_SILENCES = 30
const RECONNECT_MS = 1_000

export function connectExperiments(address: StackAddress): ExperimentsClient {
  const { ask, isThere } = connectFunction('experiments', address)

  async function textOf(response: Response): Promise<string> {
    const text = await response.text()
    if (response.ok) return text
    throw new Error(messageOf(text) ?? `the function answered ${response.status}`)
  }

  return {
    isThere,
    async begin(text) {
      const answer = await textOf(await ask('?resume=true', { method: 'POST', body: text }))
      return statusSchema.parse(JSON.parse(answer))
    },
    async *follow(id) {
      const told = new Set<string>()
      for (let silences = 0; silences < MOST_SILENCES; silences += 1) {
        if (silences > 0) await sleep(RECONNECT_MS)
        try {
          const response = await ask(`/${id}/events`)
          if (!response.ok) await textOf(response)
          for await (const { event, data } of eventsOf(response)) {
            if (event === 'error') throw new Error(data)
            if (event === 'result') return
            silences = 0
            if (event === 'status') yield { status: statusSchema.parse(JSON.parse(data)) }
            // After a break all rounds are told again.
            if (event !== 'round' || told.has(data)) continue
            told.add(data)
            yield { round: roundSchema.parse(JSON.parse(data)) }
          }
        } catch (error) {
          // fetch's own way to say that the connection broke, which the platform does to every long one
          if (!(error instanceof TypeError)) throw error
        }
      }
      throw new Error('the connection broke, and could not be made again')
    },
    async read(id, path) {
      return textOf(await ask(`/${id}/${path}`))
    },
  }
}

const failureSchema = z.object({
  error: z.object({
    message: z.string(),
    details: z.array(z.object({ field: z.string(), line: z.number(), message: z.string() })).optional(),
  }),
})

/** All that is wrong, a line each, where the function says so. */
function messageOf(text: string): string | undefined {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return undefined // not the function's own words
  }
  const { data: failure } = failureSchema.safeParse(body)
  if (failure === undefined) return undefined
  const { message, details = [] } = failure.error
  return details.length < 2
    ? message
    : details.map(({ field, line, message: fault }) => `line ${line}: ${field} ${fault}`).join('\n')
}
