// The rule that makes cold starts cheap: only a provider's file imports its SDK, and only on first use is it imported.
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const folder = resolve(import.meta.dirname, '../../../supabase/functions/_shared')
const SDK_IMPORT = /from '(openai|@google\/genai[^']*|@anthropic-ai\/sdk)/

it('SDKs are imported by the providers alone, and those by import() alone', async () => {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'))
  expect(names).toContain('models/call.ts')
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8')
    const isProvider = /^models\/providers\/(openai|gemini|anthropic)\.ts$/.test(name)
    expect(SDK_IMPORT.test(text), name).toBe(isProvider)
    expect(text, name).not.toMatch(/from '[^']*\/(openai|gemini|anthropic)\.ts'/)
  }
})
