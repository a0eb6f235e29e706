import { z } from 'zod'
import type { Client } from '../../data/project.tsx'
import { rowsOf } from '../../data/rows.ts'
import {
  diagnosticSchema,
  profileSchema,
  readRunMessage,
  runErrorSchema,
  runResultSchema,
} from '../../data/runMessages.ts'

const plannedSchema = z.array(
  z.looseObject({
    model: z.string(),
    provider: z.string(),
    approach: z.string(),
    priority: z.number().optional(),
    expectedQuality: z.number().nullish(),
    expectedUtility: z.number().nullish(),
    reservationValue: z.number().nullish(),
  }),
)
export type PlannedStrategy = z.output<typeof plannedSchema>[number]

const MOST_EVENTS = 500
const MOST_CALLS = 500

/** Everything that is known of one run, or null where the reader has none of that id. */
export async function loadRun(client: Client, runId: string) {
  const ofRun = { run_id: runId }
  const [runs, attempts, calls, selections, events, feedback] = await Promise.all([
    rowsOf(client.from('orchestration_runs').select().eq('id', runId).limit(1)),
    rowsOf(client.from('model_performance').select().match(ofRun).order('attempt_number')),
    rowsOf(client.from('model_usage').select().match(ofRun).order('call_number').limit(MOST_CALLS)),
    rowsOf(client.from('model_selections').select().match(ofRun).limit(1)),
    rowsOf(client.from('run_events').select().match(ofRun).order('event_id').limit(MOST_EVENTS)),
    rowsOf(client.from('run_feedback').select().match(ofRun)),
  ])
  const [run] = runs
  if (run === undefined) return null
  const [selection] = selections
  return {
    run,
    // The answer its caller got: of a run that failed, the error.
    answer: runResultSchema.partial().safeParse(run.result).data,
    error: runErrorSchema.safeParse(run.result).data?.error,
    profile: profileSchema.safeParse(run.profile).data,
    attempts: attempts.map((attempt) => ({
      ...attempt,
      diagnostics: z.array(diagnosticSchema).parse(attempt.diagnostics),
    })),
    calls,
    selection: selection && { ...selection, planned: plannedSchema.parse(selection.planned) },
    events: events.map((row) => ({ ...row, message: readRunMessage(row.event, JSON.stringify(row.data)) })),
    feedback,
  }
}
export type RunStory = NonNullable<Awaited<ReturnType<typeof loadRun>>>
