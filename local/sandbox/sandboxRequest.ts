/** What a request asks of a sandbox model, read from its messages alone, as a real model would have to. */

export interface SandboxMessage {
  role: 'system' | 'user' | 'assistant'
  text: string
}

export interface SandboxRequest {
  system: string
  /** The last user message without the files in it. */
  request: string
  /** What this model answered to the user's message before the last; empty at the start of a conversation. */
  earlierAnswer: string
  /** The files in `<existing_files>` of the last user message; empty where there are none. */
  existingFiles: Record<string, string>
  /** JSON Schema the answer must meet, where structured output is asked for. */
  responseSchema?: Record<string, unknown>
  maxOutputTokens?: number
  /** All of the prompt, for counting. */
  prompt: string
}

const EXISTING_FILES = /<existing_files>\n?([\s\S]*?)<\/existing_files>/
const FILE = /<file path="([^"]+)">\n([\s\S]*?)<\/file>/g

export function readRequest(
  messages: readonly SandboxMessage[],
  rest: Pick<SandboxRequest, 'responseSchema' | 'maxOutputTokens'>,
): SandboxRequest {
  const last = messages.filter(({ role }) => role === 'user').at(-1)?.text ?? ''
  const block = EXISTING_FILES.exec(last)?.[1] ?? ''
  const existingFiles = Object.fromEntries(
    [...block.matchAll(FILE)].map(([, path = '', content = '']) => [path, content]),
  )
  return {
    system: textOf(messages, 'system'),
    request: last.replace(EXISTING_FILES, '').trim(),
    earlierAnswer: messages.filter(({ role }) => role === 'assistant').at(-1)?.text ?? '',
    existingFiles,
    prompt: messages.map(({ text }) => text).join('\n'),
    ...rest,
  }
}

function textOf(messages: readonly SandboxMessage[], role: SandboxMessage['role']): string {
  return messages
    .filter((message) => message.role === role)
    .map(({ text }) => text)
    .join('\n')
}
