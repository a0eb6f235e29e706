import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  orderOfWork,
  type PlannedFile,
  readPlan,
} from '../../../supabase/functions/_shared/generation/projectPlan.ts'

const file = (path: string, dependsOn: string[] = []): PlannedFile => ({
  path,
  purpose: '',
  exports: '',
  dependsOn,
})

describe('readPlan', () => {
  it('reads JSON bare, fenced and with prose around it', () => {
    const json =
      '{"files":[{"path":"src/a.ts","purpose":"p","exports":"a","dependsOn":["src/b.ts"]},{"path":"src/b.ts"}]}'
    for (const text of [json, `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nDone.`]) {
      expect(readPlan(text)).toEqual({
        ok: true,
        files: [
          { path: 'src/a.ts', purpose: 'p', exports: 'a', dependsOn: ['src/b.ts'] },
          { path: 'src/b.ts', purpose: '', exports: '', dependsOn: [] },
        ],
      })
    }
  })

  it('keeps each path once, and no dependency on itself or on what is not planned', () => {
    const text =
      '{"files":[{"path":"./a.ts","dependsOn":["a.ts","react","b.ts","b.ts"]},{"path":"b.ts"},{"path":"a.ts"}]}'
    expect(readPlan(text)).toMatchObject({ files: [{ path: 'a.ts', dependsOn: ['b.ts'] }, { path: 'b.ts' }] })
  })

  it.each([
    ['prose', 'I would rather not.'],
    ['cut off', '{"files":[{"path":"a.ts"}'],
    ['no files', '{"files":[]}'],
    ['another shape', '{"plan":"write it"}'],
    ['a path outside the project', '{"files":[{"path":"../../etc/passwd"}]}'],
  ])('refuses %s with a reason', (_, text) => {
    const reading = readPlan(text)
    expect(reading.ok).toBe(false)
    if (!reading.ok) expect(reading.reason).not.toBe('')
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readPlan(text)))
  })
})

describe('orderOfWork', () => {
  const plans = fc
    .integer({ min: 1, max: 60 })
    .chain((count) =>
      fc.array(fc.array(fc.integer({ min: 0, max: count - 1 }), { maxLength: 4 }), {
        minLength: count,
        maxLength: count,
      }),
    )
    .map((edges) =>
      edges.map((targets, index) =>
        file(
          `${index}.ts`,
          [...new Set(targets)].filter((target) => target !== index).map((target) => `${target}.ts`),
        ),
      ),
    )

  it('writes every file once, in at most three stages of at most three groups', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const stages = orderOfWork(plan)
        expect(
          stages
            .flat(2)
            .map(({ path }) => path)
            .sort(),
        ).toEqual(plan.map(({ path }) => path).sort())
        expect(stages.length).toBeLessThanOrEqual(3)
        for (const groups of stages) expect(groups.length).toBeLessThanOrEqual(3)
      }),
    )
  })

  it('never writes at once what depends on each other, nor before what it depends on', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const placeOf = new Map<string, [number, number]>()
        orderOfWork(plan).forEach((groups, stage) => {
          groups.forEach((group, index) => {
            for (const { path } of group) placeOf.set(path, [stage, index])
          })
        })
        const inCycle = filesInCycles(plan)
        for (const { path, dependsOn } of plan) {
          const [stage = 0, group = 0] = placeOf.get(path) ?? []
          for (const target of dependsOn) {
            const [targetStage = 0, targetGroup = 0] = placeOf.get(target) ?? []
            if (targetStage === stage) expect(targetGroup).toBe(group)
            // What rests on a cycle waits with it.
            else if (!inCycle.has(path)) expect(targetStage).toBeLessThan(stage)
          }
        }
      }),
    )
  })

  it('splits independent parts of a large plan, foundations first', () => {
    const pages = Array.from({ length: 8 }, (_, index) => file(`pages/${index}.tsx`, ['store.ts']))
    const stages = orderOfWork([
      file(
        'App.tsx',
        pages.map(({ path }) => path),
      ),
      ...pages,
      file('store.ts', ['package.json']),
      file('package.json'),
    ])
    expect(stages[0]?.flat().map(({ path }) => path)).toEqual(
      expect.arrayContaining(['package.json', 'store.ts']),
    )
    expect(
      stages
        .at(-1)
        ?.flat()
        .map(({ path }) => path),
    ).toContain('App.tsx')
    expect(Math.max(...stages.map((groups) => groups.length))).toBeGreaterThan(1)
  })
})

/** Files on a cycle of imports, and those that can only be written after one. */
function filesInCycles(plan: readonly PlannedFile[]): Set<string> {
  const done = new Set<string>()
  for (let before = -1; before !== done.size; ) {
    before = done.size
    for (const { path, dependsOn } of plan) if (dependsOn.every((target) => done.has(target))) done.add(path)
  }
  return new Set(plan.flatMap(({ path }) => (done.has(path) ? [] : [path])))
}
