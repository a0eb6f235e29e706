// What a function finds in its environment: what the hosted runtime sets, the providers' settings, and nothing else.
import { randomUUID } from 'node:crypto'
import type { ProjectKeys } from './projectKeys.ts'

const PROVIDER_KEYS = [
  'GEMINI_API_KEY',
  'OPENAI_API_KEY',
  'OPENROUTER_API_KEY',
  'ANTHROPIC_API_KEY',
  'GROQ_API_KEY',
]
const PROVIDER_ADDRESSES = [
  ...['GEMINI_BASE_URL', 'OPENAI_BASE_URL', 'OPENROUTER_BASE_URL', 'ANTHROPIC_BASE_URL', 'GROQ_BASE_URL'],
  'OLLAMA_BASE_URL',
]
/** The machine's way out to the internet and the certificates it trusts. */
const NETWORK = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'DENO_CERT', 'DENO_TLS_CA_STORE', 'NODE_EXTRA_CA_CERTS'],
]
const OF_THE_STACK = new Set(['MERIT_DATA_DIR', 'MERIT_INTERNAL_SUPABASE_URL', 'MERIT_SANDBOX_URL'])

export type Environment = Readonly<Record<string, string | undefined>>

/** True when some real provider can be called: by a key, or an Ollama address, which needs none. */
export function hasProvider(environment: Environment): boolean {
  return [...PROVIDER_KEYS, 'OLLAMA_BASE_URL'].some((name) => (environment[name] ?? '').trim() !== '')
}

/** The environment of one function process. An empty variable counts as not set. */
export function functionEnvironment(settings: {
  environment: Environment
  keys: ProjectKeys
  supabaseUrl: string
  sandboxUrl: string | undefined
  denoCacheDir: string
}): Record<string, string> {
  const { environment, keys } = settings
  const passedOn = Object.keys(environment).filter(
    (name) =>
      [...PROVIDER_KEYS, ...PROVIDER_ADDRESSES, ...NETWORK].includes(name) ||
      (name.startsWith('MERIT_') && !OF_THE_STACK.has(name)),
  )
  const signingKey = {
    kty: 'oct',
    alg: 'HS256',
    use: 'sig',
    kid: keys.jwtKeyId,
    k: Buffer.from(keys.jwtSecret).toString('base64url'),
  }
  const all: Record<string, string | undefined> = {
    ...Object.fromEntries(passedOn.map((name) => [name, environment[name]])),
    SUPABASE_URL: settings.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
    SUPABASE_JWKS: JSON.stringify({ keys: [signingKey] }),
    SB_REGION: 'local',
    SB_EXECUTION_ID: randomUUID(),
    DENO_DEPLOYMENT_ID: 'local',
    DENO_DIR: settings.denoCacheDir,
    DENO_NO_UPDATE_CHECK: '1',
    NO_COLOR: '1',
    MERIT_SANDBOX_URL: settings.sandboxUrl,
  }
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
