// A function of the stack over HTTP, as a holder of the secret key.

export interface StackAddress {
  url: string
  secretKey: string
}

export interface FunctionClient {
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Whether the function answers there. */
  isThere(): Promise<boolean>
}

const PROBE_TIMEOUT_MS = 2_000

export function connectFunction(name: string, { url, secretKey }: StackAddress): FunctionClient {
  const ask: FunctionClient['ask'] = (path, init = {}) =>
    fetch(`${url}/functions/v1/${name}${path}`, { ...init, headers: { apikey: secretKey } })
  return {
    ask,
    async isThere() {
      try {
        return (await ask('', { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) })).ok
      } catch {
        return false // nobody listens there, which is what was asked
      }
    },
  }
}

/** The client of the stack that the environment names, where it runs. */
export async function findRunning<Client extends Pick<FunctionClient, 'isThere'>>(
  connect: (address: StackAddress) => Client,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Client | undefined> {
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = environment
  if (!url || !secretKey) return undefined
  const client = connect({ url, secretKey })
  return (await client.isThere()) ? client : undefined
}
