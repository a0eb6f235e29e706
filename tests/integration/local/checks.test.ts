// The checks of `npm run check` find what they are there to find, and say where and what to do.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkLayering } from '../../../local/checks/layering.ts'
import { checkVersions } from '../../../local/checks/versions.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'merit-checks-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
}

const shared = 'supabase/functions/_shared'

test.each([
  ['selection/choose.ts', `import { rows } from '../store/rows.ts'`, 'free of I/O'],
  ['scoring/rules/size.ts', `export type { Row } from '../../store/rows.ts'`, 'free of I/O'],
  ['execution/run.ts', `const load = () => import('../models/providers/openai.ts')`, 'free of I/O'],
  ['profiling/profile.ts', `import { readFile } from 'node:fs/promises'`, 'free of I/O'],
  ['generation/read.ts', `const key = Deno.env.get('KEY')`, 'the environment'],
  ['execution/wait.ts', `const now = () => Date.now()`, 'a clock'],
  [
    'models/call.ts',
    `const load = () => import('openai')`,
    'only supabase/functions/_shared/models/providers/* may',
  ],
  ['http/who.ts', `export const user = (client) => client.from('model_usage').select()`, 'named in'],
  ['http/who.ts', `import x from 'https://esm.sh/x'`, 'npm: package'],
  ['http/who.ts', `import { x } from '../../queue/x.ts'`, 'function queue'],
])('%s: %s', async (path, text, reason) => {
  await write({ [`${shared}/${path}`]: `\n${text}\n` })
  expect(await checkLayering(directory)).toEqual([expect.stringContaining(reason)])
  expect(await checkLayering(directory)).toEqual([expect.stringMatching(`^${shared}/${path}:2: `)])
})

test('an SDK may be loaded at its first use, not when a function starts', async () => {
  const provider = `${shared}/models/providers/openai.ts`
  await write({
    'supabase/functions/chat/index.ts': `import '../_shared/models/call.ts'`,
    [`${shared}/models/call.ts`]: `const load = () => import('./providers/openai.ts')`,
    [provider]: `import OpenAI from 'openai'`,
  })
  expect(await checkLayering(directory)).toEqual([])
  await write({ [`${shared}/models/call.ts`]: `import './providers/openai.ts'` })
  expect(await checkLayering(directory)).toEqual([
    expect.stringMatching(`^${provider}:1: openai is loaded when`),
  ])
})

test('files and folders with empty names are found anywhere but in packages', async () => {
  await write({
    'local/utils/x.ts': '',
    'tests/helpers.ts': '',
    'node_modules/a/types.ts': '',
    'local/prototypes.ts': '',
  })
  expect(await checkLayering(directory)).toEqual([
    expect.stringMatching('^local/utils/x.ts: "utils"'),
    expect.stringMatching('^tests/helpers.ts: "helpers.ts"'),
  ])
})

test('versions are exact and the same for Node and Deno', async () => {
  const imports = {
    hono: 'npm:hono@4.13.19',
    'hono/': 'npm:/hono@4.13.19/',
    '@google/genai/web': 'npm:@google/genai@3.1.0/web',
  }
  await write({
    'package.json': JSON.stringify({ dependencies: { hono: '4.13.19', '@google/genai': '3.1.0' } }),
    'supabase/functions/a/deno.json': JSON.stringify({ imports }),
  })
  expect(await checkVersions(directory)).toEqual([])
  await write({
    'package.json': JSON.stringify({ dependencies: { hono: '^4.13.19', '@google/genai': '3.1.1' } }),
    'supabase/functions/b/deno.json': JSON.stringify({
      imports: { zod: 'npm:zod@4.6.7', x: 'jsr:@x/x', hono: 'npm:hono' },
    }),
  })
  expect((await checkVersions(directory)).map((line) => line.replace(/.*(?:functions\/)/, ''))).toEqual([
    'package.json: hono is "^4.13.19": write the exact version that package-lock.json has',
    expect.stringMatching('^a/deno.json: "hono" is npm:hono@4.13.19'),
    expect.stringMatching('^a/deno.json: "hono/" is npm:/hono@4.13.19/'),
    expect.stringMatching('^a/deno.json: "@google/genai/web" .* write @google/genai@3.1.1'),
    expect.stringMatching('^b/deno.json: zod is not in package.json'),
    expect.stringMatching('^b/deno.json: "x" is jsr:@x/x: use an npm: package'),
    expect.stringMatching('^b/deno.json: "hono" is npm:hono, package.json has'),
  ])
})
