// `npm start`: the local stack until a signal comes; with `-- --demo`, one orchestration and the end.
import { buildDashboard } from './dashboardBuild.ts'
import { runDemo } from './demo.ts'
import { startStack } from './stack.ts'
import { readEnvironment, stackOptions } from './stackSettings.ts'

/** Resolves at the first stop signal, or when the process that ran this one through npm is gone. */
function stopSignal(): Promise<void> {
  return new Promise((resolvePromise) => {
    // Ctrl-C arrives twice: from the terminal and passed on by npm. The first is enough.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolvePromise())
    process.once('disconnect', resolvePromise)
  })
}

async function main(): Promise<number> {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo')
  if (unknown.length > 0) throw new Error(`unknown argument ${unknown.join(' ')}: only --demo is one`)
  const stopped = stopSignal()
  const options = stackOptions(await readEnvironment())
  const [stack] = await Promise.all([startStack(options), buildDashboard()])
  try {
    console.log(`ready ${stack.url}`)
    if (!process.argv.includes('--demo')) {
      await stopped
      return 0
    }
    return await Promise.race([runDemo(stack), stopped.then(() => 0)])
  } finally {
    await stack.stop()
  }
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
