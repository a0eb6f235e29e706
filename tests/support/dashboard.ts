/** The dashboard for one test file: a stack of its own, a browser, and a new user on the page the file is about. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Stack } from '../../local/stack.ts'
import { signInVisitor, startBrowser, startDashboardStack, type Visitor } from './browser.ts'

/** Opens it before the file's tests, hands it to `onOpen`, and closes it after them. */
export function withDashboard(
  path: string,
  onOpen: (opened: Visitor & { stack: Stack; browser: Browser }) => void,
): void {
  let dataDir: string
  let stack: Stack
  let browser: Browser

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
    stack = await startDashboardStack({ port: 0, dataDir })
    browser = await startBrowser()
    onOpen({ ...(await signInVisitor(browser, stack, { path })), stack, browser })
  })

  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
}
