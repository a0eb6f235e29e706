/** The words of the progressive approach: the plan that is asked for, and each part of the project by that plan. */
import type { Message } from '../models/modelCall.ts'
import type { ProjectFiles, TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { PlannedFile } from './projectPlan.ts'
import { buildMessages, existingFilesBlock } from './prompt.ts'

interface PlannedTask {
  request: string
  profile: TaskProfile
  context: TaskContext
}

const PLAN_INSTRUCTIONS = `First plan the project; write no code yet. Answer with JSON alone:
{"files":[{"path":"src/App.tsx","purpose":"one sentence","exports":"App(): JSX.Element","dependsOn":["src/store.ts"]}]}
- List every file the project needs to install, build and start, each with one clear purpose.
- exports: the names other files import, with their props or signatures, so that each file can be written by itself.
- dependsOn: the paths of this plan that the file imports from. Avoid cycles.`

/** The messages that ask for the plan of a new project. */
export function buildPlanMessages(task: PlannedTask): Message[] {
  return withInstruction(buildMessages(task), PLAN_INSTRUCTIONS)
}

/** The messages that ask for one group of a plan's files, given those written before it. */
export function buildPartMessages(
  task: PlannedTask,
  plan: readonly PlannedFile[],
  group: readonly PlannedFile[],
  written: ProjectFiles,
): Message[] {
  const lines = plan.map(({ path, purpose, exports, dependsOn }) => {
    const offers = exports === '' ? '' : ` Exports: ${exports}.`
    const needs = dependsOn.length === 0 ? '' : ` Imports from: ${dependsOn.join(', ')}.`
    return `- ${path}: ${purpose}${offers}${needs}`
  })
  const wanted = group.map(({ path }) => `- ${path}`)
  const instruction = `The project is planned and written in parts. <plan> lists all of its files${
    Object.keys(written).length === 0
      ? ''
      : '; <existing_files> holds those written so far, which stand as they are'
  }.
Write these files now, whole, and no others:
${wanted.join('\n')}
The remaining files of the plan exist or will exist: import from them just what the plan says they export.

<plan>
${lines.join('\n')}
</plan>`
  const known = filesInView(group, written)
  const block = Object.keys(known).length === 0 ? '' : `${existingFilesBlock(known)}\n\n`
  return withInstruction(buildMessages(task), `${block}${instruction}`)
}

/** What a group needs to see: the files it imports from, and the manifest that names the packages. */
function filesInView(group: readonly PlannedFile[], written: ProjectFiles): ProjectFiles {
  const wanted = new Set(group.flatMap(({ dependsOn }) => dependsOn))
  return Object.fromEntries(
    Object.entries(written).filter(([path]) => wanted.has(path) || path.endsWith('package.json')),
  )
}

/** The last message is the user's request; the instruction for this step goes with it. */
function withInstruction(messages: readonly Message[], instruction: string): Message[] {
  const request = messages.at(-1)
  if (!request) return [{ role: 'user', content: instruction }]
  return [...messages.slice(0, -1), { ...request, content: `${request.content}\n\n${instruction}` }]
}
