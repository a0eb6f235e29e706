// The Data API's short way for functions to the database: `POST /rest/v1/rpc/<name>` with the secret key, for database
// functions that take one JSON object and give one JSON value. lite needs some thirty statements and a look at every
// column of the schema for such a call; here it is one exchange with Postgres, under the same role and claims, in a
// transaction of its own. Whatever is not quite that, or fails, is lite's to answer: nothing of a failed call is left.
import { type messages, type PGlite, protocol } from '@electric-sql/pglite'
import type { HttpAnswer, HttpRequest } from './httpMessage.ts'

export interface ServiceCalls {
  /** `null`: not a call for here. */
  answer(request: HttpRequest): Promise<HttpAnswer | null>
}

/**
 * Of volatile functions, as PostgREST runs the others in a read-only transaction; and of those that do not choose their
 * own status or headers.
 */
const CALLABLE_SQL = `
  select min(proname::text) as name, min(proargnames[1]) as parameter
  from pg_proc
  where pronamespace = 'public'::regnamespace and prokind = 'f'
  group by proname
  having count(*) = 1 and bool_and(
    not proretset and prorettype in ('json'::regtype, 'jsonb'::regtype) and pronargs = 1 and proallargtypes is null
    and proargtypes[0] = 'jsonb'::regtype and proargnames[1] <> '' and provolatile = 'v' and prosrc not like '%response.%'
  )`

/** As lite and PostgREST set them for a request with the secret key. */
const CONTEXT_SQL = `
  select set_config('role', 'service_role', true), set_config('request.jwt.claim.sub', '', true),
    set_config('request.jwt.claim.role', 'service_role', true), set_config('storage.operation', '', true),
    set_config('request.jwt.claims', '{"role":"service_role"}', true), set_config('response.status', '', true),
    set_config('response.headers', '', true), set_config('request.method', 'POST', true),
    set_config('request.path', $1, true), set_config('request.headers', $2, true)`
const CONTEXT = 'service_call_context'

const RPC_PATH = /\/rest\/v1\/rpc\/(\w+)$/
const ANY_JSON = new Set([undefined, '*/*', 'application/json'])

/** Looks up which functions can be called so, and prepares them at their first call. */
export async function prepareServiceCalls(database: PGlite, secretKey: string): Promise<ServiceCalls> {
  const { rows } = await database.query<{ name: string; parameter: string }>(CALLABLE_SQL)
  const parameters = new Map(rows.map(({ name, parameter }) => [name, parameter]))
  const prepared = new Set<string>()
  const decoder = new TextDecoder('utf-8', { fatal: true })

  /** The function's name, and the body as it came; `null` where something about the request is out of the ordinary. */
  function callOf({ url, method, headers, body }: HttpRequest): { name: string; text: string } | null {
    const name = method === 'POST' ? RPC_PATH.exec(url)?.[1] : undefined
    const parameter = name === undefined ? undefined : parameters.get(name)
    if (name === undefined || parameter === undefined || body === null) return null
    const isService =
      headers.apikey === secretKey && [undefined, `Bearer ${secretKey}`].includes(headers.authorization)
    const isPlain =
      ANY_JSON.has(headers.accept) &&
      headers.prefer === undefined &&
      [undefined, 'public'].includes(headers['content-profile']) &&
      headers['content-type']?.startsWith('application/json')
    if (!isService || !isPlain) return null
    try {
      const text = decoder.decode(body)
      const given: unknown = JSON.parse(text)
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return null
      const [[key, value] = [], ...others] = Object.entries(given)
      const isOneObject = typeof value === 'object' && value !== null && others.length === 0
      return key === parameter && isOneObject ? { name, text } : null
    } catch {
      return null
    }
  }

  async function run(name: string, text: string, headers: string): Promise<string | null> {
    const { bind, describe, execute, parse, sync } = protocol.serialize
    const isFirst = !prepared.has(name)
    const parameter = parameters.get(name) ?? ''
    const messages = [
      ...(prepared.size === 0 ? [parse({ name: CONTEXT, text: CONTEXT_SQL })] : []),
      ...(isFirst
        ? [
            parse({
              name: `service_call_${name}`,
              text: `select public.${quoted(name)}(($1::jsonb) -> ${literal(parameter)})`,
            }),
          ]
        : []),
      bind({ statement: CONTEXT, values: [`/rpc/${name}`, headers] }),
      execute({}),
      bind({ statement: `service_call_${name}`, values: [text] }),
      describe({ type: 'P' }),
      execute({}),
      sync(),
    ]
    const answers = await database.runExclusive(() =>
      database.execProtocolStream(concatenated(messages), { syncToFs: false }),
    )
    prepared.add(name)
    const row = answers.findLast((it): it is messages.DataRowMessage => it.name === 'dataRow')
    return row?.fields[0] ?? null
  }

  return {
    async answer(request) {
      const call = callOf(request)
      if (call === null) return null
      try {
        const json = await run(call.name, call.text, JSON.stringify(request.headers))
        return {
          status: 200,
          headers: [['content-type', 'application/json; charset=utf-8']],
          body: new TextEncoder().encode(json ?? 'null'),
        }
      } catch {
        // lite calls it once more and tells what was wrong, in PostgREST's words.
        return null
      }
    },
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
