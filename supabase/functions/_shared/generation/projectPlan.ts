/** A project's plan before it is written: its files, what each is for, and in which order they can be made. */
import { z } from 'zod'
import { checkProjectPath } from './projectPath.ts'
import { MAX_FILES } from './projectReader.ts'

export interface PlannedFile {
  path: string
  purpose: string
  /** What other files may import from it, in the model's words: names, props, signatures. */
  exports: string
  /** Planned paths that it imports from. */
  dependsOn: string[]
}

/** What `readPlan` makes of an answer; `reason` says why it is no plan, fit for a caller's eyes. */
export type PlanReading = { ok: true; files: PlannedFile[] } | { ok: false; reason: string }

/** The JSON Schema a plan is asked for by, strict: every property required, none besides. */
export const PLAN_SCHEMA = {
  name: 'project_plan',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['files'],
    properties: {
      files: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['path', 'purpose', 'exports', 'dependsOn'],
          properties: {
            path: { type: 'string', description: "Relative to the project's root, with forward slashes" },
            purpose: { type: 'string', description: 'One sentence' },
            exports: { type: 'string', description: 'Names with props or signatures; empty where none' },
            dependsOn: {
              type: 'array',
              items: { type: 'string' },
              description: 'Paths of this plan that the file imports from',
            },
          },
        },
      },
    },
  },
}

const planSchema = z.object({
  files: z
    .array(
      z.object({
        path: z.string(),
        purpose: z.string().default(''),
        exports: z.string().default(''),
        dependsOn: z.array(z.string()).default([]),
      }),
    )
    .min(1)
    .max(MAX_FILES),
})

/** Reads a plan out of an answer: JSON, bare, fenced or with prose around it. Never throws. */
export function readPlan(text: string): PlanReading {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  if (start === -1 || end < start) return { ok: false, reason: 'the plan is no JSON' }
  let value: unknown
  try {
    value = JSON.parse(text.slice(start, end + 1))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { ok: false, reason: 'the plan is JSON that is cut off or malformed' }
  }
  const parsed = planSchema.safeParse(value)
  if (!parsed.success) return { ok: false, reason: 'the plan lists no files' }

  const files = new Map<string, PlannedFile>()
  for (const file of parsed.data.files) {
    const checked = checkProjectPath(file.path)
    if (!checked.ok) return checked
    if (!files.has(checked.path)) files.set(checked.path, { ...file, path: checked.path })
  }
  for (const file of files.values()) {
    const known = file.dependsOn.flatMap((path) => {
      const checked = checkProjectPath(path)
      return checked.ok && checked.path !== file.path && files.has(checked.path) ? [checked.path] : []
    })
    file.dependsOn = [...new Set(known)]
  }
  return { ok: true, files: [...files.values()] }
}

/** What one more step costs in time, in files written. */
const STAGE_COST_FILES = 1

/** Calls made at once, at most. */
const MAX_GROUPS = 3

/** A call for fewer files than this costs more in instructions than it saves in time. */
const MIN_GROUP_FILES = 4

/**
 * The order of work: stages that follow each other, each of groups that can be written at once, for no file of a group
 * depends on one of another group of its stage. Files in a cycle of imports share a group.
 * Of all ways to cut the levels of the import graph into stages, the one whose longest chain of groups is shortest.
 */
export function orderOfWork(files: readonly PlannedFile[]): PlannedFile[][][] {
  const levels = coarser(levelsOf(files))
  let best: { stages: PlannedFile[][][]; cost: number } | undefined
  for (const cuts of cutsOf(levels.length)) {
    const bounds = [0, ...cuts, levels.length]
    const stages = bounds.slice(1).map((end, index) => groupsOf(levels.slice(bounds[index], end).flat()))
    const cost = stages.reduce(
      (sum, groups) => sum + STAGE_COST_FILES + Math.max(...groups.map((group) => group.length)),
      0,
    )
    if (!best || cost < best.cost) best = { stages, cost }
  }
  return best?.stages ?? []
}

/** A longer row of levels is cut into three just as well by its coarse places, and in bounded time. */
const MAX_LEVELS = 16

function coarser(levels: readonly PlannedFile[][]): PlannedFile[][] {
  const size = Math.ceil(levels.length / MAX_LEVELS)
  return Array.from({ length: Math.ceil(levels.length / size) }, (_, index) =>
    levels.slice(index * size, (index + 1) * size).flat(),
  )
}

/** Every way to cut a row of `count` levels into at most three stages; a fourth would cost more time than it is worth. */
function* cutsOf(count: number): Generator<number[]> {
  yield []
  for (let first = 1; first < count; first++) {
    yield [first]
    for (let second = first + 1; second < count; second++) yield [first, second]
  }
}

/** Kahn's algorithm by whole levels: first what depends on nothing. What is left when none is free is a cycle: one level. */
function levelsOf(files: readonly PlannedFile[]): PlannedFile[][] {
  const levels: PlannedFile[][] = []
  const done = new Set<string>()
  let left = [...files]
  while (left.length > 0) {
    const free = left.filter((file) => file.dependsOn.every((path) => done.has(path)))
    const level = free.length > 0 ? free : left
    levels.push(level)
    for (const { path } of level) done.add(path)
    left = left.filter(({ path }) => !done.has(path))
  }
  return levels
}

/** Connected files stay together; the clusters are laid, largest first, into the emptiest of as many groups as pay. */
function groupsOf(stage: readonly PlannedFile[]): PlannedFile[][] {
  const count = Math.min(MAX_GROUPS, Math.max(1, Math.floor(stage.length / MIN_GROUP_FILES)))
  const groups: PlannedFile[][] = Array.from({ length: count }, () => [])
  const clusters = clustersOf(stage).sort((first, second) => second.length - first.length)
  for (const cluster of clusters) {
    const emptiest = groups.reduce((best, group) => (group.length < best.length ? group : best))
    emptiest.push(...cluster)
  }
  return groups.filter((group) => group.length > 0)
}

function clustersOf(stage: readonly PlannedFile[]): PlannedFile[][] {
  const clusterOf = new Map<string, PlannedFile[]>(stage.map((file) => [file.path, [file]]))
  for (const file of stage) {
    for (const path of file.dependsOn) {
      const own = clusterOf.get(file.path)
      const other = clusterOf.get(path)
      if (!own || !other || own === other) continue
      own.push(...other)
      for (const { path: moved } of other) clusterOf.set(moved, own)
    }
  }
  return [...new Set(clusterOf.values())]
}
