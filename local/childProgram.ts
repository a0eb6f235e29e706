// Runs a program of the project to its end, as a part of this process: it ends when this one is told to.
import { spawn } from 'node:child_process'

export interface ProgramResult {
  exitCode: number
  /** What it printed on stdout and stderr, as it came; empty when it printed to the terminal. */
  output: string
}

/**
 * Runs Node with the arguments, or another program of the project by its path.
 *
 * @param settings.environment variables besides those of this process.
 * @param settings.show true lets it print to the terminal; otherwise what it prints is in the result.
 */
export function runProgram(
  programArguments: string[],
  settings: { program?: string; cwd: string; show?: boolean; environment?: Record<string, string> },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(settings.program ?? process.execPath, programArguments, {
      cwd: settings.cwd,
      env: { ...process.env, ...settings.environment },
      stdio: settings.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    const passOn = (signal: NodeJS.Signals) => void child.kill(signal)
    const parentGone = () => void child.kill('SIGTERM')
    process.on('SIGINT', passOn).on('SIGTERM', passOn).on('SIGHUP', passOn).once('disconnect', parentGone)
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.once('error', reject)
    child.once('close', (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn).off('SIGHUP', passOn).off('disconnect', parentGone)
      resolve({ exitCode: code ?? 1, output })
    })
  })
}
