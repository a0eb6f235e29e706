/** Reads real per-prompt outcomes of several models: one JSON object a line, gzipped or not. */
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

const lineSchema = z.object({
  id: z.string(),
  category: z.string(),
  obs_category: z.string().optional(),
  t: z.string().optional(),
  prompt: z.string(),
  prompt_chars: z.number().nonnegative(),
  scores: z.record(z.string(), z.number().min(0).max(1)),
  cost_usd: z.record(z.string(), z.number().nonnegative()).optional(),
  latency_ms: z.record(z.string(), z.number().nonnegative()).optional(),
})

const poolsSchema = z.record(z.string(), z.object({ pool: z.array(z.string()).min(1) }))

/** One prompt; figures in the order of the pool, `null` where a model was not measured. */
export interface PromptOutcome {
  /** What a request would show of its kind. */
  kind: string
  /** The benchmark's own label: for references in hindsight alone. */
  category: string
  dateMs: number | null
  prompt: string
  promptCharacters: number
  /** 0..1 */
  scores: (number | null)[]
  costsUsd: (number | null)[]
  latenciesMs: (number | null)[]
}

export interface OutcomeData {
  stem: string
  pool: string[]
  prompts: PromptOutcome[]
  hasCosts: boolean
  hasLatencies: boolean
  isDated: boolean
}

/** Models measured on less than this share of the prompts are left out where no pool is named. */
const POOL_COVERAGE = 0.95

/**
 * Reads a file. The pool is what `META.json` beside the file or one folder up names for it, else every model measured
 * on nearly all prompts. Throws where a line is not of the format, naming it.
 */
export async function readOutcomeData(file: string): Promise<OutcomeData> {
  const bytes = await readFile(file)
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  const stem = basename(file).replace(/\.jsonl(?:\.gz)?$/, '')
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const parsed = lineSchema.safeParse(JSON.parse(line))
      if (!parsed.success) throw new Error(`${file}, line ${index + 1}: ${z.prettifyError(parsed.error)}`)
      return parsed.data
    })
  if (lines.length === 0) throw new Error(`${file} holds no prompts`)
  const pool = (await namedPool(file, stem)) ?? measuredPool(lines.map((line) => line.scores))
  const inPoolOrder = (figures: Record<string, number> | undefined) =>
    pool.map((model) => figures?.[model] ?? null)
  const prompts = lines.map(
    (line): PromptOutcome => ({
      kind: line.obs_category ?? line.category,
      category: line.category,
      dateMs: line.t === undefined ? null : Date.parse(line.t),
      prompt: line.prompt,
      promptCharacters: line.prompt_chars,
      scores: inPoolOrder(line.scores),
      costsUsd: inPoolOrder(line.cost_usd),
      latenciesMs: inPoolOrder(line.latency_ms),
    }),
  )
  const someWhere = (figures: (prompt: PromptOutcome) => (number | null)[]) =>
    prompts.some((prompt) => figures(prompt).some((figure) => figure !== null))
  return {
    stem,
    pool,
    prompts,
    hasCosts: someWhere((prompt) => prompt.costsUsd),
    hasLatencies: someWhere((prompt) => prompt.latenciesMs),
    isDated: prompts.every((prompt) => prompt.dateMs !== null),
  }
}

async function namedPool(file: string, stem: string): Promise<string[] | null> {
  for (const folder of [dirname(file), join(dirname(file), '..')]) {
    const text = await readFile(join(folder, 'META.json'), 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    })
    const pool = text === null ? undefined : poolsSchema.parse(JSON.parse(text))[stem]?.pool
    if (pool !== undefined) return pool
  }
  return null
}

function measuredPool(scores: readonly Record<string, number>[]): string[] {
  const counts = new Map<string, number>()
  for (const line of scores)
    for (const model of Object.keys(line)) counts.set(model, (counts.get(model) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= POOL_COVERAGE * scores.length).map(([model]) => model)
}
