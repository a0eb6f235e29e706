/** An experiment in the browser, started and watched to its report, with the sandbox models behind it. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Stack } from '../../../local/stack.ts'
import { axeViolations, overflowPx } from '../../support/browser.ts'
import { withDashboard } from '../../support/dashboard.ts'

const MODELS = ['sandbox-gemini-fast', 'sandbox-openai-fast']

let stack: Stack
let page: Page
let faults: string[]

withDashboard('/experiments', (opened) => {
  ;({ stack, page, faults } = opened)
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const state = (name: string) => page.getByRole('main').getByText(name, { exact: true })

describe('experiments', () => {
  test('what is wrong with a configuration is told with its line', async () => {
    await page.getByText('There are no experiments yet.').waitFor()
    await button('New experiment').click()
    await button('Start experiment').click()
    await page.getByRole('alert').getByText('Choose at least one model.').waitFor()
    await page.getByRole('tab', { name: 'YAML' }).click()
    await page.getByLabel('Configuration').fill('NUM_AGENTS: 4\nNUM_ROUNDS: many\n')
    await button('Start experiment').click()
    const alert = page.getByRole('alert')
    await alert.getByText('Line 2').waitFor()
    expect(await alert.textContent()).toContain('NUM_ROUNDS')
    expect(await axeViolations(page)).toEqual([])
  })

  test('one is started from the form and watched to its end', async () => {
    await page.getByRole('tab', { name: 'Form' }).click()
    for (const model of MODELS) {
      await page.getByRole('combobox', { name: 'Models' }).fill(model)
      await page.keyboard.press('Enter')
    }
    await page.getByLabel('Agents a group').fill('4')
    await page.getByLabel('Rounds').fill('2')
    await page.getByLabel('Seed').fill('7')
    await button('Start experiment').click()
    await page
      .getByRole('heading', { level: 1, name: 'mixed, only sandbox-gemini-fast, only sandbox-openai-fast' })
      .waitFor()
    await page.getByRole('progressbar', { name: 'All groups' }).waitFor()
    await page.getByRole('progressbar', { name: 'Group 1: mixed' }).waitFor()
    await state('completed').waitFor({ timeout: 20_000 })
    expect(await page.locator('.tiles').textContent()).toContain('6 of 6')
  })

  test('its report is what the API says, by model, pair, and kind of group', async () => {
    const byModel = page.getByRole('table', { name: 'Models, with 95 % intervals' })
    await byModel.waitFor()
    const [rate] = await stack.query<{ rate: number }>(
      `select avg((decision ->> 'decision' = 'cooperate')::int)::float8 as rate
       from public.experiment_rounds round
       cross join jsonb_array_elements(round.decisions) decision
       join public.experiment_agents agent on agent.experiment_id = round.experiment_id
         and agent.group_number = round.group_number and agent.agent_number = (decision ->> 'agent')::int
       where agent.model_name = $1 and decision ->> 'decision' is not null and decision ->> 'outcome' = 'answered'`,
      [MODELS[0]],
    )
    const percent = `${Math.round((rate?.rate ?? Number.NaN) * 1000) / 10}%`
    const row = byModel.getByRole('row').filter({ hasText: MODELS[0] })
    expect(await row.getByRole('cell').nth(3).textContent()).toMatch(
      new RegExp(`^${percent.replace('.', '\\.')} \\(`),
    )
    await page
      .getByRole('img', { name: /^Cooperation over rounds\./ })
      .locator('.recharts-line')
      .first()
      .waitFor()
    await page.getByText('Cooperation over rounds as a table').click()
    const rounds = page.getByRole('table', { name: 'Cooperation by round and model, with 95 % intervals' })
    expect(await rounds.getByRole('row').count()).toBe(3)
    expect(await axeViolations(page)).toEqual([])

    await page.getByRole('tab', { name: 'By pair' }).click()
    await page.getByText('Cooperation by pair as a table').click()
    const pairs = page.getByRole('table', { name: 'Cooperation by pair, with 95 % intervals' })
    expect(await pairs.getByRole('row').count()).toBe(5)
    await page.getByRole('tab', { name: 'Homogeneous and mixed' }).click()
    await page.getByText('Homogeneous against mixed as a table').click()
    await page.getByRole('table', { name: /^Homogeneous against mixed/ }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('tab', { name: 'Setup' }).click()
    const agents = page.getByRole('table', { name: 'Agents' })
    await agents.waitFor()
    expect(await agents.getByRole('row').count()).toBe(13)
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await overflowPx(page)).toBe(0)
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  test('one is started from YAML and cancelled, and the list has both', async () => {
    await page.getByRole('main').getByRole('link', { name: 'Experiments' }).click()
    await button('New experiment').click()
    await page.getByRole('tab', { name: 'YAML' }).click()
    await page
      .getByLabel('Configuration')
      .fill('NUM_AGENTS: 6\nNUM_ROUNDS: 50\nDEFAULT_MODEL: sandbox-gemini-strong\nSEED: 1\n')
    await button('Start experiment').click()
    await page.getByRole('progressbar', { name: 'All groups' }).waitFor()
    await button('Cancel').click()
    await state('cancelled').waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Experiments' }).click()
    const list = page.getByRole('table', { name: 'Your experiments' })
    await list.getByRole('row').filter({ hasText: 'completed' }).waitFor()
    expect(await list.getByRole('row').count()).toBe(3)
    expect(faults.filter((fault) => !fault.includes('status of 400'))).toEqual([])
  })
})
