/** The system's Chromium, signed in to the dashboard of a running stack. */
import { AxeBuilder } from '@axe-core/playwright'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { buildDashboard } from '../../local/dashboardBuild.ts'
import { type Stack, type StackOptions, startStack } from '../../local/stack.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
}

/** A stack whose `/` is the dashboard as its sources are now. */
export async function startDashboardStack(options: StackOptions): Promise<Stack> {
  const [stack] = await Promise.all([startStack(options), buildDashboard()])
  return stack
}

export interface Visitor {
  context: BrowserContext
  page: Page
  email: string
  /** What went wrong in the page: uncaught errors, and errors on its console. */
  faults: string[]
}

/** Opens the dashboard in a browser profile of its own and signs a new user up, as a person would. */
export async function signInVisitor(
  browser: Browser,
  stack: Pick<Stack, 'url'>,
  options: BrowserContextOptions & { path?: string } = {},
): Promise<Visitor> {
  const { path = '/', ...contextOptions } = options
  const context = await browser.newContext({ reducedMotion: 'reduce', ...contextOptions })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`)
  })
  const email = `${crypto.randomUUID()}@example.com`
  await page.goto(`${stack.url}${path}`)
  await page.getByRole('button', { name: 'I have no account yet' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(crypto.randomUUID())
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('navigation', { name: 'Pages' }).waitFor()
  return { context, page, email, faults }
}

/** What axe finds on the page as it stands, one line each; empty when nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${target.join(' ')}: ${failureSummary}`),
  )
}

/** How far the page is wider than its window, in pixels. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}
