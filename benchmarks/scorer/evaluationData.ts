/** Projects, mutants and outcomes to measure a scorer on, from a folder or from the corpus. */
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { type CorpusProject, loadCorpus } from '../corpus/corpus.ts'
import type { MutantSeverity } from './defects/defect.ts'
import { injectDefects } from './defects/injectDefects.ts'

const filesSchema = z.record(z.string(), z.string())

const projectSchema = z.object({
  name: z.string().min(1),
  request: z.string(),
  framework: z.string().optional(),
  files: filesSchema,
  before: filesSchema.optional(),
})

const mutantSchema = z.object({
  id: z.string(),
  app: z.string(),
  mutation: z.string(),
  severity: z.enum(['fatal', 'major', 'minor', 'control']),
  files: filesSchema,
})

const outcomeSchema = z.object({
  id: z.string(),
  request: z.string(),
  files: filesSchema,
  /** 1: everything works; 0: nothing does. */
  outcome: z.number().min(0).max(1),
})

export interface EvaluationMutant {
  id: string
  app: string
  mutation: string
  severity: MutantSeverity
  files: Record<string, string>
}

export type Outcome = z.infer<typeof outcomeSchema>

export interface OutcomeSet {
  name: string
  /** Reads the set once, line by line; it may be larger than memory. */
  read(): AsyncGenerator<Outcome>
}

export interface EvaluationData {
  projects: CorpusProject[]
  /** The mutants given, else those that the seed injects. */
  mutantsOf(project: CorpusProject): EvaluationMutant[]
  outcomeSets: OutcomeSet[]
}

/**
 * Reads `projects/*.json`, `mutants.jsonl(.gz)` and `outcomes/*.jsonl(.gz)` of `folder`; without a folder, the corpus.
 * @throws naming the file, where one is not of its form.
 */
export async function readEvaluationData(folder: string | undefined, seed: number): Promise<EvaluationData> {
  const injected = (project: CorpusProject) => injectDefects({ project, seed })
  if (folder === undefined) return { projects: loadCorpus(), mutantsOf: injected, outcomeSets: [] }
  const projects = listFiles(join(folder, 'projects'), /\.json$/).map(readProject)
  const mutantFile = ['mutants.jsonl', 'mutants.jsonl.gz']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path))
  const outcomeSets = listFiles(join(folder, 'outcomes'), /\.jsonl(\.gz)?$/).map((path) => ({
    name: basename(path).replace(/\.jsonl(\.gz)?$/, ''),
    read: () => readLines(path, outcomeSchema),
  }))
  if (mutantFile === undefined) return { projects, mutantsOf: injected, outcomeSets }
  const byApp = new Map<string, EvaluationMutant[]>()
  for await (const mutant of readLines(mutantFile, mutantSchema)) {
    byApp.set(mutant.app, [...(byApp.get(mutant.app) ?? []), mutant])
  }
  return { projects, mutantsOf: ({ name }) => byApp.get(name) ?? [], outcomeSets }
}

function listFiles(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name))
}

function readProject(path: string): CorpusProject {
  const parsed = projectSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

async function* readLines<Value>(path: string, schema: z.ZodType<Value>): AsyncGenerator<Value> {
  const stream = createReadStream(path)
  const input = path.endsWith('.gz') ? stream.pipe(createGunzip()) : stream
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() === '') continue
    const parsed = schema.safeParse(JSON.parse(text))
    if (!parsed.success) throw new Error(`${path}:${line}: ${z.prettifyError(parsed.error)}`)
    yield parsed.data
  }
}
