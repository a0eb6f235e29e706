/** Which providers may be called, from the environment alone: keys and addresses never come with a request. */

import { z } from 'zod'
import type { ModelRole } from './catalogPolicy.ts'
import type { Provider, WireFormat } from './model.ts'
import { Secret } from './secret.ts'

export interface ProviderConnection {
  readonly apiKey: Secret
  /** What the provider's SDK expects as its base address, without a trailing slash. */
  readonly baseUrl: string
}

export interface ProviderSettings {
  /** Only providers that can be called. `sandbox` is among them only while nothing else is. */
  readonly connections: Readonly<Partial<Record<Provider, ProviderConnection>>>
  readonly sandboxOn: boolean
  /** Models that take a role in place of its default, by the names callers use. Absent: all defaults. */
  readonly roles?: Readonly<Partial<Record<ModelRole, string>>>
}

/** The variable that gives each role to another model than its default. */
export const SETTING_OF_ROLE: Readonly<Record<ModelRole, string>> = {
  executor: 'MERIT_EXECUTOR_MODEL',
  triage: 'MERIT_TRIAGE_MODEL',
  judge: 'MERIT_JUDGE_MODEL',
}

/** The variable that switches each provider on, for messages to people. */
export const SETTING_OF_PROVIDER: Readonly<Record<Provider, string>> = {
  google: 'GEMINI_API_KEY',
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  groq: 'GROQ_API_KEY',
  openrouter: 'OPENROUTER_API_KEY',
  ollama: 'OLLAMA_BASE_URL',
  sandbox: 'MERIT_SANDBOX_URL',
}

/** `versionPath` belongs to the address for some SDKs (`append`), and is added by the SDK itself for others (`strip`). */
interface AddressConvention {
  defaultUrl: string
  versionPath: string
  rule: 'append' | 'strip'
}

const ADDRESSES: Readonly<
  Record<'google' | 'openai' | 'anthropic' | 'groq' | 'openrouter', AddressConvention>
> = {
  google: {
    defaultUrl: 'https://generativelanguage.googleapis.com',
    versionPath: '/v1beta',
    rule: 'strip',
  },
  openai: { defaultUrl: 'https://api.openai.com', versionPath: '/v1', rule: 'append' },
  anthropic: { defaultUrl: 'https://api.anthropic.com', versionPath: '/v1', rule: 'strip' },
  groq: { defaultUrl: 'https://api.groq.com', versionPath: '/openai/v1', rule: 'append' },
  openrouter: { defaultUrl: 'https://openrouter.ai', versionPath: '/api/v1', rule: 'append' },
}

const blankIsUnset = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined)

const address = blankIsUnset.refine((value) => value === undefined || isWebAddress(value), {
  error: 'must be an http or https address',
})

const environmentSchema = z.object({
  GEMINI_API_KEY: blankIsUnset,
  GEMINI_BASE_URL: address,
  OPENAI_API_KEY: blankIsUnset,
  OPENAI_BASE_URL: address,
  OPENROUTER_API_KEY: blankIsUnset,
  OPENROUTER_BASE_URL: address,
  ANTHROPIC_API_KEY: blankIsUnset,
  ANTHROPIC_BASE_URL: address,
  GROQ_API_KEY: blankIsUnset,
  GROQ_BASE_URL: address,
  OLLAMA_BASE_URL: address,
  MERIT_SANDBOX_URL: address,
  MERIT_EXECUTOR_MODEL: blankIsUnset,
  MERIT_TRIAGE_MODEL: blankIsUnset,
  MERIT_JUDGE_MODEL: blankIsUnset,
})

/**
 * Reads the provider variables and those that give a role to another model; blank counts as unset.
 *
 * @throws Error naming the variable (never its value) where an address is not one.
 */
export function parseProviderSettings(environment: Record<string, string | undefined>): ProviderSettings {
  const parsed = environmentSchema.safeParse(environment)
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new Error(`Provider settings: ${reasons.join('; ')}`)
  }
  const values = parsed.data
  const connections: Partial<Record<Provider, ProviderConnection>> = {}
  const add = (provider: keyof typeof ADDRESSES, key: string | undefined, baseUrl: string | undefined) => {
    if (key) connections[provider] = { apiKey: new Secret(key), baseUrl: sdkAddress(provider, baseUrl) }
  }
  add('google', values.GEMINI_API_KEY, values.GEMINI_BASE_URL)
  add('openai', values.OPENAI_API_KEY, values.OPENAI_BASE_URL)
  add('anthropic', values.ANTHROPIC_API_KEY, values.ANTHROPIC_BASE_URL)
  add('groq', values.GROQ_API_KEY, values.GROQ_BASE_URL)
  add('openrouter', values.OPENROUTER_API_KEY, values.OPENROUTER_BASE_URL)
  if (values.OLLAMA_BASE_URL) {
    const baseUrl = applyConvention(values.OLLAMA_BASE_URL, { versionPath: '/v1', rule: 'append' })
    connections.ollama = { apiKey: new Secret('ollama'), baseUrl }
  }
  const sandboxOn = values.MERIT_SANDBOX_URL !== undefined && Object.keys(connections).length === 0
  if (values.MERIT_SANDBOX_URL && sandboxOn) {
    connections.sandbox = {
      apiKey: new Secret('sandbox'),
      baseUrl: withoutTrailingSlash(values.MERIT_SANDBOX_URL),
    }
  }
  const roles = {
    ...(values.MERIT_EXECUTOR_MODEL ? { executor: values.MERIT_EXECUTOR_MODEL } : {}),
    ...(values.MERIT_TRIAGE_MODEL ? { triage: values.MERIT_TRIAGE_MODEL } : {}),
    ...(values.MERIT_JUDGE_MODEL ? { judge: values.MERIT_JUDGE_MODEL } : {}),
  }
  return { connections, sandboxOn, ...(Object.keys(roles).length > 0 ? { roles } : {}) }
}

/** The base address for a provider's SDK. The sandbox speaks OpenAI under `/v1` and Gemini at its root. */
export function sdkBaseUrl(
  connection: ProviderConnection,
  provider: Provider,
  wireFormat: WireFormat,
): string {
  return provider === 'sandbox' && wireFormat === 'openai' ? `${connection.baseUrl}/v1` : connection.baseUrl
}

function sdkAddress(provider: keyof typeof ADDRESSES, given: string | undefined): string {
  const convention = ADDRESSES[provider]
  return applyConvention(given ?? convention.defaultUrl, convention)
}

/** A bare origin is completed and a superfluous version removed, so that both ways of writing an address work. */
function applyConvention(
  given: string,
  { versionPath, rule }: Omit<AddressConvention, 'defaultUrl'>,
): string {
  const url = withoutTrailingSlash(given)
  if (rule === 'append') return new URL(url).pathname === '/' ? url + versionPath : url
  return url.endsWith(versionPath) ? url.slice(0, -versionPath.length) : url
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

function isWebAddress(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
}
