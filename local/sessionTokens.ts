// Names the signing key in the access tokens of the local Auth server, as hosted Auth does.
import { createHmac } from 'node:crypto'
import type { ProjectKeys } from './projectKeys.ts'

/** Answers with a session in them: what `supabase.auth` calls to sign up, sign in, refresh and verify. */
const SESSION_PATHS = /^\/auth\/v1\/(?:token|signup|verify|callback)$/

type SigningKey = Pick<ProjectKeys, 'jwtSecret' | 'jwtKeyId'>

/**
 * The same answer with its `access_token` signed again, with a `kid` in the header and the issuer in the claims.
 * `@supabase/lite` writes neither, and `@supabase/server` takes no token without a `kid`. Every other answer is
 * returned as it is.
 */
export async function nameSigningKey(url: URL, response: Response, key: SigningKey): Promise<Response> {
  if (!SESSION_PATHS.test(url.pathname)) return response
  const issuer = `${url.origin}/auth/v1`
  const location = response.headers.get('location')
  if (location?.includes('access_token=')) {
    const headers = new Headers(response.headers)
    headers.set(
      'location',
      location.replace(
        /access_token=([\w.-]+)/,
        (_, token) => `access_token=${signAgain(token, issuer, key)}`,
      ),
    )
    return new Response(response.body, { status: response.status, headers })
  }
  if (!response.headers.get('content-type')?.includes('application/json')) return response
  const body: unknown = await response.json()
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  return Response.json(withSignedToken(body, issuer, key), { status: response.status, headers })
}

function withSignedToken(body: unknown, issuer: string, key: SigningKey): unknown {
  if (typeof body !== 'object' || body === null || !('access_token' in body)) return body
  if (typeof body.access_token !== 'string') return body
  return { ...body, access_token: signAgain(body.access_token, issuer, key) }
}

function signAgain(token: string, issuer: string, { jwtSecret, jwtKeyId }: SigningKey): string {
  const [, payload = ''] = token.split('.')
  const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  const signed = `${encode({ alg: 'HS256', kid: jwtKeyId, typ: 'JWT' })}.${encode({ iss: issuer, ...claims })}`
  return `${signed}.${createHmac('sha256', jwtSecret).update(signed).digest('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
