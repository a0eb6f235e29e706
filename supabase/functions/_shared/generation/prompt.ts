/** The words a model gets: how to answer, what exists, what is asked. */
import type { Message } from '../models/modelCall.ts'
import type { ProjectFiles, TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { Diagnostic } from '../scoring/scoreBreakdown.ts'

const FILES_INSTRUCTIONS = `You are a senior software engineer. Build exactly what the user asks for, complete and ready to run.

How to answer:
- Begin with one short paragraph that says what you built and any choice the user should know of.
- Then give every file, whole, as:
<file path="relative/path.ext">
the file's content
</file>
- Paths are relative to the project's root, with forward slashes.
- Never shorten a file ("rest stays the same"), never leave a placeholder, never put a file's content anywhere else.
- Every import resolves to a file you give or to a package declared in package.json; every handler is wired; every form submits.`

const NEW_PROJECT_INSTRUCTIONS = `Give all files that the project needs to install, build and start (package.json, configuration, entry point, sources, styles).
Unless the user asks for something else, use React with TypeScript and Vite.`

const EXISTING_PROJECT_INSTRUCTIONS = `The project exists already; its files are in <existing_files>. Give only the files you change or add, each whole. Leave everything else untouched.
To remove a file, write <deleted path="relative/path.ext" /> on a line of its own.`

const TEXT_INSTRUCTIONS = `You are a senior software engineer. Answer in Markdown prose: precise, complete, no padding. Use short code blocks only where they help.
Where files are given in <existing_files>, refer to them by path and line.`

/** The messages for one task. Existing files are shown to the model as data, in stable order. */
export function buildMessages(task: {
  request: string
  profile: TaskProfile
  context: TaskContext
}): Message[] {
  const { request, profile, context } = task
  const files = context.files ?? {}
  const hasFiles = Object.keys(files).length > 0
  return [
    { role: 'system', content: systemInstructions(profile, hasFiles, context.framework) },
    // A caller's "system" turn is history, not authority over how to answer.
    ...(context.history ?? []).map(
      (turn): Message => ({ role: turn.role === 'assistant' ? 'assistant' : 'user', content: turn.content }),
    ),
    { role: 'user', content: hasFiles ? `${existingFilesBlock(files)}\n\n${request}` : request },
  ]
}

/** The messages that ask for the repair of a project made for this task. */
export function buildRepairMessages(
  task: { request: string; profile: TaskProfile; context: TaskContext },
  files: ProjectFiles,
  problems: readonly Diagnostic[],
): Message[] {
  const list = problems.map(({ file, line, message, rule }) => {
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `
    return `- ${place}${message} (${rule})`
  })
  const request = `Fix these problems in the project. Change nothing else.\n${list.join('\n')}\n\nThe project was made for this request:\n${task.request}`
  return buildMessages({
    request,
    profile: task.profile,
    context: { files, framework: task.context.framework },
  })
}

function systemInstructions(profile: TaskProfile, hasFiles: boolean, framework: string | undefined): string {
  if (profile.output === 'text') return TEXT_INSTRUCTIONS
  const parts = [FILES_INSTRUCTIONS, hasFiles ? EXISTING_PROJECT_INSTRUCTIONS : NEW_PROJECT_INSTRUCTIONS]
  if (framework !== undefined) parts.push(`Framework: ${framework}.`)
  if (profile.requirements.length > 0)
    parts.push(`The request names: ${profile.requirements.join(', ')}. Leave none of it out.`)
  return parts.join('\n\n')
}

/** Files as a model is shown them: data between tags, in stable order. */
export function existingFilesBlock(files: ProjectFiles): string {
  const blocks = Object.entries(files)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([path, content]) =>
        `<file path="${path}">\n${content.endsWith('\n') ? content : `${content}\n`}</file>`,
    )
  return `<existing_files>\n${blocks.join('\n')}\n</existing_files>`
}
