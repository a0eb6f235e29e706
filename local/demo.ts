// `npm start -- --demo`: what a frontend does, against the running stack, with what came back printed.
import { createClient, FunctionsHttpError } from '@supabase/supabase-js'
import { z } from 'zod'
import type { Stack } from './stack.ts'

const REQUEST = 'Build a todo app with authentication'
/** The demo's account; it exists in local data folders only. */
const ACCOUNT = { email: 'demo@merit.local', password: 'merit-local-demo' }

const attemptSchema = z.object({
  model: z.string(),
  provider: z.string(),
  approach: z.string(),
  status: z.string(),
  qualityScore: z.number().nullish(),
  durationMs: z.number(),
  costUsd: z.number().nullable(),
  errorCode: z.string().nullish(),
})

const answerSchema = z.object({
  runId: z.string(),
  files: z.record(z.string(), z.string()),
  qualityScore: z.number(),
  strategy: z.object({ model: z.string(), provider: z.string(), approach: z.string() }),
  metrics: z.object({
    durationMs: z.number(),
    costUsd: z.number().nullable(),
    attempts: z.array(attemptSchema),
  }),
})

/**
 * Signs the demo user up (or in, from the second time on), runs one orchestration and prints files, score, model, attempts
 * and cost.
 *
 * @returns the exit code: 0 when a project came back.
 */
export async function runDemo(stack: Pick<Stack, 'url' | 'publishableKey'>): Promise<number> {
  const supabase = createClient(stack.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const signIn = await supabase.auth.signInWithPassword(ACCOUNT)
  const { data, error: signUpError } = signIn.error ? await supabase.auth.signUp(ACCOUNT) : signIn
  const user = data.user
  if (signUpError || user === null) throw new Error(`the demo user cannot sign in: ${signUpError?.message}`)
  console.log(`signed ${signIn.error ? 'up' : 'in'} as ${ACCOUNT.email}\nrequest: ${REQUEST}`)

  const { data: answer, error } = await supabase.functions.invoke('multi-model-orchestrator', {
    body: { request: REQUEST, userId: user.id },
  })
  if (error) {
    const reason =
      error instanceof FunctionsHttpError ? await (error.context as Response).text() : String(error)
    console.error(`the orchestration failed: ${reason}`)
    return 1
  }
  print(answerSchema.parse(answer))
  return 0
}

function print({ runId, files, qualityScore, strategy, metrics }: z.infer<typeof answerSchema>): void {
  const paths = Object.keys(files).sort()
  const width = Math.max(...paths.map((path) => path.length), 0)
  const lines = [
    `run: ${runId}`,
    `files: ${paths.length}`,
    ...paths.map((path) => `  ${path.padEnd(width)}  ${Buffer.byteLength(files[path] ?? '')} bytes`),
    `score: ${qualityScore}`,
    `model: ${strategy.model} (${strategy.provider}, ${strategy.approach})`,
    `attempts: ${metrics.attempts.filter(({ status }) => status !== 'skipped').length}`,
    ...metrics.attempts.map((attempt) => `  ${attemptLine(attempt)}`),
    `time: ${metrics.durationMs} ms`,
    `cost: ${dollars(metrics.costUsd)}`,
  ]
  console.log(lines.join('\n'))
}

function attemptLine(attempt: z.infer<typeof attemptSchema>): string {
  const strategy = `${attempt.model} (${attempt.provider}, ${attempt.approach})`
  if (attempt.status === 'skipped') return `${strategy}, not needed`
  const outcome = attempt.qualityScore == null ? attempt.errorCode : `score ${attempt.qualityScore}`
  return [strategy, attempt.status, outcome, `${attempt.durationMs} ms`, dollars(attempt.costUsd)]
    .filter(Boolean)
    .join(', ')
}

/** Prices go down to nano-dollars; a model without a known price has none. */
function dollars(amount: number | null): string {
  return amount === null ? 'price unknown' : `$${amount.toFixed(9).replace(/0{1,7}$/, '')}`
}
