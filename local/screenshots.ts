/**
 * `npm run screenshots [-- FOLDER]`: a PNG of each page of the dashboard, light and dark, as a user with some months of
 * history sees it. Starts a stack of its own in a temporary folder.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildDashboard } from './dashboardBuild.ts'
import { seedHistory } from './screenshots/seedHistory.ts'
import { PROJECT_DIR, type Stack, startStack } from './stack.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const VIEWPORT = { width: 1280, height: 800 }
const ACCOUNT = { email: 'ada@example.com', password: 'only-for-screenshots' }

async function main(folder: string): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'merit-screenshots-'))
  await mkdir(folder, { recursive: true })
  let stack: Stack | undefined
  let browser: Browser | undefined
  try {
    ;[stack, browser] = await Promise.all([
      startStack({ port: 0, dataDir, log: () => undefined }),
      chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] }),
      buildDashboard(),
    ])
    const page = await browser.newPage({ viewport: VIEWPORT, reducedMotion: 'reduce', locale: 'en-GB' })
    await signUp(page, stack.url)
    const [user] = await stack.query<{ id: string }>('select id from auth.users where email = $1', [
      ACCOUNT.email,
    ])
    if (user === undefined) throw new Error('nobody was signed up')
    await seed(stack, user.id)
    for (const [name, address] of await pagesOf(page, stack.url)) await take(page, name, address, folder)
  } finally {
    await browser?.close()
    await stack?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function signUp(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('button', { name: 'I have no account yet' }).click()
  await page.getByLabel('Email').fill(ACCOUNT.email)
  await page.getByLabel('Password').fill(ACCOUNT.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('navigation', { name: 'Pages' }).waitFor()
}

async function seed(stack: Stack, userId: string): Promise<void> {
  await seedHistory(stack.query, { userId, attempts: 6_000, days: 60 })
  await stack.query(
    `insert into public.spend_limits (per_user, period, limit_nano_usd) values (true, 'month', 150000000000)`,
  )
  await stack.query(`insert into public.rate_limits (per_user, requests_per_minute) values (true, 60)`)
  await stack.query(
    `insert into private.spend_counters (limit_id, subject, period_started_at, spent_nano_usd)
     select id, $1, date_trunc('month', now(), 'UTC'), private.spent_since($1, date_trunc('month', now(), 'UTC'))
     from public.spend_limits`,
    [userId],
  )
  await stack.query(
    `insert into public.provider_health (provider, model, state, failures, consecutive_failures, openings, opened_at, retry_at, last_error_code)
     values ('openai', 'gpt-4.1-mini', 'open', 6, 6, 5, now(), now() + interval '4 minutes', 'server_error')`,
  )
}

/** The pages of the navigation, and the newest run's own. */
async function pagesOf(page: Page, url: string): Promise<[string, string][]> {
  const links = await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('listitem')
    .getByRole('link')
    .all()
  const pages = await Promise.all(
    links.map(
      async (link): Promise<[string, string]> => [
        ((await link.textContent()) ?? '').trim().toLowerCase(),
        new URL((await link.getAttribute('href')) ?? '/', url).href,
      ],
    ),
  )
  await page.goto(`${url}/runs`)
  const run = page.locator('a[href^="/runs/"]').first()
  await run.waitFor()
  return [...pages, ['run', new URL((await run.getAttribute('href')) ?? '', url).href]]
}

async function take(page: Page, name: string, address: string, folder: string): Promise<void> {
  await page.goto(address)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page
      .getByText(/^Loading .* …$/)
      .first()
      .waitFor({ state: 'detached' })
    const path = join(folder, `${name}-${colorScheme}.png`)
    await page.screenshot({ path })
    console.log(path)
  }
}

await main(resolve(process.argv[2] ?? join(PROJECT_DIR, 'docs', 'screenshots')))
