import { describe, expect, it } from 'vitest'
import {
  generateProgressive,
  MAX_REPAIR_ROUNDS,
} from '../../../supabase/functions/_shared/generation/approaches/progressive.ts'
import type { GenerationTask } from '../../../supabase/functions/_shared/generation/generation.ts'
import type { CallOutcome, ModelCall } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { accountOf } from '../../fixtures/calls.ts'
import { evenScore } from '../../fixtures/scores.ts'
import { generationTask } from './generationTask.ts'

const REQUEST = 'Build a counter'

/** Answers in order; a project's `score.txt` is its score, and below 90 it has a major problem. */
async function run(answers: string[], more: Partial<GenerationTask> = {}) {
  const calls: ModelCall[] = []
  const task = generationTask({
    request: REQUEST,
    profile: { ...profileTask({ request: REQUEST }), output: 'files' },
    // A change to an existing project: there is nothing to plan.
    context: { files: { 'score.txt': '0' } },
    score: ({ files }) => {
      const overall = Number(files['score.txt'])
      const problem = {
        rule: 'empty-handler',
        severity: 'major' as const,
        file: 'a.ts',
        line: 3,
        message: 'does nothing',
      }
      return evenScore(overall, overall < 90 ? [problem] : [])
    },
    async callModel(call): Promise<CallOutcome> {
      const text = answers[calls.length] ?? ''
      calls.push(call)
      const account = accountOf()
      if (text === 'cancelled')
        return { ok: false, text: '', error: { code: 'cancelled', message: 'cancelled' }, ...account }
      await call.onText?.(text)
      return { ok: true, text, ...account }
    },
    ...more,
  })
  return { generation: await generateProgressive(task), calls }
}

const project = (score: number) =>
  `Made it.\n<file path="a.ts">\nlet a\n</file>\n<file path="score.txt">${score}</file>`
const repair = (score: number) => `Fixed.\n<file path="score.txt">${score}</file>`
const scoreOf = ({ generation }: Awaited<ReturnType<typeof run>>) =>
  generation.ok ? Number(generation.files['score.txt']) : undefined

describe('generateProgressive', () => {
  it('stops at a draft without grave problems', async () => {
    const result = await run([project(95)])
    expect(result.calls).toHaveLength(1)
    expect(scoreOf(result)).toBe(95)
  })

  it('shows the model its project and the problems, and keeps what it repairs', async () => {
    const result = await run([project(50), repair(92)])
    expect(scoreOf(result)).toBe(92)
    expect(result.generation).toMatchObject({
      ok: true,
      message: 'Made it.',
      files: { 'a.ts': 'let a\n' },
      calls: [{ stage: 'generate' }, { stage: 'repair' }],
    })
    const asked = result.calls[1]?.messages.at(-1)?.content ?? ''
    expect(asked).toContain('<file path="a.ts">')
    expect(asked).toContain('a.ts:3: does nothing (empty-handler)')
    expect(asked).toContain(REQUEST)
  })

  it('goes on while it helps, within bounds', async () => {
    const result = await run([project(10), repair(20), repair(30), repair(40), repair(50)])
    expect(result.calls).toHaveLength(1 + MAX_REPAIR_ROUNDS)
    expect(scoreOf(result)).toBe(30)
  })

  it('keeps the draft where a repair makes it worse, or is no project', async () => {
    expect(scoreOf(await run([project(50), repair(40)]))).toBe(50)
    expect(scoreOf(await run([project(50), 'I would rather not.']))).toBe(50)
  })

  it('ends as cancelled where it is, and books both calls', async () => {
    const { generation } = await run([project(50), 'cancelled'])
    expect(generation).toMatchObject({ ok: false, errorCode: 'cancelled', calls: [{}, {}] })
  })

  it('does not repair on a budget that the draft has used', async () => {
    expect((await run([project(50), repair(92)], { maxOutputTokens: 500 })).calls).toHaveLength(1)
  })
})
