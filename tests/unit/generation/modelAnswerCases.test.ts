// What models really write, after public bug reports of builders, through the approach that production uses.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { generateSimple } from '../../../supabase/functions/_shared/generation/approaches/simple.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import type { CallModel } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { separateReasoning } from '../../../supabase/functions/_shared/models/reasoningText.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import handedCases from '../../fixtures/modelAnswerCases.json' with { type: 'json' }
import { modelAnswerSiblings } from '../../fixtures/modelAnswerSiblings.ts'

const expectedFile = z.union([
  z.string(),
  z.null(),
  z.object({ contains: z.array(z.string()).optional(), not_contains: z.array(z.string()).optional() }),
])
const expectationSchema = z.strictObject({
  files: z.record(z.string(), expectedFile).optional(),
  only: z.boolean().optional(),
  message_not_contains: z.array(z.string()).optional(),
  text_contains: z.array(z.string()).optional(),
  text_not_contains: z.array(z.string()).optional(),
  refused: z.boolean().optional(),
})
const caseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  answer: z.string(),
  request: z.string().default('Build a small demo project'),
  context_files: z.record(z.string(), z.string()).default({}),
  accept: z.array(expectationSchema),
})
type Case = z.output<typeof caseSchema>

const cases = z.array(caseSchema).parse([...handedCases, ...modelAnswerSiblings])
const [model] = createCatalog(parseProviderSettings({ OPENAI_API_KEY: 'sk-test' })).models
if (!model) throw new Error('the catalog should not be empty')

/** Plays a model that answers this, as `callModel` hands an answer on: without its reasoning. */
const answering =
  (answer: string): CallModel =>
  async () => ({
    ok: true,
    text: separateReasoning(answer).text,
    usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
    usageIsEstimate: false,
    costNanoUsd: 0,
    costIsEstimate: false,
    durationMs: 1,
    firstTokenAfterMs: 1,
    startedAtMs: 0,
  })

function generate({ answer, request, context_files: files }: Case) {
  const context = { files }
  return generateSimple({
    request,
    profile: profileTask({ request, context }),
    context,
    model: model as NonNullable<typeof model>,
    deadlineAtMs: 1_000,
    callModel: answering(answer),
    score: () => {
      throw new Error('the simple approach does not score')
    },
    now: () => 0,
    sleep: async () => {},
    random: () => 0.5,
  })
}

type Generated = Awaited<ReturnType<typeof generate>>

function differences(
  seen: Generated,
  wanted: z.output<typeof expectationSchema>,
  before: Record<string, string>,
): string[] {
  if (wanted.refused) return !seen.ok && seen.errorCode === 'unusable_output' ? [] : ['not refused']
  if (!seen.ok) return [`refused: ${seen.errorMessage}`]
  const wrong: string[] = []
  for (const [path, file] of Object.entries(wanted.files ?? {})) {
    const content = Object.hasOwn(seen.files, path) ? seen.files[path] : undefined
    if (file === null) {
      if (content !== undefined) wrong.push(`${path} is there`)
    } else if (content === undefined) wrong.push(`${path} is missing`)
    else if (typeof file === 'string') {
      if (content !== file) wrong.push(`${path} is ${JSON.stringify(content)}`)
    } else {
      for (const part of file.contains ?? []) if (!content.includes(part)) wrong.push(`${path} lacks ${part}`)
      for (const part of file.not_contains ?? [])
        if (content.includes(part)) wrong.push(`${path} has ${part}`)
    }
  }
  if (wanted.only) {
    const named = new Set(Object.keys(wanted.files ?? {}))
    for (const [path, content] of Object.entries(seen.files))
      if (!named.has(path) && before[path] !== content)
        wrong.push(`${path} changed: ${JSON.stringify(content)}`)
    for (const path of Object.keys(before))
      if (!named.has(path) && !Object.hasOwn(seen.files, path)) wrong.push(`${path} is gone`)
  }
  const message = seen.message.toLowerCase()
  for (const part of wanted.message_not_contains ?? [])
    if (message.includes(part.toLowerCase())) wrong.push(`message has ${part}`)
  for (const part of wanted.text_contains ?? [])
    if (!seen.text?.includes(part)) wrong.push(`text lacks ${part}`)
  for (const part of wanted.text_not_contains ?? [])
    if (seen.text?.includes(part)) wrong.push(`text has ${part}`)
  return wrong
}

describe('what models write', () => {
  it.each(cases)('$kind $id', async (entry) => {
    const seen = await generate(entry)
    const results = entry.accept.map((wanted) => differences(seen, wanted, entry.context_files))
    expect(
      results.some((wrong) => wrong.length === 0),
      results.map((wrong) => wrong.join('; ')).join(' | '),
    ).toBe(true)
  })
})
