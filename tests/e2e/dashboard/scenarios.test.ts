/** A scenario in the browser, from editing to comparison, with the sandbox models behind it. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Stack } from '../../../local/stack.ts'
import { axeViolations, overflowPx } from '../../support/browser.ts'
import { withDashboard } from '../../support/dashboard.ts'

const MODELS = ['sandbox-gemini-strong', 'sandbox-gemini-fast']
const STEPS = [
  { text: 'Two cheese sandwiches and a tomato soup, please.', truth: '2 cheese sandwich\n1 tomato soup' },
  { text: 'And a lemonade.', truth: '2 cheese sandwich\n1 tomato soup\n1 lemonade' },
  // A fast model only ever adds: it keeps the soup, and has one lemonade too many.
  { text: 'Actually, leave the soup, and make it two lemonades.', truth: '2 cheese sandwich\n2 lemonade' },
]

let stack: Stack
let page: Page
let faults: string[]

withDashboard('/scenarios', (opened) => {
  ;({ stack, page, faults } = opened)
})

const openTab = (name: string) => page.getByRole('tab', { name, exact: true }).click()

describe('scenarios', () => {
  test('one is made, with models and steps, and what is wrong in it is told before it is sent', async () => {
    await page.getByText('There are no scenarios yet.').waitFor()
    await page.getByRole('button', { name: 'New scenario' }).click()
    await page.getByLabel('Name').fill('Lunch')
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Create scenario' }).click()
    await page.getByRole('heading', { level: 1, name: 'Lunch' }).waitFor()
    for (const model of MODELS) {
      await page.getByRole('combobox', { name: 'Models' }).fill(model)
      await page.keyboard.press('Enter')
    }
    await page.getByRole('button', { name: 'Remove sandbox-gemini-fast' }).waitFor()
    for (const [index, { text, truth }] of STEPS.entries()) {
      await page.getByRole('button', { name: 'Add a step' }).click()
      await page.getByLabel(`Prompt of step ${index + 1}`).fill(text)
      await page.getByLabel(`Ground truth of step ${index + 1}`).fill(truth)
    }
    const last = page.getByLabel('Ground truth of step 3')
    await last.fill('[1]')
    await page.getByRole('alert').getByText('to hold objects only').waitFor()
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await last.fill(STEPS[2]?.truth ?? '')
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved.').waitFor()

    await page.reload()
    expect(await page.getByLabel('Prompt of step 2').inputValue()).toBe(STEPS[1]?.text)
    expect(await page.getByLabel('Ground truth of step 3').inputValue()).toBe(STEPS[2]?.truth)
    const steps = await stack.query('select ground_truth from public.scenario_steps where step_number = 3')
    expect(steps).toEqual([
      {
        ground_truth: [
          { name: 'cheese sandwich', quantity: 2 },
          { name: 'lemonade', quantity: 2 },
        ],
      },
    ])
  })

  test('it runs, says which model and step, and shows what each made of each step', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByText(/^Model [12]\/2 \(sandbox-gemini-(strong|fast)\), step [1-3]\/3$/).waitFor()
    await page.getByRole('heading', { name: 'Running' }).waitFor({ state: 'detached', timeout: 20_000 })
    const answers = page.getByRole('table', { name: 'Answers to step 3' })
    const fast = answers.getByRole('row').filter({ hasText: 'sandbox-gemini-fast' })
    const strong = answers.getByRole('row').filter({ hasText: 'sandbox-gemini-strong' })
    await fast.getByText('differs').waitFor()
    expect(await fast.textContent()).toMatch(/tomato soup\s*extra/)
    expect(await fast.textContent()).toMatch(/3 lemonade\s*should be 2/)
    expect(await strong.textContent()).toContain('100%100%100%exact')
    await answers.getByRole('button', { name: 'Answer of sandbox-gemini-fast to step 3' }).click()
    await answers.getByText('"predicted_cart"').waitFor()
    expect(await axeViolations(page)).toEqual([])
  })

  test('one model is asked about one step again, and nothing else is', async () => {
    const called = () =>
      stack.query<{ model: string; calls: number }>(
        'select model, count(*)::int as calls from public.model_usage group by model order by model',
      )
    const before = await called()
    await page.getByRole('button', { name: 'Ask sandbox-gemini-fast again' }).click()
    await page.getByRole('heading', { name: 'Running' }).waitFor()
    await page.getByRole('heading', { name: 'Running' }).waitFor({ state: 'detached', timeout: 20_000 })
    const fast = before.find(({ model }) => model === 'sandbox-gemini-fast')
    expect(await called()).toEqual(
      before.map((usage) => (usage === fast ? { ...usage, calls: usage.calls + 1 } : usage)),
    )
  })

  test('the costs are those of the calls, and the comparison is a chart and a table', async () => {
    await openTab('Cost')
    const costs = page.getByRole('table', { name: 'Cost by model and in all' })
    const [used] = await stack.query<{ input: number; output: number }>(
      `select sum(input_tokens)::int as input, sum(output_tokens)::int as output from public.scenario_step_results`,
    )
    const inAll = costs.getByRole('row').filter({ hasText: 'In all' })
    const cells = await inAll.getByRole('cell').allInnerTexts()
    expect(cells.slice(1, 4)).toEqual([
      '6',
      used?.input.toLocaleString('en-US'),
      used?.output.toLocaleString('en-US'),
    ])
    expect(new URL(page.url()).searchParams.get('tab')).toBe('cost')

    await openTab('Summary')
    await page
      .getByRole('img', { name: /^Quality by model\./ })
      .locator('.recharts-bar-rectangle')
      .first()
      .waitFor()
    await page.getByText('Quality by model as a table').click()
    const ranks = page.getByRole('table', { name: 'Models by rank' }).getByRole('row')
    expect(await ranks.nth(1).textContent()).toMatch(/^1sandbox-gemini-strong100%100%100%/)
    expect(await ranks.nth(2).textContent()).toMatch(/^2sandbox-gemini-fast/)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axeViolations(page)).toEqual([])
    }
  })

  test('a second execution stands beside the first, and a file brings another scenario', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByRole('heading', { name: 'Running' }).waitFor({ timeout: 20_000 })
    await page.getByRole('heading', { name: 'Running' }).waitFor({ state: 'detached', timeout: 20_000 })
    await page.getByLabel('Execution').selectOption({ index: 1 })
    await page.getByRole('table', { name: 'Answers to step 1' }).waitFor()
    expect(new URL(page.url()).searchParams.get('execution')).not.toBeNull()
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await overflowPx(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })

    await page.getByRole('link', { name: 'Scenarios', exact: true }).first().click()
    await page
      .getByLabel('File of scenarios')
      .setInputFiles(
        join(import.meta.dirname, '..', '..', '..', 'benchmarks', 'scenarios', 'lunch-order.yaml'),
      )
    await page.getByRole('link', { name: 'Lunch order' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    expect(faults).toEqual([])
  })
})
