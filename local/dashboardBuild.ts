// Builds the dashboard where its build is missing or older than its sources.
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from './childProgram.ts'
import { PROJECT_DIR } from './stack.ts'

const DASHBOARD = join(PROJECT_DIR, 'dashboard')
const BUILT = join(DASHBOARD, 'dist')
const STAMP = '.sources'
/** What the build reads beside its own folder. */
export const OTHER_SOURCES = [
  'package-lock.json',
  'supabase/functions/queue/extraction/stage.ts',
  'supabase/functions/_shared/profiling/taskProfile.ts',
  'supabase/functions/_shared/store/database.generated.ts',
]

/**
 * Resolves when `dashboard/dist` is what the sources say.
 *
 * @returns whether it had to be built
 * @throws Error with what the build printed, where it fails
 */
export async function buildDashboard(): Promise<boolean> {
  const sources = await sourcesHash()
  const isCurrent = async () =>
    (await readFile(join(BUILT, STAMP), 'utf8').catch(() => undefined)) === sources
  if (await isCurrent()) return false
  // Beside the place it goes to, so that nobody is served half a build, and two that build at once do not meet.
  const building = `${BUILT}.${process.pid}`
  try {
    const vite = join(PROJECT_DIR, 'node_modules', 'vite', 'bin', 'vite.js')
    const { exitCode, output } = await runProgram(
      [vite, 'build', '--logLevel', 'warn', '--outDir', building, DASHBOARD],
      // What a test runner calls itself would make it a build for development.
      { cwd: PROJECT_DIR, environment: { NODE_ENV: 'production' } },
    )
    if (exitCode !== 0) throw new Error(`the dashboard did not build:\n${output}`)
    await writeFile(join(building, STAMP), sources)
    await rm(BUILT, { recursive: true, force: true })
    await rename(building, BUILT).catch(async (error: unknown) => {
      // Another was as quick with the same sources.
      if (!(await isCurrent())) throw error
    })
    return true
  } finally {
    await rm(building, { recursive: true, force: true })
  }
}

/** Of the contents, not the times: a fresh clone has new times and the same sources. */
async function sourcesHash(): Promise<string> {
  const entries = await readdir(DASHBOARD, { recursive: true, withFileTypes: true })
  const own = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(BUILT))
    .sort()
  const hash = createHash('sha256')
  for (const path of [...own, ...OTHER_SOURCES.map((source) => join(PROJECT_DIR, source))]) {
    hash.update(`${path.slice(PROJECT_DIR.length)}\0`).update(await readFile(path))
  }
  return hash.digest('hex')
}

// `npm run build`
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await buildDashboard()) ? 'built dashboard/dist' : 'dashboard/dist is current')
}
