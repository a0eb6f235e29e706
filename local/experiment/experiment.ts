// `npm run experiment -- FILE [--out DIR]`: runs the experiment of a YAML or JSON file to its end, with progress, and writes
// what came of it: model_assignments.json, report.json, report.md and plots.
//
// It uses the stack that runs at SUPABASE_URL (`npm start`, or a hosted project), and starts one for its own time where
// none answers. Begun again after it was cut off, it goes on where it was.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, parse, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findRunning } from '../functionClient.ts'
import { startStack } from '../stack.ts'
import { readEnvironment, stackOptions } from '../stackSettings.ts'
import { connectExperiments, type ExperimentStatus, type ExperimentsClient } from './experimentsClient.ts'

const USAGE = 'usage: npm run experiment -- FILE [--out DIR]'

/** What is written, and where it is to be had. */
const DOCUMENTS = [
  { file: 'model_assignments.json', path: 'assignments' },
  { file: 'report.json', path: 'report' },
  { file: 'report.md', path: 'report?format=markdown' },
  { file: 'cooperation.svg', path: 'plots/cooperation' },
  { file: 'pairs.svg', path: 'plots/pairs' },
  { file: 'contrasts.svg', path: 'plots/contrasts' },
]

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string' } },
  })
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new Error(USAGE)
  const text = await readFile(file, 'utf8')
  const directory = resolve(values.out ?? join('experiment-results', parse(file).name))
  const environment = await readEnvironment()
  const running = await findRunning(connectExperiments, environment)
  if (running !== undefined) return run(running, { file, text, directory })
  const stack = await startStack({ ...stackOptions(environment), log: () => {} })
  try {
    await run(connectExperiments(stack), { file, text, directory })
  } finally {
    await stack.stop()
  }
}

async function run(
  client: ExperimentsClient,
  { file, text, directory }: { file: string; text: string; directory: string },
): Promise<void> {
  const begun = await client.begin(text).catch((error: unknown) => {
    const faults = error instanceof Error ? error.message.split('\n') : [String(error)]
    throw new Error(faults.map((fault) => `${file}: ${fault}`).join('\n'))
  })
  const { experiment_id: id, completed_rounds: before } = begun
  console.log(`experiment ${id}, seed ${begun.seed}${before > 0 ? `, going on after ${before} rounds` : ''}`)
  for (const { model_name, runs_as, provider } of begun.models)
    console.log(`${model_name}${runs_as === model_name ? '' : `, answered by ${runs_as}`} (${provider})`)
  const told = new Set<string>()
  let status = begun
  for await (const progress of client.follow(id)) {
    if ('round' in progress) {
      const { scenario, group, round, cooperation_rate: rate, ...lapses } = progress.round
      const notes = Object.entries(lapses).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []))
      const cooperation = rate === null ? 'nobody decided' : `${(100 * rate).toFixed(1)} % cooperation`
      console.log(`${scenario} (group ${group}), round ${round}: ${[cooperation, ...notes].join(', ')}`)
      continue
    }
    status = progress.status
    for (const { message } of status.warnings) {
      if (told.has(message)) continue
      told.add(message)
      console.log(`warning: ${message}`)
    }
    showProgress(status)
  }
  await mkdir(directory, { recursive: true })
  for (const document of DOCUMENTS) {
    const content = await client.read(id, document.path)
    const written = document.file.endsWith('.json')
      ? `${JSON.stringify(JSON.parse(content), null, 2)}\n`
      : content
    await writeFile(join(directory, document.file), written)
  }
  console.log(`\n${await client.read(id, 'report?format=markdown')}`)
  console.log(
    `written to ${relative(process.cwd(), directory) || '.'}: ${DOCUMENTS.map((each) => each.file).join(', ')}`,
  )
  if (status.error !== null) throw new Error(`the experiment ended early: ${status.error.message}`)
  if (status.status === 'cancelled') throw new Error('the experiment was cancelled')
}

function showProgress({ calls, planned_calls, completed_rounds, total_rounds, spent_usd }: ExperimentStatus) {
  const line = `${completed_rounds} of ${total_rounds} rounds, ${calls} calls of about ${planned_calls}, $${spent_usd.toFixed(4)}`
  if (process.stdout.isTTY)
    process.stdout.write(`\r${line}\u001b[K${completed_rounds === total_rounds ? '\n' : ''}`)
  else console.log(line)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
