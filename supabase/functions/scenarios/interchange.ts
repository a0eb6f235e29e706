/** Scenarios as files: JSON and YAML, in the same fields in which they are created. */
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import { parseFields } from '../_shared/http/readBody.ts'
import { importBody } from './scenarioBody.ts'
import type { StoredScenario } from './store/scenarioStore.ts'

export const FORMATS = ['json', 'yaml'] as const
export type Format = (typeof FORMATS)[number]

/** The scenario without ids and without what is empty, so that it can be imported anywhere. */
export async function exportScenario(scenario: StoredScenario, format: Format): Promise<Response> {
  const { id: _id, user_id, created_at, updated_at, steps, ...fields } = scenario
  const document = {
    ...withoutEmpty(fields),
    steps: steps.map(({ id: _stepId, scenario_id, ...step }) => withoutEmpty(step)),
  }
  if (format === 'json') return Response.json(document)
  const { stringify } = await import('yaml')
  return new Response(stringify(document), { headers: { 'Content-Type': 'application/yaml' } })
}

/** Reads a file of one scenario, or of several under `scenarios`. Throws `invalid_request` naming field, or line and column. */
export async function readScenarios(text: string): Promise<ReturnType<typeof importBody.parse>> {
  const document = parseFields(await readDocument(text), anyDocument)
  // The branch the author meant, so that faults are named as theirs.
  return parseFields(document, importBody.options['scenarios' in document ? 0 : 1])
}

const anyDocument = z.record(z.string(), z.unknown())

async function readDocument(text: string): Promise<unknown> {
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // YAML in flow style begins the same; what is neither is told below.
    }
  }
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text)
  const [fault] = document.errors
  if (fault !== undefined) throw unreadable(fault)
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    // Aliases that point nowhere, or unfold to more than anybody writes by hand.
    throw unreadable(cause)
  }
}

function unreadable(cause: unknown): ApiError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : 'unknown'
  const message = `is neither JSON nor YAML: ${reason}`
  return new ApiError('invalid_request', `body: ${message}`, { details: [{ field: 'body', message }], cause })
}

function withoutEmpty(row: object): object {
  const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)
  return Object.fromEntries(
    Object.entries(row).filter(([name, value]) => name === 'ground_truth' || !isEmpty(value)),
  )
}
