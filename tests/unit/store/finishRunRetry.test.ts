/** How long a finished run is tried to be recorded, and what is left where that fails. */
import { describe, expect, it } from 'vitest'
import { finishRunRetry } from '../../../supabase/functions/_shared/store/finishRunRetry.ts'
import type { RunRecord } from '../../../supabase/functions/_shared/store/runRecord.ts'
import { StoreError } from '../../../supabase/functions/_shared/store/storeError.ts'
import { attempt, runRecord } from '../../integration/runRecords.ts'

/** A clock that moves only when someone sleeps, and a database that answers as `answer` says at each moment. */
function scene(answer: (atMs: number, call: number) => 'applied' | 'already_applied' | Error) {
  let nowMs = 1_000_000
  const startMs = nowMs
  const sleeps: number[] = []
  const lines: string[] = []
  let calls = 0
  return {
    sleeps,
    lines,
    calls: () => calls,
    run: (record: RunRecord, giveUpAfterMs?: number) =>
      finishRunRetry({
        record,
        giveUpAfterMs,
        finishRun: async () => {
          const outcome = answer(nowMs - startMs, ++calls)
          if (outcome instanceof Error) throw outcome
          return outcome
        },
        logLine: (line) => lines.push(line),
        now: () => nowMs,
        sleep: async (ms) => {
          sleeps.push(ms)
          nowMs += ms
        },
      }),
  }
}

const down = new StoreError('unavailable', 'finish_run: fetch failed')

describe('finishRunRetry', () => {
  it('does not wait where the first try succeeds', async () => {
    const world = scene(() => 'applied')
    expect(await world.run(runRecord())).toBe('applied')
    expect(world.sleeps).toEqual([])
  })

  it('gets through once the database is back after a minute, without storming it', async () => {
    const world = scene((atMs) => (atMs < 60_000 ? down : 'applied'))
    expect(await world.run(runRecord())).toBe('applied')
    expect(world.calls()).toBeGreaterThan(6)
    expect(world.calls()).toBeLessThan(25)
    expect(Math.max(...world.sleeps)).toBeLessThanOrEqual(10_000)
    expect(world.lines).toEqual([])
  })

  it('takes a record that had arrived although the answer was lost as recorded', async () => {
    const world = scene((_, call) => (call === 1 ? down : 'already_applied'))
    expect(await world.run(runRecord())).toBe('already_applied')
  })

  it('prints the whole record as one line once time is up', async () => {
    const world = scene(() => down)
    const record = runRecord()
    expect(await world.run(record, 30_000)).toBe('not_recorded')
    expect(world.sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(30_000)
    expect(world.lines).toHaveLength(1)
    expect(world.lines[0]).not.toContain('\n')
    expect(JSON.parse(world.lines[0] ?? '')).toEqual({
      event: 'run_not_recorded',
      runId: record.runId,
      code: 'unavailable',
      message: 'finish_run: fetch failed',
      attempts: world.calls(),
      record: JSON.parse(JSON.stringify(record)),
    })
  })

  it('keeps the line short enough for the platform: what the caller has goes first', async () => {
    const world = scene(() => down)
    const files = { 'src/App.tsx': 'x'.repeat(100_000) }
    const diagnostics = Array.from({ length: 200 }, () => ({
      rule: 'r',
      severity: 'minor' as const,
      message: 'y'.repeat(100),
    }))
    const scored = attempt({ quality: 70 })
    await world.run(
      runRecord({
        body: { files },
        attempts: [
          { ...scored, scoreBreakdown: scored.scoreBreakdown && { ...scored.scoreBreakdown, diagnostics } },
        ],
      }),
      0,
    )
    const line = world.lines[0] ?? ''
    expect(line.length).toBeLessThan(10_000)
    expect(JSON.parse(line).record).toMatchObject({
      body: { omittedCharacters: JSON.stringify({ files }).length },
      attempts: [{ model: 'model-a', scoreBreakdown: { overall: 70, diagnostics: 200 } }],
      calls: [{ costNanoUsd: 2_500_000 }],
    })
  })

  it.each([
    new StoreError('superseded', 'another worker'),
    new StoreError('refused', 'violates a constraint'),
    new TypeError('a defect'),
  ])('does not try again what cannot succeed: %s', async (error) => {
    const world = scene(() => error)
    expect(await world.run(runRecord())).toBe('not_recorded')
    expect(world.calls()).toBe(1)
    expect(JSON.parse(world.lines[0] ?? '').record).toBeDefined()
  })

  it('keeps nothing of a deleted user’s run, not even in the log', async () => {
    const world = scene(() => new StoreError('run_gone', 'run is no more'))
    await world.run(runRecord())
    expect(JSON.parse(world.lines[0] ?? '').record).toBeUndefined()
  })
})
