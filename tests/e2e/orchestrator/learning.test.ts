/** What a run teaches after it was answered, and what experiments on traffic make of runs, against the running stack. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { eventually, invoke, type Person, serviceClient, signUp } from '../../support/people.ts'

const FUNCTION = 'multi-model-orchestrator'

let dataDir: string
let stack: Stack
let ada: Person
let bob: Person

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  stack = await startStack({ port: 0, dataDir })
  ada = await signUp(stack)
  bob = await signUp(stack)
})

afterAll(async () => {
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function runOf(
  person: Person,
): Promise<{ runId: string; strategy: { model: string; approach: string } }> {
  const { status, body } = await invoke(person.client, FUNCTION, {
    body: { request: 'Build a landing page for a bakery', maxStrategies: 1 },
  })
  expect(status).toBe(200)
  return body
}

const rate = (person: Person, runId: string, body: Record<string, unknown>) =>
  invoke(person.client, `${FUNCTION}/runs/${runId}/feedback`, { body })

async function verdicts(model: string, approach: string): Promise<number> {
  const { data, error } = await serviceClient(stack)
    .from('model_evidence')
    .select('quality_weight')
    .match({ tier: 'all', model, approach })
    .single()
  if (error) throw error
  return data.quality_weight
}

describe('feedback', () => {
  it('is learnt from once, also from a user who speaks at once', async () => {
    const { runId, strategy } = await runOf(ada)
    expect(await rate(ada, runId, { rating: 0.25, comment: 'too plain' })).toEqual({
      status: 200,
      body: { success: true, runId, recorded: true },
    })
    const learnt = await verdicts(strategy.model, strategy.approach)
    // the scorer's verdict and the user's, a little faded
    expect(learnt).toBeCloseTo(2, 2)

    expect(await rate(ada, runId, { rating: 1 })).toEqual({
      status: 200,
      body: { success: true, runId, recorded: false },
    })
    expect(await verdicts(strategy.model, strategy.approach)).toBe(learnt)
    const { data } = await ada.client.from('run_feedback').select('rating, comment').eq('run_id', runId)
    expect(data).toEqual([{ rating: 0.25, comment: 'too plain' }])
  })

  it("is refused on another's run, and without a rating between 0 and 1", async () => {
    const { runId } = await runOf(ada)
    expect(await rate(bob, runId, { rating: 0 })).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    })
    for (const body of [{}, { rating: 1.5 }, { rating: '1' }, { rating: 1, stars: 5 }]) {
      expect(await rate(ada, runId, body)).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid_request' } },
      })
    }
    expect((await rate(ada, 'no-run', { rating: 1 })).status).toBe(400)
  })
})

describe('an experiment on traffic', () => {
  it("has its arm's policy choose for the users in it, and keeps which arm that was", async () => {
    const { error } = await serviceClient(stack)
      .from('traffic_experiments')
      .insert({
        name: 'without-chance',
        arms: [
          { name: 'static', weight: 1, settings: { policy: 'static' } },
          { name: 'catalog', weight: 1, settings: { policy: 'static' } },
        ],
      })
    expect(error).toBeNull()
    const { runId } = await runOf(bob)
    const selection = await eventually(async () => {
      const { data } = await bob.client.from('model_selections').select('*').eq('run_id', runId)
      return data?.[0]
    })
    expect(selection).toMatchObject({
      policy: 'static',
      experiment: 'without-chance',
      experiment_arm: expect.stringMatching(/^(static|catalog)$/),
    })
  })
})
