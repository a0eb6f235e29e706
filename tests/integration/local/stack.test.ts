// The running stack as its clients and its functions see it.
import { createHmac } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { createTemporaryProject, type TemporaryProject } from './temporaryProject.ts'

let project: TemporaryProject
let stack: Stack
const said: string[] = []

beforeAll(async () => {
  project = await createTemporaryProject()
  stack = await startStack({
    port: 0,
    dataDir: project.dataDir,
    projectDir: project.directory,
    environment: {
      GEMINI_API_KEY: 'a key',
      OPENAI_API_KEY: '',
      MERIT_SETTING: 'one',
      AWS_SECRET_ACCESS_KEY: 'private',
    },
    log: (line) => said.push(line),
  })
})

afterAll(async () => {
  await stack?.stop()
  await project?.remove()
})

const options = { auth: { persistSession: false, autoRefreshToken: false } }
const anonymous = () => createClient(stack.url, stack.publishableKey, options)
const service = () => createClient(stack.url, stack.secretKey, options)
const probe = (path: string, init?: RequestInit) => fetch(`${stack.url}/functions/v1/probe/${path}`, init)

async function signedUp() {
  const client = anonymous()
  const { data, error } = await client.auth.signUp({
    email: `${crypto.randomUUID()}@example.com`,
    password: 'a long password',
  })
  if (error || data.session === null || data.user === null) throw new Error(`no session: ${error?.message}`)
  return { client, session: data.session, user: data.user }
}

describe('Data API', () => {
  test('grants nothing that a migration did not grant', async () => {
    const { client } = await signedUp()
    for (const table of ['ungranted', 'ungranted_without_rls']) {
      expect(await anonymous().from(table).select()).toMatchObject({ status: 401, error: { code: '42501' } })
      expect(await client.from(table).select()).toMatchObject({ status: 403, error: { code: '42501' } })
      expect(await service().from(table).select()).toMatchObject({ status: 403, error: { code: '42501' } })
    }
    expect(await anonymous().from('notes').select()).toMatchObject({ status: 401, error: { code: '42501' } })
  })

  test('gives each key and token its role', async () => {
    const { client } = await signedUp()
    expect((await anonymous().rpc('who_am_i')).data).toBe('anon')
    expect((await client.rpc('who_am_i')).data).toBe('authenticated')
    expect((await service().rpc('who_am_i')).data).toBe('service_role')
  })

  test('refuses requests without a key, and with a wrong one', async () => {
    for (const headers of [new Headers(), new Headers({ apikey: 'sb_secret_wrong' })]) {
      const response = await fetch(`${stack.url}/rest/v1/notes`, { headers })
      expect(response.status).toBe(401)
    }
  })

  test('keeps users apart and lets service_role see all', async () => {
    const [first, second] = [await signedUp(), await signedUp()]
    const inserted = await first.client.from('notes').insert({ body: 'mine' }).select().single()
    expect(inserted.data).toMatchObject({ user_id: first.user.id, price: 1.25 })
    expect(inserted.data.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/)
    expect((await second.client.from('notes').select()).data).toEqual([])
    expect((await service().from('notes').select('body').eq('id', inserted.data.id)).data).toEqual([
      { body: 'mine' },
    ])
  })

  test('keeps what many ask at once apart: each its own role, its own rows, its own transaction', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, signedUp))
    const asked = people.flatMap(({ client, user }) => [
      client.rpc('who_am_i').then(({ data }) => expect(data).toBe('authenticated')),
      service()
        .rpc('who_am_i')
        .then(({ data }) => expect(data).toBe('service_role')),
      client
        .from('notes')
        .insert({ body: 'forbidden' })
        .then(({ status }) => expect(status).toBe(400)),
      client
        .from('notes')
        .insert({ body: user.id })
        .select('user_id')
        .then(({ data }) => expect(data).toEqual([{ user_id: user.id }])),
      service()
        .rpc('tell_role', { question: {} })
        .then(({ data }) => expect(data).toBe('service_role')),
    ])
    await Promise.all(asked)
    for (const { client, user } of people)
      expect((await client.from('notes').select('body')).data).toEqual([{ body: user.id }])
  })

  test('calls functions for the secret key alone, as they would be called for anyone', async () => {
    const { client } = await signedUp()
    const question = { 'a "quoted" key': ['ünï', null, 1.5], nul: '\\u0000' }
    expect((await service().rpc('tell_back', { question })).data).toEqual({ answer: question })
    expect(await client.rpc('tell_back', { question })).toMatchObject({
      status: 403,
      error: { code: '42501' },
    })
    expect((await service().rpc('tell_back', { question, more: 1 })).status).toBe(404)
    expect(await service().rpc('tell_back', { question: { refuse: true } })).toMatchObject({
      status: 429,
      error: { code: 'PT429', message: 'refused', details: null, hint: null },
    })
    // What failed left nothing, and was not carried out twice either.
    expect((await service().from('journal').select().eq('line', 'tell_back refused')).data).toEqual([])
    expect((await service().from('journal').select().eq('line', 'tell_back told')).data).toHaveLength(1)
  })

  test('answers database errors as PostgREST does, and keeps their data out of the log', async () => {
    said.length = 0
    const { client, user } = await signedUp()
    const broken = await client.from('notes').insert({ body: 'forbidden' })
    expect(broken).toMatchObject({ status: 400, error: { code: '23514' } })
    const refused = (code: string) => service().rpc('refuse', { error_code: code })
    const error = { message: 'refused', details: 'a detail', hint: 'a hint' }
    expect(await refused('P0001')).toMatchObject({ status: 400, error: { ...error, code: 'P0001' } })
    expect(await refused('PT429')).toMatchObject({ status: 429, error: { ...error, code: 'PT429' } })
    expect(await refused('40001')).toMatchObject({ status: 500, error: { ...error, code: '40001' } })
    expect(said).toContain('database error P0001: refused')
    expect(said.join('\n')).not.toContain(user.id)
  })
})

