// Which processes run, as the operating system tells it.
import { execFileSync } from 'node:child_process'
import { expect, vi } from 'vitest'

/** True when the process exists and is not merely waiting for its parent to notice that it ended. */
export function isRunning(processId: number): boolean {
  return listProcesses().some((each) => each.processId === processId)
}

/** All processes that descend from one, at any depth. */
export function descendantsOf(processId: number): number[] {
  const all = listProcesses()
  const found = new Set([processId])
  // A child may be listed before its parent, so this goes on until nothing new is found.
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const each of all) if (found.has(each.parentId)) found.add(each.processId)
  }
  found.delete(processId)
  return [...found]
}

function listProcesses(): { processId: number; parentId: number }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state = '']) => !state.startsWith('Z'))
    .map(([processId, parentId]) => ({ processId: Number(processId), parentId: Number(parentId) }))
}

/** Waits until none of the processes is left; fails when one stays, and when there was none to begin with. */
export async function expectGone(processIds: number[]): Promise<void> {
  expect(processIds.length).toBeGreaterThan(0)
  await vi.waitFor(() => expect(processIds.filter(isRunning)).toEqual([]), { timeout: 10_000, interval: 100 })
}
