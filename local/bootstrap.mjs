// The door of every npm command: installs what the lock file names, then runs a script with the project's own Node.
//
//   node local/bootstrap.mjs local/start.ts --demo
//
// It runs on whatever Node the system has (20 or later) and needs nothing installed, so it is plain JavaScript.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const projectNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const installLock = join(
  tmpdir(),
  `merit-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`,
)
const ORPHAN_CHECK_MS = 1_000
const INSTALL_LOCK_POLL_MS = 500
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** True when node_modules holds, version by version, what package-lock.json names. */
function isInstalled() {
  const installedLock = join(modules, '.package-lock.json')
  if (!existsSync(installedLock) || !existsSync(projectNode)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    // Builds for other platforms are in the lock file but never on this disk.
    if (installed[path] === undefined) return entry.optional === true || entry.devOptional === true
    return installed[path].version === entry.version
  })
}

/** Runs `npm ci` with its output on stderr, so that stdout belongs to the command alone. */
function install() {
  process.stderr.write('Installing what package-lock.json names (npm ci); once on a fresh clone …\n')
  const environment = Object.fromEntries(
    // What npm says about the script that is running would change how the install inside it behaves.
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package)_/.test(name)),
  )
  const npm = process.env.npm_execpath
  const startedAt = Date.now()
  const options = { cwd: root, env: environment, stdio: ['ignore', 2, 2] }
  const arguments_ = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const child = npm
    ? spawn(process.execPath, [npm, ...arguments_], options)
    : spawn('npm', arguments_, { ...options, shell: process.platform === 'win32' })
  const passOn = (signal) => child.kill(signal)
  for (const signal of STOP_SIGNALS) process.on(signal, passOn)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      for (const name of STOP_SIGNALS) process.off(name, passOn)
      if (code === 0) {
        process.stderr.write(`Installed in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`)
        resolve()
      } else {
        reject(new Error(`npm ci ended with ${signal ?? `exit code ${code}`}`))
      }
    })
  })
}

/** True when the process that wrote the lock file is still there. A lock being written has no number yet: it counts. */
function isHeld() {
  const holder = existsSync(installLock) ? Number.parseInt(readFileSync(installLock, 'utf8'), 10) : 0
  if (Number.isNaN(holder)) return true
  if (holder === 0) return false
  try {
    process.kill(holder, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Installs once, even when several commands start together on a fresh clone: the others wait for the first. */
async function installOnce() {
  while (!isInstalled()) {
    try {
      writeFileSync(installLock, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isHeld()) rmSync(installLock, { force: true })
      else await new Promise((resolve) => setTimeout(resolve, INSTALL_LOCK_POLL_MS))
      continue
    }
    try {
      await install()
      if (!isInstalled())
        throw new Error('npm ci left node_modules different from package-lock.json: run npm ci by hand')
    } finally {
      rmSync(installLock, { force: true })
    }
  }
}

/**
 * Runs the script, passes stop signals on, and ends as it ended. The child holds an IPC channel to this process
 * (`disconnect` tells it that this process is gone), and this process ends when npm does.
 */
function run(script, scriptArguments) {
  const child = spawn(projectNode, [join(root, script), ...scriptArguments], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: [join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH].join(delimiter),
    },
  })
  for (const signal of STOP_SIGNALS) process.on(signal, () => child.kill(signal))
  const parent = process.ppid
  const orphanCheck = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) child.kill('SIGTERM')
  }, ORPHAN_CHECK_MS)
  orphanCheck.unref()
  child.once('error', (error) => fail(error))
  child.once('exit', (code, signal) => {
    clearInterval(orphanCheck)
    if (signal === null) process.exit(code ?? 1)
    for (const name of STOP_SIGNALS) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

function fail(error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

const [script, ...scriptArguments] = process.argv.slice(2)
if (script === undefined) fail(new Error('usage: node local/bootstrap.mjs <script.ts> [arguments]'))
try {
  await installOnce()
  run(script, scriptArguments)
} catch (error) {
  fail(error)
}
