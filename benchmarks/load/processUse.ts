/** What processes have used so far, as the system counts it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

/** CPU time of a process with all its threads, ms; NaN where the system has no /proc. */
export function cpuMs(processId: number | undefined): number {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8')
    // The command's name, in brackets, may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
  } catch {
    return Number.NaN
  }
}

/** Resident memory of a process, MB. */
export function megabytes(processId: number | undefined): number {
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(processId)])) / 1024)
}

/** Open sockets of a process; NaN where the system has no /proc. */
export function openSockets(processId: number | undefined): number {
  try {
    const listed = execFileSync('ls', ['-l', `/proc/${processId}/fd`], { encoding: 'utf8' })
    return listed.split('\n').filter((line) => line.includes('socket:')).length
  } catch {
    return Number.NaN
  }
}
