// Keys and addresses from the environment: what switches a provider on, and that no key gets out again.
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  parseProviderSettings,
  sdkBaseUrl,
} from '../../../supabase/functions/_shared/models/providerSettings.ts'

const addressOf = (
  environment: Record<string, string>,
  provider: 'google' | 'openai' | 'anthropic' | 'groq' | 'openrouter' | 'ollama',
) => parseProviderSettings(environment).connections[provider]?.baseUrl

describe('parseProviderSettings', () => {
  it('has nothing where nothing is set, and takes blank for unset', () => {
    expect(parseProviderSettings({})).toEqual({ connections: {}, sandboxOn: false })
    expect(parseProviderSettings({ OPENAI_API_KEY: '  ', GEMINI_API_KEY: '' }).connections).toEqual({})
    expect(addressOf({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: ' ' }, 'openai')).toBe(
      'https://api.openai.com/v1',
    )
  })

  it.each([
    ['google', { GEMINI_API_KEY: 'k' }, 'https://generativelanguage.googleapis.com'],
    ['google', { GEMINI_API_KEY: 'k', GEMINI_BASE_URL: 'http://h:1/' }, 'http://h:1'],
    ['google', { GEMINI_API_KEY: 'k', GEMINI_BASE_URL: 'http://h:1/v1beta' }, 'http://h:1'],
    ['openai', { OPENAI_API_KEY: 'k' }, 'https://api.openai.com/v1'],
    ['openai', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://h:1' }, 'http://h:1/v1'],
    ['openai', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://h:1/v1/' }, 'http://h:1/v1'],
    ['openai', { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://h:1/raw' }, 'http://h:1/raw'],
    ['openrouter', { OPENROUTER_API_KEY: 'k' }, 'https://openrouter.ai/api/v1'],
    ['groq', { GROQ_API_KEY: 'k' }, 'https://api.groq.com/openai/v1'],
    ['anthropic', { ANTHROPIC_API_KEY: 'k' }, 'https://api.anthropic.com'],
    ['anthropic', { ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'http://h:1/v1' }, 'http://h:1'],
    ['ollama', { OLLAMA_BASE_URL: 'http://h:11434' }, 'http://h:11434/v1'],
  ] as const)('%s with %o is called at %s', (provider, environment, address) => {
    expect(addressOf(environment, provider)).toBe(address)
  })

  it('ignores an address without a key', () => {
    expect(parseProviderSettings({ OPENAI_BASE_URL: 'http://h:1' }).connections).toEqual({})
  })

  it('names the variable and not its value where an address is none', () => {
    const parse = () => parseProviderSettings({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'ftp://secret-host' })
    expect(parse).toThrow(/OPENAI_BASE_URL/)
    expect(parse).not.toThrow(/secret-host/)
  })

  it('the sandbox is on only while nothing else is', () => {
    const alone = parseProviderSettings({ MERIT_SANDBOX_URL: 'http://h:1/' })
    expect(alone.sandboxOn).toBe(true)
    const sandbox = alone.connections.sandbox
    if (!sandbox) throw new Error('the sandbox is on')
    expect(sdkBaseUrl(sandbox, 'sandbox', 'openai')).toBe('http://h:1/v1')
    expect(sdkBaseUrl(sandbox, 'sandbox', 'gemini')).toBe('http://h:1')
    for (const key of [
      'GEMINI_API_KEY',
      'OPENAI_API_KEY',
      'OPENROUTER_API_KEY',
      'ANTHROPIC_API_KEY',
      'GROQ_API_KEY',
    ]) {
      const settings = parseProviderSettings({ MERIT_SANDBOX_URL: 'http://h:1', [key]: 'k' })
      expect(settings.sandboxOn).toBe(false)
      expect(settings.connections).not.toHaveProperty('sandbox')
    }
    expect(
      parseProviderSettings({ MERIT_SANDBOX_URL: 'http://h:1', OLLAMA_BASE_URL: 'http://h:2' }).sandboxOn,
    ).toBe(false)
  })

  it('no way of printing the settings prints a key, and revealing it gives it', () => {
    const settings = parseProviderSettings({ OPENAI_API_KEY: 'sk-very-secret' })
    const printed = [
      JSON.stringify(settings),
      inspect(settings, { depth: 9, showHidden: true }),
      `${settings.connections.openai?.apiKey}`,
      JSON.stringify(structuredClone(JSON.parse(JSON.stringify(settings)))),
    ]
    for (const text of printed) expect(text).not.toContain('sk-very-secret')
    expect(settings.connections.openai?.apiKey.reveal()).toBe('sk-very-secret')
  })
})
