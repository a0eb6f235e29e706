// One stack per data folder: a lock file that names its holder, and does not outlive it.
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Another running process holds the data folder. */
export class DataFolderInUseError extends Error {
  readonly dataDir: string
  readonly processId: number

  constructor(dataDir: string, processId: number) {
    super(
      `${dataDir} is in use by another stack (process ${processId}): stop that one, or set MERIT_DATA_DIR`,
    )
    this.name = 'DataFolderInUseError'
    this.dataDir = dataDir
    this.processId = processId
  }
}

/**
 * Takes the lock of a data folder and returns the function that gives it back. A lock whose holder died is taken
 * over: the holder is known by its process id and, where the system tells, by when that process began.
 *
 * @throws DataFolderInUseError when a living process holds it.
 */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'lock')
  const mine = `${process.pid} ${(await startOf(process.pid)) ?? ''} ${randomUUID()}`
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, mine)
  try {
    // A hard link appears with its whole content or not at all, so no one ever reads a lock half written.
    while (!(await linked(draft, path))) {
      const holder = await readFile(path, 'utf8').catch(absent)
      if (holder === undefined) continue
      const [processId = '', start = ''] = holder.split(' ')
      if (await isRunning(Number(processId), start))
        throw new DataFolderInUseError(dataDir, Number(processId))
      await removeIfStill(path, holder)
    }
  } finally {
    await unlink(draft)
  }
  return () => removeIfStill(path, mine)
}

async function linked(existing: string, path: string): Promise<boolean> {
  return link(existing, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

/** Removes the lock, unless another process has put its own there in the meantime. */
async function removeIfStill(path: string, content: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  const moved = await rename(path, aside).then(() => true, absent)
  if (!moved) return
  if ((await readFile(aside, 'utf8')) !== content) await linked(aside, path)
  await rm(aside)
}

async function isRunning(processId: number, start: string): Promise<boolean> {
  if (!Number.isInteger(processId) || processId <= 0) return false
  try {
    process.kill(processId, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const startNow = await startOf(processId)
  return start === '' || startNow === undefined || startNow === start
}

/** When a process began, in ticks since boot (Linux); undefined where the system does not say. */
async function startOf(processId: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => undefined)
  // The second field is the program's name in brackets, which may hold spaces; the start time is the 22nd field.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19]
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
