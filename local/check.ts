// `npm run check`: types (Node and Deno), lint and format, versions, generated files, layering. All run; any may fail.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkLayering } from './checks/layering.ts'
import { checkVersions } from './checks/versions.ts'
import { runProgram } from './childProgram.ts'
import { DENO, PROJECT_DIR } from './stack.ts'

interface Check {
  name: string
  /** What to do where the tool's own words do not say. */
  advice: string
  /** Resolves with what is wrong; empty when nothing is. */
  run(): Promise<string>
}

const modules = join(PROJECT_DIR, 'node_modules')

async function outputOnFailure(programArguments: string[], program?: string): Promise<string> {
  const { exitCode, output } = await runProgram(programArguments, { program, cwd: PROJECT_DIR })
  return exitCode === 0 ? '' : output.trim() || `exit code ${exitCode}`
}

async function checkDenoTypes(): Promise<string> {
  const functions = join(PROJECT_DIR, 'supabase', 'functions')
  const failures: string[] = []
  for (const name of await readdir(functions)) {
    const files = await readdir(join(functions, name)).catch((): string[] => [])
    if (!files.includes('index.ts')) continue
    const settings = [
      '--no-lock',
      '--node-modules-dir=manual',
      '--config',
      join(functions, name, 'deno.json'),
    ]
    failures.push(
      await outputOnFailure(['check', '--quiet', ...settings, join(functions, name, 'index.ts')], DENO),
    )
  }
  return failures.filter(Boolean).join('\n')
}

const checks: Check[] = [
  {
    name: 'types (Node)',
    advice: 'fix the types above',
    run: () => outputOnFailure([join(modules, 'typescript', 'bin', 'tsc'), '--project', PROJECT_DIR]),
  },
  {
    name: 'types (dashboard)',
    advice: 'fix the types above',
    run: () =>
      outputOnFailure([
        join(modules, 'typescript', 'bin', 'tsc'),
        '--project',
        join(PROJECT_DIR, 'dashboard'),
      ]),
  },
  {
    name: 'types (Deno)',
    advice: 'fix the types above, or the imports of the deno.json',
    run: checkDenoTypes,
  },
  {
    name: 'lint and format',
    advice: 'run npm run format; what is left needs a hand',
    run: () =>
      outputOnFailure([
        join(modules, '@biomejs', 'biome', 'bin', 'biome'),
        'ci',
        '--colors=off',
        PROJECT_DIR,
      ]),
  },
  {
    name: 'versions',
    advice: 'as each line says',
    run: async () => (await checkVersions(PROJECT_DIR)).join('\n'),
  },
  {
    name: 'generated files',
    advice: 'run npm run generate and commit what it wrote',
    run: () => outputOnFailure([join(PROJECT_DIR, 'local', 'generateRowTypes.ts'), '--check']),
  },
  {
    name: 'layering and names',
    advice: 'as each line says',
    run: async () => (await checkLayering(PROJECT_DIR)).join('\n'),
  },
]

for (const { name, advice, run } of checks) {
  const problems = await run()
  if (problems === '') {
    console.log(`ok      ${name}`)
    continue
  }
  process.exitCode = 1
  console.log(`FAILED  ${name}\n${problems.replace(/^/gm, '  ')}\n  → ${advice}`)
}
