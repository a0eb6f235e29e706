// `npm test`: every test, project by project; the last line is `N passed, N failed`.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { runProgram } from './childProgram.ts'
import { PROJECT_DIR } from './stack.ts'

/** The quick ones first, so that a mistake shows early. */
const PROJECTS = ['unit', 'integration', 'e2e']

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

/**
 * Runs one vitest project. A file that could not even be loaded, and an error outside any test, count as one failure
 * each: no trouble ends in a count of zero.
 */
async function runProject(project: string, reportPath: string): Promise<{ passed: number; failed: number }> {
  const { exitCode } = await runProgram(
    [
      join(PROJECT_DIR, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--project', project, '--passWithNoTests'],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`],
      ...process.argv.slice(2),
    ],
    { cwd: PROJECT_DIR, show: true },
  )
  const text = await readFile(reportPath, 'utf8').catch(() => undefined)
  if (text === undefined) return { passed: 0, failed: exitCode === 0 ? 0 : 1 }
  const report = reportSchema.parse(JSON.parse(text))
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  )
  const failed = report.numFailedTests + brokenFiles.length
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

const reportDir = await mkdtemp(join(tmpdir(), 'merit-test-'))
let passed = 0
let failed = 0
try {
  for (const project of PROJECTS) {
    const counts = await runProject(project, join(reportDir, `${project}.json`))
    passed += counts.passed
    failed += counts.failed
  }
} finally {
  await rm(reportDir, { recursive: true, force: true })
}
if (passed + failed === 0) console.error('no test ran')
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
