// Runs a command of the project in a temporary copy of it and watches what it prints.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TemporaryProject } from './temporaryProject.ts'

export interface RunningCommand {
  child: ChildProcess
  /** The lines printed so far, on stdout and stderr. */
  output: string[]
  /** Resolves with the address of the `ready` line; rejects with the output when the command ends before. */
  ready: Promise<string>
  /** Resolves with the exit code; null when a signal ended it. */
  ended: Promise<number | null>
}

/** Runs a command with a free port, its own data folder, and nothing of this environment but the way to programs. */
export function runInProject(
  project: TemporaryProject,
  command: string,
  commandArguments: string[],
  environment: Record<string, string> = { GEMINI_API_KEY: 'a key' },
): RunningCommand {
  const child = spawn(command, commandArguments, {
    cwd: project.directory,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: project.directory,
      PORT: '0',
      MERIT_DATA_DIR: project.dataDir,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  const ready = Promise.withResolvers<string>()
  const ended = once(child, 'close').then(([code]) => {
    ready.reject(new Error(`it ended before it was ready:\n${output.join('\n')}`))
    return code as number | null
  })
  // Not every test waits to be ready.
  ready.promise.catch(() => {})
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line)
      const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1]
      if (url !== undefined) ready.resolve(url)
    })
  }
  return { child, output, ready: ready.promise, ended }
}
