// The scorer says on Deno, where functions run, to the letter what it says on Node, where it is measured.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import { injectDefects } from '../../../benchmarks/scorer/defects/injectDefects.ts'
import { largeProject } from '../../../benchmarks/scorer/largeProject.ts'
import {
  type ScoreProjectInput,
  scoreProject,
} from '../../../supabase/functions/_shared/scoring/scoreProject.ts'

const run = promisify(execFile)
const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const SCRIPT = at('tests/integration/scoring/scoreCorpus.ts')

const folder = mkdtempSync(join(tmpdir(), 'score-'))
const inputFile = join(folder, 'inputs.json')
const inputs: ScoreProjectInput[] = []

beforeAll(() => {
  for (const project of loadCorpus()) {
    const { request, before, framework } = project
    const profile = framework === undefined ? {} : { frameworks: [framework] }
    const versions = [project.files, ...injectDefects({ project, seed: 3 }).map(({ files }) => files)]
    for (const files of versions)
      inputs.push({ files, request, profile, ...(before === undefined ? {} : { before }) })
  }
  // Large enough that a part of it is skimmed.
  inputs.push({ files: largeProject(loadCorpus(), 0).files, request: '' })
  writeFileSync(inputFile, JSON.stringify(inputs))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function output(command: string, commandArguments: string[]): Promise<string> {
  const { stdout } = await run(command, commandArguments, { maxBuffer: 64_000_000, cwd: at('') })
  return stdout
}

test('corpus and mutants score the same on Deno, on Node, and in this process', {
  timeout: 180_000,
}, async () => {
  const [onDeno, onNode] = await Promise.all([
    output(at('node_modules/.bin/deno'), [
      'run',
      '--no-prompt',
      '--node-modules-dir=manual',
      `--config=${at('supabase/functions/multi-model-orchestrator/deno.json')}`,
      `--allow-read=${at('')},${folder}`,
      '--allow-env',
      SCRIPT,
      inputFile,
    ]),
    output(process.execPath, [SCRIPT, inputFile]),
  ])
  const read = JSON.parse(readFileSync(inputFile, 'utf8')) as ScoreProjectInput[]
  expect(read.length).toBeGreaterThan(300)
  expect(JSON.parse(onDeno)).toHaveLength(read.length)
  expect(onDeno).toBe(onNode)
  expect(onNode).toBe(JSON.stringify(read.map(scoreProject)))
})
