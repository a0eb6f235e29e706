// Who wins among attempts, and by what where they are level.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareCandidates,
  pickWinner,
  type WinnerCandidate,
} from '../../../supabase/functions/_shared/scoring/pickWinner.ts'
import type { ScoreBreakdown } from '../../../supabase/functions/_shared/scoring/scoreBreakdown.ts'

const FATAL = { rule: 'syntax-error', severity: 'fatal', message: 'broken' } as const

type Changes = Partial<Omit<WinnerCandidate, 'breakdown'>> & Partial<ScoreBreakdown>

function attempt({ costNanoUsd = 100, durationMs = 10, priority = 1, ...scores }: Changes): WinnerCandidate {
  return {
    breakdown: {
      completeness: 80,
      codeQuality: 80,
      functionality: 80,
      performance: 80,
      overall: 80,
      diagnostics: [],
      ...scores,
    },
    costNanoUsd,
    durationMs,
    priority,
  }
}

test('there is no winner among none', () => {
  expect(pickWinner([])).toBeNull()
})

test.each<[string, Changes, Changes]>([
  ['higher overall', { overall: 81, functionality: 10, costNanoUsd: 900 }, { overall: 80 }],
  ['higher functionality', { functionality: 81, completeness: 10 }, { functionality: 80 }],
  ['higher completeness', { completeness: 81, costNanoUsd: 900 }, { completeness: 80 }],
  ['lower cost', { costNanoUsd: 99, durationMs: 900 }, { costNanoUsd: 100 }],
  ['a known cost', { costNanoUsd: 900, durationMs: 900 }, { costNanoUsd: null }],
  ['nothing to pay', { costNanoUsd: 0 }, { costNanoUsd: null }],
  ['lower duration', { durationMs: 9, priority: 5 }, { durationMs: 10 }],
  ['lower duration where no cost is known', { costNanoUsd: null, durationMs: 9 }, { costNanoUsd: null }],
  ['an earlier place in the plan', { priority: 1 }, { priority: 2 }],
  ['no fatal diagnostic', { overall: 1, functionality: 0 }, { overall: 40, diagnostics: [FATAL] }],
])('%s wins', (_, better, worse) => {
  const [winner, loser] = [attempt(better), attempt(worse)]
  expect(pickWinner([winner, loser])).toBe(winner)
  expect(pickWinner([loser, winner])).toBe(winner)
})

test('the best of broken projects wins where all are broken', () => {
  const better = attempt({ overall: 35, diagnostics: [FATAL] })
  expect(pickWinner([attempt({ overall: 20, diagnostics: [FATAL] }), better])).toBe(better)
})

test('of equals in everything the first stays', () => {
  const first = attempt({})
  expect(pickWinner([first, attempt({})])).toBe(first)
})

const anyAttempt = fc
  .record({
    overall: fc.integer({ min: 0, max: 3 }),
    functionality: fc.integer({ min: 0, max: 2 }),
    completeness: fc.integer({ min: 0, max: 2 }),
    costNanoUsd: fc.option(fc.integer({ min: 0, max: 2 })),
    durationMs: fc.integer({ min: 0, max: 2 }),
    priority: fc.integer({ min: 1, max: 3 }),
    diagnostics: fc.constantFrom<ScoreBreakdown['diagnostics']>([], [FATAL]),
  })
  .map((changes) => attempt(changes))

test('a broken project never wins while one that is not exists, and nobody beats the winner', () => {
  fc.assert(
    fc.property(fc.array(anyAttempt, { minLength: 1, maxLength: 8 }), (attempts) => {
      const winner = pickWinner(attempts)
      if (winner === null) throw new Error('Somebody has to win')
      const isBroken = ({ breakdown }: WinnerCandidate) => breakdown.diagnostics.length > 0
      if (attempts.some((other) => !isBroken(other))) expect(isBroken(winner)).toBe(false)
      for (const other of attempts) expect(compareCandidates(winner, other)).toBeLessThanOrEqual(0)
    }),
  )
})
