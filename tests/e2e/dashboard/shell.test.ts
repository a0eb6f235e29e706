/** What holds for every page of the dashboard. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT_DIR, type Stack } from '../../../local/stack.ts'
import {
  axeViolations,
  overflowPx,
  signInVisitor,
  startBrowser,
  startDashboardStack,
  type Visitor,
} from '../../support/browser.ts'

const PAGES = ['Overview', 'Playground', 'Selection', 'Scenarios', 'Queue', 'Experiments', 'Runs', 'Settings']

let dataDir: string
let stack: Stack
let browser: Browser
let visitor: Visitor

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  stack = await startDashboardStack({ port: 0, dataDir })
  browser = await startBrowser()
  visitor = await signInVisitor(browser, stack)
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const heading = (name: string) => visitor.page.getByRole('heading', { level: 1, name, exact: true })

describe('every page', () => {
  test.each(PAGES)('%s opens from the navigation, by mouse or by address, without a fault', async (name) => {
    const { page, faults } = visitor
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click()
    await heading(name).waitFor()
    expect(await page.title()).toBe(`${name} · Merit`)
    await page.reload()
    await heading(name).waitFor()
    expect(faults).toEqual([])
  })

  test.each(
    PAGES.flatMap(
      (name) =>
        [
          [name, 'light' as const],
          [name, 'dark' as const],
        ] as const,
    ),
  )('%s gives axe nothing to say, %s', async (name, colorScheme) => {
    const { page } = visitor
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${stack.url}${name === 'Overview' ? '/' : `/${name.toLowerCase()}`}`)
    await heading(name).waitFor()
    await page
      .getByText(/^Loading .* …$/)
      .first()
      .waitFor({ state: 'detached' })
    expect(await axeViolations(page)).toEqual([])
  })

  test.each(PAGES)('%s fits into 360 px', async (name) => {
    const { page } = visitor
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${stack.url}${name === 'Overview' ? '/' : `/${name.toLowerCase()}`}`)
    await heading(name).waitFor()
    await page
      .getByText(/^Loading .* …$/)
      .first()
      .waitFor({ state: 'detached' })
    expect(await overflowPx(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })
  })
})

test('the keyboard skips to the page, and a new page takes the focus', async () => {
  const { page } = visitor
  await page.goto(stack.url)
  await heading('Overview').waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the page')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  await page.getByRole('link', { name: 'Runs', exact: true }).focus()
  await page.keyboard.press('Enter')
  await heading('Runs').waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
})

test('the choice of colours outlives a reload', async () => {
  const { page } = visitor
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${stack.url}/settings`)
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.getByLabel('Colours').selectOption('dark')
  const dark = await ground()
  await page.reload()
  await heading('Settings').waitFor()
  expect(await ground()).toBe(dark)
  await page.getByLabel('Colours').selectOption('system')
  expect(await ground()).not.toBe(dark)
})

test('who is not signed in sees no page, and who signs out neither', async () => {
  const other = await signInVisitor(browser, stack, { path: '/runs' })
  await other.page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
  await other.page.getByRole('button', { name: 'Sign out' }).click()
  await other.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  expect(await axeViolations(other.page)).toEqual([])
  await other.page.getByLabel('Email').fill(other.email)
  await other.page.getByLabel('Password').fill('not the password')
  await other.page.getByRole('button', { name: 'Sign in' }).click()
  await other.page.getByRole('alert').waitFor()
  await other.context.close()
})

test('scripts come from the dashboard alone', async () => {
  const response = await fetch(`${stack.url}/runs`)
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  const { page } = visitor
  await page.goto(stack.url)
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.ran = true'
    document.body.append(script)
    return 'ran' in window
  })
  expect(ran).toBe(false)
})

test('what is loaded at first is at most 250 KB of compressed script', async () => {
  const dist = join(PROJECT_DIR, 'dashboard', 'dist')
  const manifest: Record<string, { file: string; isEntry?: boolean; imports?: string[] }> = JSON.parse(
    await readFile(join(dist, '.vite', 'manifest.json'), 'utf8'),
  )
  const initial = new Set<string>()
  const add = (key: string) => {
    const chunk = manifest[key]
    if (chunk === undefined || initial.has(chunk.file)) return
    initial.add(chunk.file)
    chunk.imports?.forEach(add)
  }
  for (const [key, { isEntry }] of Object.entries(manifest)) if (isEntry) add(key)
  const sizes = await Promise.all(
    [...initial].map(async (file) => gzipSync(await readFile(join(dist, file))).length),
  )
  expect(sizes.length).toBeGreaterThan(0)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250 * 1024)
})