describe('Auth', () => {
  test('signs tokens with a named key that the functions get, also after a refresh', async () => {
    const { client, session } = await signedUp()
    const environment = await (await probe('environment')).json()
    const [jwk] = JSON.parse(environment.SUPABASE_JWKS).keys
    const { data } = await client.auth.refreshSession()
    for (const token of [session.access_token, data.session?.access_token ?? '']) {
      const [header = '', payload = '', signature] = token.split('.')
      expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
        alg: 'HS256',
        kid: jwk.kid,
        typ: 'JWT',
      })
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
        iss: `${stack.url}/auth/v1`,
        role: 'authenticated',
        sub: session.user.id,
      })
      const key = Buffer.from(jwk.k, 'base64url')
      expect(signature).toBe(createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url'))
    }
    expect((await client.auth.getUser()).data.user?.id).toBe(session.user.id)
  })
})

describe('functions', () => {
  test('get the environment of hosted ones and nothing else of this process', async () => {
    const environment: Record<string, string> = await (await probe('environment')).json()
    expect(environment).toMatchObject({
      SUPABASE_URL: stack.url,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: stack.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: stack.secretKey }),
      GEMINI_API_KEY: 'a key',
      MERIT_SETTING: 'one',
    })
    const ofDeno = Object.keys(environment).filter((name) => /^(?:DENO_|NO_COLOR$|PATH$)/.test(name))
    expect(
      Object.keys(environment)
        .filter((name) => !ofDeno.includes(name))
        .sort(),
    ).toEqual([
      ...['GEMINI_API_KEY', 'MERIT_SETTING', 'SB_EXECUTION_ID', 'SB_REGION', 'SUPABASE_JWKS'],
      ...['SUPABASE_PUBLISHABLE_KEYS', 'SUPABASE_SECRET_KEYS', 'SUPABASE_URL'],
    ])
    expect(environment.DENO_DEPLOYMENT_ID).toBeDefined()
  })

  test('see the path from their name on, the headers and the body', async () => {
    const { data } = await anonymous().functions.invoke('probe/request?a=1', { body: { text: 'é' } })
    expect(new URL(data.url).pathname + new URL(data.url).search).toBe('/probe/request?a=1')
    expect(data.body).toBe('{"text":"é"}')
    expect(data.headers).toMatchObject({
      apikey: stack.publishableKey,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(stack.url).host,
      'x-forwarded-proto': 'http',
    })
  })

  test('answer their own preflights', async () => {
    const response = await probe('request', { method: 'OPTIONS' })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://of.the.function')
  })

  test('may call Deno.serve instead of exporting fetch', async () => {
    expect(await (await fetch(`${stack.url}/functions/v1/served`)).text()).toBe('served')
  })

  test('are 404 in the platform’s words where there is none', async () => {
    for (const name of ['nothing', '_shared']) {
      const response = await fetch(`${stack.url}/functions/v1/${name}`)
      expect(response.status).toBe(404)
      expect(response.headers.get('sb-error-code')).toBe('NOT_FOUND')
    }
  })

  test('stream their answer while they still work on it', async () => {
    const response = await probe('stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect(await reader?.read()).toMatchObject({ value: 'first' })
    await probe('emit/second')
    expect(await reader?.read()).toMatchObject({ value: 'second' })
    expect(await reader?.read()).toMatchObject({ done: true })
  })

  test('read a body while it is still being sent', async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)) })
    const sending = new AbortController()
    const response = await probe('firstByte', {
      method: 'POST',
      body,
      duplex: 'half',
      signal: sending.signal,
    } as RequestInit)
    expect(await response.json()).toBe(3)
    sending.abort()
  })

  test('send no faster than the client reads', async () => {
    const reading = new AbortController()
    const response = await probe('flood', { signal: reading.signal })
    await response.body?.getReader().read()
    let before = -1
    // Buffers on the way fill first; then the amount must stand still, far from all there is to send.
    await vi.waitFor(
      async () => {
        const last = before
        before = await (await probe('flooded')).json()
        expect(before).toBe(last)
      },
      { interval: 250, timeout: 10_000 },
    )
    expect(before).toBeLessThan(100_000_000)
    reading.abort()
  })

  test('learn that the client went away', async () => {
    const request = new AbortController()
    const response = await probe('endless', { signal: request.signal })
    await response.body?.getReader().read()
    request.abort()
    expect((await probe('events/cancelled')).status).toBe(200)
  })

  test('may answer before they have read a large body', async () => {
    for (const bytes of [1_048_577, 30_000_000]) {
      const response = await probe('refuse', { method: 'POST', body: new Uint8Array(bytes) })
      expect(response.status).toBe(413)
      expect(await response.json()).toEqual({ error: 'too large' })
    }
  })

  test('are started again after a crash: by the next request, and by themselves', async () => {
    const firstProcess = await (await probe('process')).json()
    const crashed = await probe('crash')
    expect([crashed.status, crashed.headers.get('sb-error-code')]).toEqual([500, 'WORKER_ERROR'])
    const secondProcess = await (await probe('process')).json()
    expect(secondProcess).not.toBe(firstProcess)

    const handle = stack.functions.get('probe')
    process.kill(secondProcess, 'SIGKILL')
    await vi.waitFor(() => expect([secondProcess, undefined]).not.toContain(handle?.processId), {
      timeout: 10_000,
    })
    expect(await (await probe('process')).json()).toBe(handle?.processId)
  })
})

test('a page says what is here', async () => {
  const response = await fetch(stack.url)
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(await response.text()).toContain(`${stack.url}/functions/v1/probe`)
  expect((await fetch(`${stack.url}/no/such/page`)).status).toBe(404)
})
