/** The queue in the browser, from a configuration to what it cost, with the sandbox models behind it. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Stack } from '../../../local/stack.ts'
import { axeViolations, overflowPx } from '../../support/browser.ts'
import { withDashboard } from '../../support/dashboard.ts'

let stack: Stack
let page: Page
let faults: string[]

withDashboard('/queue?tab=configurations', (opened) => {
  ;({ stack, page, faults } = opened)
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const openTab = (name: string) => page.getByRole('tab', { name, exact: true }).click()

interface TestConfiguration {
  name: string
  model: string
  maxCalls?: number
}

async function configure({ name, model, maxCalls }: TestConfiguration): Promise<void> {
  await button('New configuration').click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('combobox', { name: 'Models of extract_details', exact: true }).fill(model)
  await button('Add to Models of extract_details').click()
  await page.getByLabel('Temperature').fill('0.2')
  if (maxCalls !== undefined) await page.getByLabel('Calls an item at most').fill(String(maxCalls))
  await button('Save configuration').click()
  await page.getByRole('heading', { level: 2, name, exact: true }).waitFor()
}

/** Adds an item with the configuration that was chosen last; its page opens. */
async function addItem(name: string): Promise<void> {
  await openTab('Items')
  await button('Add an item').click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Text').fill('Invoice A-1. Total: 12.50 EUR.')
  await page.getByLabel('Ground truth').fill('{ "number": "A-1", "total": 12.5 }')
  await button('Add and process').click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

const backToQueue = () => page.getByRole('main').getByRole('link', { name: 'Queue' }).click()

describe('the queue', () => {
  test('a configuration is kept on the server, and the last choice in the browser', async () => {
    await button('New configuration').click()
    await page.getByLabel('Name', { exact: true }).fill('Nameless')
    await page.getByRole('combobox', { name: 'Models of validate', exact: true }).fill('no-such-model')
    await button('Add to Models of validate').click()
    await button('Save configuration').click()
    await page.getByRole('alert').getByText('no-such-model').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await button('Cancel').click()

    await configure({ name: 'Careful', model: 'sandbox-gemini-strong' })
    await configure({ name: 'Quick', model: 'sandbox-openai-fast' })
    const rows = await stack.query(
      'select name, temperature, stage_models from public.model_configurations order by name',
    )
    expect(rows).toEqual([
      { name: 'Careful', temperature: 0.2, stage_models: { extract_details: ['sandbox-gemini-strong'] } },
      { name: 'Quick', temperature: 0.2, stage_models: { extract_details: ['sandbox-openai-fast'] } },
    ])
    await button('Use Careful for new items').click()
    await page.reload()
    await button('Use Quick for new items').waitFor()
    expect(await button('Use Careful for new items').count()).toBe(0)
  })

  test('an item goes through its stages, and its page says with which models and how well', async () => {
    await addItem('Invoice A-1')
    await page.getByRole('main').getByText('completed', { exact: true }).waitFor({ timeout: 20_000 })
    const calls = page.getByRole('table', { name: 'Calls of extract_details' })
    await calls.getByText('sandbox-gemini-strong').waitFor()
    await calls.getByRole('button', { name: /^Answer of sandbox-gemini-strong/ }).click()
    const [item] = await stack.query<{ cost: number; accuracy: number; calls: number }>(
      'select cost_usd::float8 as cost, accuracy, calls from public.ai_extraction_queue',
    )
    const tiles = await page.locator('.tiles').textContent()
    expect(item).toMatchObject({ accuracy: 1, calls: 4 })
    expect(tiles).toContain('Accuracy100%')
    expect(tiles).toContain('Calls4')
    expect(tiles).toContain(`Cost$${Number(item?.cost.toPrecision(3))}`)
    expect(await axeViolations(page)).toEqual([])
  })

  test('an item that cannot be ended is a dead letter, and is tried again when asked', async () => {
    await backToQueue()
    await openTab('Configurations')
    await configure({ name: 'Bounded', model: 'sandbox-openai-fast', maxCalls: 1 })
    await addItem('Invoice A-2')
    await page.getByRole('main').getByText('dead letter', { exact: true }).waitFor({ timeout: 20_000 })
    await page.getByRole('alert').waitFor()
    expect(await axeViolations(page)).toEqual([])
    const retried = page.waitForResponse(
      (response) => response.url().endsWith('/retry') && response.request().method() === 'POST',
    )
    await button('Retry').click()
    expect((await retried).status()).toBe(202)
  })

  test('paused, nothing runs; items can be told apart by their status', async () => {
    await backToQueue()
    await button('Pause').click()
    await button('Resume').waitFor()
    await openTab('Configurations')
    await button('Use Quick for new items').click()
    await addItem('Invoice A-3')
    await page.getByRole('main').getByText('paused', { exact: true }).waitFor()
    await backToQueue()
    await page.getByLabel('Status').selectOption({ label: 'paused' })
    const items = page.getByRole('table', { name: /^The newest/ })
    await items.getByRole('link', { name: 'Invoice A-3' }).waitFor()
    expect(await items.getByRole('link').count()).toBe(1)
    expect(new URL(page.url()).searchParams.get('status')).toBe('paused')
    expect(await axeViolations(page)).toEqual([])
    await button('Resume').click()
    await page.getByLabel('Status').selectOption({ label: 'completed' })
    await items.getByRole('link', { name: 'Invoice A-3' }).waitFor({ timeout: 20_000 })
  })

  test('what it used and cost is what the database says, with advice and A against B', async () => {
    await openTab('Usage and cost')
    await page.getByRole('img', { name: /^Cost of an item by configuration\./ }).waitFor()
    await page.getByText('Cost of an item by configuration as a table').click()
    const table = page.getByRole('table', { name: 'Configurations' })
    const careful = await table
      .getByRole('row')
      .filter({ hasText: 'Careful' })
      .getByRole('cell')
      .allTextContents()
    const [known] = await stack.query<{ avg_cost_usd: number }>(
      `select avg_cost_usd::float8 from public.configuration_performance where name = 'Careful'`,
    )
    expect(careful.slice(0, 3)).toEqual(['Careful', '1', '100%'])
    expect(Number(careful[5]?.slice(1))).toBeCloseTo(known?.avg_cost_usd ?? Number.NaN, 5)
    const stages = page.getByRole('table', { name: 'Models by stage' })
    expect(await stages.getByRole('row').filter({ hasText: 'extract_details' }).count()).toBe(2)
    await page.getByRole('table', { name: /^The newest \d+ calls/ }).waitFor()
    await page.getByLabel('Advice on').selectOption({ label: 'Quick' })
    await button('Evidence on extract_details').click()
    await page.getByRole('table', { name: 'What has been measured in extract_details' }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    expect(await axeViolations(page)).toEqual([])

    await openTab('A/B')
    await page.getByLabel('A', { exact: true }).selectOption({ label: 'Careful (version 1)' })
    await page.getByLabel('B', { exact: true }).selectOption({ label: 'Quick (version 1)' })
    const comparison = page.getByRole('table', { name: /^A is “Careful”, B is “Quick”/ })
    expect(await comparison.getByRole('row').filter({ hasText: 'Success' }).textContent()).toContain(
      '1 of A, 1 of B',
    )
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await overflowPx(page)).toBe(0)
    expect(faults.filter((fault) => !fault.includes('status of 400'))).toEqual([])
  })
})
