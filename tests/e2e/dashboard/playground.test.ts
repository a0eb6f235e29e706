/** The playground in a browser, with models that do as they are told. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Stack } from '../../../local/stack.ts'
import { type BreakableProxy, startBreakableProxy } from '../../support/breakableProxy.ts'
import {
  axeViolations,
  overflowPx,
  signInVisitor,
  startBrowser,
  startDashboardStack,
  type Visitor,
} from '../../support/browser.ts'
import {
  type MockProvider,
  type MockReply,
  SMALL_PROJECT,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { eventually } from '../../support/people.ts'

const KEY = 'sk-test-only-000111222333'
/** The same counter with a heading of its own, so that it differs from the first. */
const OTHER_PROJECT = SMALL_PROJECT.replace('<title>Counter</title>', '<title>Another counter</title>')

let dataDir: string
let provider: MockProvider
let stack: Stack
/** What stands between the browser and the stack: the network that drops. */
let network: BreakableProxy
let browser: Browser
let visitor: Visitor
let replies: Record<string, (earlierCalls: number) => MockReply>

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider((model, earlierCalls) =>
    (replies[model] ?? (() => ({ status: 404 })))(earlierCalls),
  )
  stack = await startDashboardStack({
    port: 0,
    dataDir,
    environment: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${provider.url}/v1` },
  })
  network = await startBreakableProxy(stack.url)
  browser = await startBrowser()
  visitor = await signInVisitor(browser, network, { path: '/playground', acceptDownloads: true })
})

beforeEach(async () => {
  replies = {}
  provider.requests.length = 0
  await visitor.page.goto(`${network.url}/playground`)
})

afterAll(async () => {
  await browser?.close()
  await network?.stop()
  await stack?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

interface Asked {
  models: string[]
  threshold?: string
  parallel?: boolean
  background?: boolean
}

/** Fills the form in and runs it. */
async function run({ models, threshold, parallel, background }: Asked): Promise<void> {
  const { page } = visitor
  await page.getByLabel('Request', { exact: true }).fill('Build a counter')
  await page.getByText('More options').click()
  if (threshold !== undefined) await page.getByLabel('Quality threshold').fill(threshold)
  await page.getByLabel('Policy').selectOption('static')
  if (parallel) await page.getByLabel('In parallel').check()
  if (background) await page.getByLabel('In the background').check()
  for (const model of models) await page.getByRole('checkbox', { name: model, exact: true }).check()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
}

const attempt = (model: string): Locator =>
  visitor.page
    .getByRole('list', { name: 'Attempts' })
    .getByRole('listitem')
    .filter({ has: visitor.page.getByRole('heading', { name: model, exact: true }) })
const phase = () => visitor.page.getByRole('region', { name: 'The run' })
const winner = () => visitor.page.getByRole('region', { name: 'The winner' })

test('a run to its end: profile, scores, files, app, diff, zip, feedback', async () => {
  const { page, faults } = visitor
  replies['gpt-4o-mini'] = () => ({ text: OTHER_PROJECT, pauseMs: 20 })
  replies['gpt-4.1'] = () => ({ text: SMALL_PROJECT })
  // side by side, so that both are done
  await run({ models: ['gpt-4o-mini', 'gpt-4.1'], threshold: '100', parallel: true })
  await phase().getByText('succeeded').waitFor()

  expect(await phase().textContent()).toContain('Tried2 of 2')
  for (const model of ['gpt-4o-mini', 'gpt-4.1']) {
    await attempt(model).getByText('scored').waitFor()
    for (const dimension of ['Completeness', 'Code quality', 'Functionality', 'Performance'])
      await attempt(model).getByText(dimension).waitFor()
    await attempt(model).getByText('src/main.tsx').first().waitFor()
  }
  const runId = new URL(page.url()).searchParams.get('run')
  const [stored] = await stack.query<{ cost: string; score: number }>(
    'select cost_nano_usd::text as cost, quality_score as score from orchestration_runs where id = $1',
    [runId],
  )
  expect(Number(stored?.cost)).toBeGreaterThan(0)
  const shown = await phase().getByText(/^\$/).textContent()
  expect(Number(shown?.slice(1))).toBeCloseTo(Number(stored?.cost) / 1e9, 5)

  await winner().getByRole('button', { name: 'package.json' }).click()
  await winner().getByRole('region', { name: 'package.json' }).getByText('"counter"').waitFor()
  const downloading = page.waitForEvent('download')
  await winner().getByRole('button', { name: 'Download as zip' }).click()
  const stream = await (await downloading).createReadStream()
  const bytes: Buffer[] = []
  for await (const chunk of stream) bytes.push(chunk)
  expect(Object.keys(unzipSync(Buffer.concat(bytes)))).toContain('src/main.tsx')

  await winner().getByRole('tab', { name: 'Preview' }).click()
  const app = page.frameLocator('iframe[title="Preview of the generated app"]')
  await app.getByRole('button').first().click()
  await app.getByText(/1/).first().waitFor()

  await winner().getByRole('tab', { name: 'Against the runner-up' }).click()
  await winner().getByText('1 files differ.', { exact: false }).waitFor()
  await winner().locator('summary', { hasText: 'index.html' }).click()
  await winner()
    .getByText(/Another counter/)
    .waitFor()

  await winner().getByRole('button', { name: 'Yes' }).click()
  await page.getByText('Thank you: Merit has learnt from it.').waitFor()
  const [feedback] = await stack.query('select rating from run_feedback where run_id = $1', [runId])
  expect(feedback).toEqual({ rating: 1 })

  expect(await axeViolations(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await overflowPx(page)).toBe(0)
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(faults).toEqual([])

  // its address brings it back, and it can be asked again
  await page.reload()
  await winner().waitFor()
  await page.goto(`${network.url}/playground?repeat=${runId}`)
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Build a counter')
})

test('an early exit leaves the next model unasked', async () => {
  replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT })
  replies['gpt-4.1'] = () => ({ text: SMALL_PROJECT })
  await run({ models: ['gpt-4o-mini', 'gpt-4.1'], threshold: '20' })
  await phase().getByText('Stopped early: the quality threshold was reached.', { exact: false }).waitFor()
  expect(await phase().textContent()).toContain('Tried1 of 2')
  await visitor.page.getByText('not needed').waitFor()
  expect(provider.requests).toHaveLength(1)
})

test('in parallel, the first good result cancels the other, which closes its connection', async () => {
  replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 60_000 })
  replies['gpt-4.1'] = () => ({ text: SMALL_PROJECT })
  await run({ models: ['gpt-4o-mini', 'gpt-4.1'], threshold: '20', parallel: true })
  await attempt('gpt-4.1').getByText('winner').waitFor()
  await attempt('gpt-4o-mini').getByText('cancelled', { exact: true }).waitFor()
  await phase()
    .getByText(/^about \$/)
    .waitFor()
  expect(await provider.requests.find(({ model }) => model === 'gpt-4o-mini')?.ended).toBe('aborted')
})

test('a run that is cancelled says so and hangs up on its model', async () => {
  replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 60_000 })
  await run({ models: ['gpt-4o-mini'] })
  const call = await eventually(async () => provider.requests[0])
  await visitor.page.getByRole('button', { name: 'Cancel' }).click()
  await visitor.page.getByText('The run was cancelled.').waitFor()
  expect(await call.ended).toBe('aborted')
})

test('a run in the background goes on when the page is left', async () => {
  const { page } = visitor
  replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 1_500 })
  await run({ models: ['gpt-4o-mini'], background: true, threshold: '20' })
  await page.waitForURL(/run=/)
  const address = page.url()
  await page.goto(`${network.url}/settings`)
  await page.goto(address)
  await winner().waitFor()
  expect(provider.requests).toHaveLength(1)
})

test('a failure is told with what each model did', async () => {
  replies['gpt-4o-mini'] = () => ({ status: 400 })
  await run({ models: ['gpt-4o-mini'] })
  await visitor.page.getByRole('alert').getByText('The run failed: all 1 models tried have failed').waitFor()
  await attempt('gpt-4o-mini').getByText('failed', { exact: true }).waitFor()
})

test('the run is found again after the network dropped, and was not started twice', async () => {
  replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 2_500 })
  await run({ models: ['gpt-4o-mini'], threshold: '20' })
  await eventually(async () => provider.requests[0])
  await attempt('gpt-4o-mini').getByText('running').waitFor()
  network.break()
  await visitor.page.getByText('The connection is lost.', { exact: false }).waitFor()
  network.mend()
  await winner().waitFor({ timeout: 30_000 })
  expect(provider.requests).toHaveLength(1)
  visitor.faults.length = 0
})

/** Tries every way out of the frame that script has; each is to fail. */
const escapeAttempts = (address: string) => `
const told: string[] = []
const attempt = async (name: string, way: () => unknown) => {
  try {
    const value = await way()
    told.push(name + ':' + (value === undefined ? 'nothing' : 'GOT ' + String(value).slice(0, 60)))
  } catch {
    told.push(name + ':refused')
  }
}
export async function tryAll(): Promise<string> {
  await attempt('parent document', () => window.parent.document.title)
  await attempt('parent storage', () => window.parent.localStorage.length)
  await attempt('own cookies', () => document.cookie)
  await attempt('network', async () => (await fetch('${address}/stolen')).status)
  await attempt('api', async () => (await fetch('/config.json')).status)
  await attempt('image', () => new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve('loaded')
    image.onerror = reject
    image.src = '${address}/stolen.png'
  }))
  await attempt('top navigation', () => { window.top!.location.href = '${address}/stolen' })
  window.parent.postMessage({ state: 'running', html: '<img src=x onerror=alert(1)>' }, '*')
  return told.join(' | ')
}
`

test('what a model wrote runs in its frame alone: no page, no storage, no network', async () => {
  const { page } = visitor
  const reached: string[] = []
  const thief = createServer((request, response) => {
    reached.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve))
  try {
    const address = `http://127.0.0.1:${(thief.address() as AddressInfo).port}`
    const main = `import { tryAll } from './escape'\nvoid tryAll().then((told) => { document.body.textContent = 'DONE ' + told })\n`
    const hostile = SMALL_PROJECT.replace(/<file path="src\/main\.tsx">[\s\S]*?<\/file>/, () =>
      [
        `<file path="src/main.tsx">\n${main}</file>`,
        `<file path="src/escape.ts">${escapeAttempts(address)}</file>`,
        `<file path="src/<img src=x onerror=alert(1)>.ts">export {}</file>`,
      ].join('\n'),
    )
    replies['gpt-4o-mini'] = () => ({
      text: `<script>window.stolen = 1</script><img src=x onerror="window.stolen = 1">\n${hostile}`,
    })
    await run({ models: ['gpt-4o-mini'], threshold: '100' })
    await winner().getByRole('tab', { name: 'Preview' }).click()
    const app = page.frameLocator('iframe[title="Preview of the generated app"]')
    const told = await app.getByText('DONE', { exact: false }).first().textContent()
    expect(told).toContain('parent document:refused')
    expect(told).toContain('parent storage:refused')
    expect(told).toContain('network:refused')
    expect(told).toContain('api:refused')
    expect(told).toContain('image:refused')
    expect(told).not.toContain('GOT')
    expect(reached).toEqual([])
    expect(new URL(page.url()).pathname).toBe('/playground')
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false)
  } finally {
    thief.closeAllConnections()
    thief.close()
    // What was refused is on the console, as it should be.
    visitor.faults.length = 0
  }
})
