/** Whatever a model answers is a project inside its folder, or a failed attempt; never a fault of ours, never a hang. */
import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runAttempt } from '../../../supabase/functions/_shared/execution/attempt.ts'
import {
  createFileAnnouncer,
  readProject,
} from '../../../supabase/functions/_shared/generation/projectReader.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { scoreProject } from '../../../supabase/functions/_shared/scoring/scoreProject.ts'
import { accountOf } from '../../fixtures/calls.ts'
import { anyAnswer } from '../../fixtures/hostileText.ts'
import { modelNamed } from '../../fixtures/models.ts'

/** By the rules of both kinds of systems, and not by the code under test. */
function isInside(path: string): boolean {
  if (path === '' || path.includes('\u0000')) return false
  return (
    posix.resolve('/project', path).startsWith('/project/') &&
    win32.resolve('C:\\project', path).startsWith('C:\\project\\') &&
    win32.parse(path).root === ''
  )
}

/** The longest that one answer of a few kilobytes may take to read. */
const READ_MS = 250

describe('the project reader', () => {
  it('names no file outside the project in 8,000 answers, cut into pieces anywhere', () => {
    let projects = 0
    fc.assert(
      fc.property(anyAnswer, fc.integer({ min: 1, max: 200 }), (answer, pieceLength) => {
        const told: string[] = []
        const startedAtMs = performance.now()
        const announce = createFileAnnouncer({}, (path) => told.push(path))
        for (let at = 0; at < answer.length; at += pieceLength) announce(answer.slice(at, at + pieceLength))
        const reading = readProject(answer)
        expect(performance.now() - startedAtMs).toBeLessThan(READ_MS)
        if (reading.ok) {
          projects++
          told.push(...Object.keys(reading.files), ...reading.removed)
        } else {
          expect(reading.reason).not.toBe('')
        }
        for (const path of told) expect(path).toSatisfy(isInside)
      }),
      { numRuns: 8_000 },
    )
    // the generator makes answers that are read, not only such as are refused
    expect(projects).toBeGreaterThan(400)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  }, 60_000)
})

describe('an attempt', () => {
  const model = modelNamed('m', { maxOutputTokens: 10_000, price: null })

  it('ends as succeeded with a score, or as unusable, for 2,000 answers; the scorer never fails', async () => {
    const request = 'Build a todo app with React'
    const context = { files: { 'package.json': '{}', 'src/App.tsx': 'export const App = () => null\n' } }
    const profile = profileTask({ request, context })
    const ends = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(anyAnswer, async (answer) => {
        const faults: unknown[] = []
        const attempt = await runAttempt(
          {
            request,
            context,
            profile,
            deadlineAtMs: 10_000,
            callModel: async (call) => {
              await call.onText?.(answer)
              return {
                ok: true,
                text: answer,
                ...accountOf({ costNanoUsd: 0 }),
              }
            },
            score: ({ files }) => scoreProject({ files, request, profile, before: context.files }),
            onFault: (error) => faults.push(error),
            now: () => 0,
            sleep: async () => undefined,
            random: () => 0.5,
          },
          {
            model,
            approach: 'simple',
            priority: 1,
            expectedQuality: 70,
            expectedCostNanoUsd: 0,
            expectedDurationMs: 1,
            expectedUtility: 70,
            reservationValue: 80,
          },
        )
        expect(faults).toEqual([])
        const end = attempt.status === 'succeeded' ? attempt.status : attempt.errorCode
        ends.set(end, (ends.get(end) ?? 0) + 1)
        if (attempt.status !== 'succeeded') return
        expect(Number.isInteger(attempt.breakdown.overall)).toBe(true)
        expect(attempt.breakdown.overall).toBeGreaterThanOrEqual(0)
        expect(attempt.breakdown.overall).toBeLessThanOrEqual(100)
        for (const path of Object.keys(attempt.files)) expect(path).toSatisfy(isInside)
      }),
      { numRuns: 2_000 },
    )
    expect([...ends.keys()].toSorted()).toEqual(['succeeded', 'unusable_output'])
    expect(ends.get('succeeded')).toBeGreaterThan(100)
  }, 120_000)
})
