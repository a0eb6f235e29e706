// The same files under Deno, as deployed: they type-check with exact npm versions, and a call works.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type ScriptedProvider, sendStream, startScriptedProvider } from './scriptedProvider.ts'
import { WIRES } from './wires.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../../..')
const deno = join(root, 'node_modules/.bin/deno')
const models = join(root, 'supabase/functions/_shared/models')
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) })

/** Everything the models folder imports: one bare name each, and the one subpath. */
const IMPORTS: Record<string, string> = {
  '@anthropic-ai/sdk': '@anthropic-ai/sdk',
  '@google/genai/web': '@google/genai',
  '@pydantic/genai-prices': '@pydantic/genai-prices',
  openai: 'openai',
  tokenx: 'tokenx',
  zod: 'zod',
}

/** Calls over each wire inside Deno; addresses and model names come in the environment. */
const SCRIPT = `
import { createCallModel } from '${models}/call.ts'
import { createCatalog } from '${models}/catalog.ts'
import { parseProviderSettings } from '${models}/providerSettings.ts'
const settings = parseProviderSettings(Deno.env.toObject())
const catalog = createCatalog(settings)
const outcomes = []
for (const name of (Deno.env.get('MODEL_NAMES') ?? '').split(' ')) {
  const resolved = catalog.resolve(name)
  if (!('model' in resolved)) throw new Error(name)
  const outcome = await createCallModel({ settings })({
    model: resolved.model,
    messages: [{ role: 'user', content: 'Hello' }],
    deadlineAtMs: Date.now() + 20_000,
    firstTokenMs: name === 'gpt-4o' ? 300 : undefined,
  })
  outcomes.push(outcome.ok ? outcome.text + ' ' + outcome.usage.cachedInputTokens : outcome.error.code)
}
console.log(JSON.stringify(outcomes))
`

let folder: string
let provider: ScriptedProvider
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merit-models-'))
  const { dependencies } = manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const imports = Object.fromEntries(
    Object.entries(IMPORTS).map(([specifier, name]) => [
      specifier,
      specifier.replace(name, `npm:${name}@${dependencies[name]}`),
    ]),
  )
  await writeFile(join(folder, 'deno.json'), JSON.stringify({ imports, nodeModulesDir: 'manual' }))
  await writeFile(join(folder, 'main.ts'), SCRIPT)
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  provider = await startScriptedProvider()
})
afterAll(async () => {
  await provider.stop()
  await rm(folder, { recursive: true })
})

it('passes deno check', { timeout: 180_000 }, async () => {
  await run(deno, ['check', '--config', 'deno.json', 'main.ts'], { cwd: folder })
})

it('answers, reads usage and times out over every wire under Deno', { timeout: 120_000 }, async () => {
  const usage = { input: 100, cached: 40, output: 10, reasoning: 0 }
  provider.answer = (response, { path, body }) => {
    if (body.model === 'gpt-4o') return
    const wire = WIRES.find(({ name }) => {
      if (name === 'gemini') return path.startsWith('/v1beta')
      return name === 'openai' ? path.endsWith('/chat/completions') : path.endsWith('/messages')
    })
    if (!wire) throw new Error(`no wire at ${path}`)
    sendStream(response, ...wire.opening, wire.text(wire.name), ...wire.ending('complete', usage))
  }
  const environment = Object.assign({}, ...WIRES.map((wire) => wire.environment(provider.url)))
  const modelNames = [...WIRES.map(({ modelName }) => modelName), 'gpt-4o'].join(' ')
  const permissions = ['--allow-env', '--allow-net=127.0.0.1', '--allow-read', '--allow-sys']
  const { stdout } = await run(
    deno,
    ['run', '--no-check', ...permissions, '--config', 'deno.json', 'main.ts'],
    {
      cwd: folder,
      env: { ...process.env, ...environment, MODEL_NAMES: modelNames },
    },
  )
  expect(JSON.parse(stdout)).toEqual(['openai 40', 'gemini 40', 'anthropic 40', 'first_token_timeout'])
})
