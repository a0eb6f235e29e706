import { describe, expect, it } from 'vitest'
import { generateByPlan } from '../../../supabase/functions/_shared/generation/approaches/byPlan.ts'
import type {
  CallOutcome,
  ModelCall,
  ModelErrorCode,
} from '../../../supabase/functions/_shared/models/modelCall.ts'
import { accountOf } from '../../fixtures/calls.ts'
import { generationTask } from './generationTask.ts'

const REQUEST = 'Build a shop with a cart'
const PAGES = Array.from({ length: 8 }, (_, index) => `src/pages/Page${index}.tsx`)
const PLAN = [
  { path: 'package.json', purpose: 'the manifest', exports: '', dependsOn: [] },
  { path: 'index.html', purpose: 'the page', exports: '', dependsOn: [] },
  { path: 'src/store.ts', purpose: 'the cart', exports: 'useCart()', dependsOn: ['package.json'] },
  { path: 'src/types.ts', purpose: 'shapes', exports: 'Product', dependsOn: ['package.json'] },
  ...PAGES.map((path) => ({ path, purpose: 'a page', exports: 'default', dependsOn: ['src/store.ts'] })),
  { path: 'src/App.tsx', purpose: 'the routes', exports: 'App', dependsOn: PAGES },
]

type Answer = string | { error: ModelErrorCode }
type Ask = { call: ModelCall; text: string; wanted: string[] }

/** A model that answers what `answer` says; calls under way at once are counted, and cancellation is honoured. */
async function run(answer: (ask: Ask) => Answer | Promise<Answer>) {
  const asks: Ask[] = []
  const told: string[] = []
  let running = 0
  let mostAtOnce = 0
  const task = generationTask({
    request: REQUEST,
    score: () => {
      throw new Error('a plan is not scored')
    },
    onFile: (path) => told.push(path),
    async callModel(call): Promise<CallOutcome> {
      const text = call.messages.at(-1)?.content ?? ''
      const list = /Write these files now[^\n]*\n([\s\S]*?)\nThe remaining/.exec(text)?.[1] ?? ''
      const ask = { call, text, wanted: [...list.matchAll(/^- (.+)$/gm)].map(([, path = '']) => path) }
      asks.push(ask)
      running++
      mostAtOnce = Math.max(mostAtOnce, running)
      // One turn of the event loop, so that calls made at once overlap.
      await new Promise((resolve) => setImmediate(resolve))
      const given = await answer(ask)
      running--
      const account = accountOf()
      if (typeof given !== 'string')
        return { ok: false, text: '', error: { code: given.error, message: given.error }, ...account }
      await call.onText?.(given)
      return { ok: true, text: given, ...account }
    },
  })
  return { generation: await generateByPlan(task), asks, told, mostAtOnce: () => mostAtOnce }
}

const write = (paths: readonly string[]) =>
  ['Done.', ...paths.map((path) => `<file path="${path}">\n// ${path}\n</file>`)].join('\n')
const isPlanning = ({ call }: Ask) => call.responseSchema?.name === 'project_plan'
const obedient = (ask: Ask): Answer => (isPlanning(ask) ? JSON.stringify({ files: PLAN }) : write(ask.wanted))

describe('generateByPlan', () => {
  it('plans first, then writes every planned file once, independent groups at once', async () => {
    const { generation, asks, told, mostAtOnce } = await run(obedient)
    expect(generation).toMatchObject({ ok: true })
    if (!generation.ok) return
    const paths = PLAN.map(({ path }) => path)
    expect(Object.keys(generation.files).sort()).toEqual([...paths].sort())
    expect([...told].sort()).toEqual([...paths].sort())
    expect(asks.filter(isPlanning)).toHaveLength(1)
    expect(asks[0] && isPlanning(asks[0])).toBe(true)
    expect(mostAtOnce()).toBeGreaterThan(1)
    expect(generation.calls.map(({ stage }) => stage)).toEqual([
      'plan',
      ...asks.slice(1).map(() => 'generate'),
    ])
  })

  it('shows a part the files it imports from, as they were written', async () => {
    const { asks } = await run(obedient)
    const page = asks.find(
      ({ wanted }) => wanted.includes('src/pages/Page0.tsx') && !wanted.includes('src/store.ts'),
    )
    expect(page?.text).toContain('<file path="src/store.ts">\n// src/store.ts\n</file>')
    expect(page?.text).toContain(REQUEST)
    expect(page?.text).toContain('src/App.tsx: the routes')
  })

  it.each([
    ['prose', 'I would rather write it at once.'],
    ['one file', '{"files":[{"path":"index.html"}]}'],
  ])('drafts in one answer where the plan is %s, and books both calls', async (_, plan) => {
    const { generation } = await run((ask) => (isPlanning(ask) ? plan : write(['index.html'])))
    expect(generation).toMatchObject({
      ok: true,
      files: { 'index.html': '// index.html\n' },
      calls: [{ stage: 'plan' }, { stage: 'generate' }],
    })
  })

  it('leaves a gap where a part is unusable, and fails where all are', async () => {
    const gap = await run((ask) => (ask.wanted.includes('src/App.tsx') ? 'I forgot.' : obedient(ask)))
    expect(gap.generation.ok && Object.keys(gap.generation.files)).not.toContain('src/App.tsx')
    expect(gap.generation.ok && Object.keys(gap.generation.files)).toContain('src/store.ts')
    const nothing = await run((ask) => (isPlanning(ask) ? obedient(ask) : 'I forgot.'))
    expect(nothing.generation).toMatchObject({ ok: false, errorCode: 'unusable_output' })
  })

  it('ends the other parts on the wire where one fails, and says why that one did', async () => {
    const failing = PAGES[0] ?? ''
    const { generation, asks } = await run(async (ask) => {
      if (ask.wanted.includes(failing)) return { error: 'content_policy' }
      const { signal } = ask.call
      if (!isPlanning(ask) && ask.wanted.some((path) => PAGES.includes(path))) {
        if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve))
        return { error: 'cancelled' }
      }
      return obedient(ask)
    })
    expect(generation).toMatchObject({ ok: false, errorCode: 'content_policy' })
    expect(generation.calls).toHaveLength(asks.length)
    expect(asks.some(({ wanted }) => wanted.includes('src/App.tsx'))).toBe(false)
  })

  it('keeps the first of two answers for the same file', async () => {
    const { generation, told } = await run((ask) => {
      if (isPlanning(ask)) return obedient(ask)
      const again = ask.wanted.includes('package.json') ? [] : ['package.json']
      return `${write(ask.wanted)}\n${again.map((path) => `<file path="${path}">\nother\n</file>`).join('')}`
    })
    expect(generation.ok && generation.files['package.json']).toBe('// package.json\n')
    expect(told.filter((path) => path === 'package.json')).toHaveLength(1)
  })
})
