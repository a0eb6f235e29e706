// One edge function in its own Deno process: started, watched, started again after a crash, stopped.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface FunctionProcess {
  readonly name: string
  /** The id of the running process; undefined while there is none. */
  readonly processId: number | undefined
  /**
   * The port the function listens on. Starts the process when it is not running, without waiting for the back-off.
   *
   * @throws FunctionBootError when it does not come up.
   */
  port(): Promise<number>
  /** Says that nothing listened on the port any more: resolves once that process is known to be gone. */
  gone(port: number): Promise<void>
  /**
   * Says that the process hung up on a request, as one does that crashes: its connections close a moment before its
   * port does. Resolves once its end is known, so that the next request meets the next process; or after a moment,
   * as it may live on.
   */
  hungUp(port: number): Promise<void>
  /** Ends the process: gently, and by force once the grace time is over. No start follows. */
  stop(): Promise<void>
}

/** The function's process ended, or said nothing, before it listened. What it printed is in the log. */
export class FunctionBootError extends Error {
  constructor(name: string, reason: string) {
    super(`function ${name} did not start: ${reason}`)
    this.name = 'FunctionBootError'
  }
}

export interface FunctionProcessOptions {
  name: string
  /** The folder that holds `index.ts` and `deno.json`. */
  directory: string
  denoPath: string
  /** The environment of the next process. */
  environment: () => Record<string, string>
  /** How long open requests and background work may take when the process is stopped. */
  graceMs: number
  log: (line: string) => void
}

type State =
  | { kind: 'starting'; child: ChildProcess; exited: Promise<string>; port: Promise<number> }
  | { kind: 'running'; child: ChildProcess; exited: Promise<string>; port: number }
  | { kind: 'down'; retry?: NodeJS.Timeout }
  | { kind: 'stopped' }

const HOST = fileURLToPath(new URL('functionHost.ts', import.meta.url))
const BOOT_TIMEOUT_MS = 30_000
const KILL_AFTER_GRACE_MS = 1_000
/** How long a process that hung up on a request is given to be seen dead. */
const CRASH_NOTICE_MS = 1_000
const FIRST_BACKOFF_MS = 250
const LONGEST_BACKOFF_MS = 10_000
/** A process that lived this long was healthy: the next back-off begins small again. */
const HEALTHY_AFTER_MS = 30_000

export function startFunctionProcess(options: FunctionProcessOptions): FunctionProcess {
  let crashes = 0
  let state: State = start()
  // Whoever asks for the port sees the failure; the first start may have no one asking yet.
  if (state.kind === 'starting') state.port.catch(() => {})

  function start(): State {
    const startedAt = Date.now()
    const word = randomUUID()
    const child = spawnHost(options, word)
    const exited = exitOf(child)
    const port = listeningPort(child, word, options).then(
      (listening) => {
        if (state.kind === 'starting' && state.child === child) {
          state = { kind: 'running', child, exited, port: listening }
        }
        return listening
      },
      async (error) => {
        child.kill('SIGKILL')
        await exited
        throw error
      },
    )
    void exited.then((how) => {
      if (state.kind === 'stopped') return
      // A process that never listened would fail the same way again: the next request tries, no timer does.
      if (state.kind !== 'running') {
        state = { kind: 'down' }
        return
      }
      crashes = Date.now() - startedAt > HEALTHY_AFTER_MS ? 1 : crashes + 1
      const delayMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (crashes - 1))
      options.log(`[${options.name}] ended (${how}); next start in ${delayMs} ms`)
      state = { kind: 'down', retry: setTimeout(restart, delayMs) }
    })
    return { kind: 'starting', child, exited, port }
  }

  function restart(): void {
    state = start()
    if (state.kind !== 'starting') return
    state.port.catch((error: Error) => options.log(`[${options.name}] ${error.message}`))
  }

  return {
    name: options.name,
    get processId() {
      return 'child' in state ? state.child.pid : undefined
    },
    async port() {
      if (state.kind === 'down') {
        clearTimeout(state.retry)
        restart()
      }
      if (state.kind === 'running' || state.kind === 'starting') return state.port
      throw new FunctionBootError(options.name, 'the stack is stopping')
    },
    async gone(port) {
      if (state.kind !== 'running' || state.port !== port) return
      const { child, exited } = state
      child.kill('SIGKILL')
      await exited
    },
    async hungUp(port) {
      if (state.kind !== 'running' || state.port !== port) return
      const { exited } = state
      let timer: NodeJS.Timeout | undefined
      const livesOn = new Promise((resolve) => {
        timer = setTimeout(resolve, CRASH_NOTICE_MS)
      })
      await Promise.race([exited, livesOn])
      clearTimeout(timer)
    },
    async stop() {
      const last = state
      state = { kind: 'stopped' }
      if (last.kind === 'down') clearTimeout(last.retry)
      if ('child' in last) await stopChild(last.child, last.exited, options.graceMs)
    },
  }
}

function spawnHost(options: FunctionProcessOptions, word: string): ChildProcess {
  const { denoPath, directory, environment, graceMs, name, log } = options
  const child = spawn(
    denoPath,
    [
      ...['run', '-A', '--no-prompt', '--no-lock', '--node-modules-dir=manual'],
      ...['--config', join(directory, 'deno.json')],
      ...[HOST, pathToFileURL(join(directory, 'index.ts')).href, String(graceMs), word],
    ],
    { cwd: directory, env: environment(), stdio: ['pipe', 'pipe', 'pipe'] },
  )
  // The pipe breaks when the process dies; its exit is what counts.
  child.stdin?.on('error', () => {})
  eachLine(child.stderr, (line) => log(`[${name}] ${line}`))
  return child
}

/** Resolves with the port the host printed behind the word; passes what else the function prints to the log. */
function listeningPort(
  child: ChildProcess,
  word: string,
  { name, log }: FunctionProcessOptions,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new FunctionBootError(name, `it did not listen within ${BOOT_TIMEOUT_MS / 1000} s`))
    }, BOOT_TIMEOUT_MS)
    const settle = (settled: () => void) => {
      clearTimeout(timer)
      settled()
    }
    eachLine(child.stdout, (line) => {
      if (!line.startsWith(`${word} `)) return log(`[${name}] ${line}`)
      settle(() => resolve(Number(line.slice(word.length))))
    })
    child.once('error', (error) => settle(() => reject(new FunctionBootError(name, error.message))))
    child.once('close', (code) => {
      settle(() =>
        reject(new FunctionBootError(name, `its process ended with exit code ${code}; see the log above`)),
      )
    })
  })
}

/** Resolves with how the process ended, once it has and all it printed was read. */
function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}

async function stopChild(child: ChildProcess, exited: Promise<string>, graceMs: number): Promise<void> {
  child.stdin?.end()
  const force = setTimeout(() => child.kill('SIGKILL'), graceMs + KILL_AFTER_GRACE_MS)
  await exited
  clearTimeout(force)
}

function eachLine(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine)
}
