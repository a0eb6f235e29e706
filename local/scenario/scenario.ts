// `npm run scenario -- FILE [--models a,b]`: runs the scenarios of a JSON or YAML file, with progress, and prints what compares them.
//
// It uses the stack that runs at SUPABASE_URL (`npm start`, or a hosted project), and starts one for its own time where
// none answers.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findRunning } from '../functionClient.ts'
import { startStack } from '../stack.ts'
import { readEnvironment, stackOptions } from '../stackSettings.ts'
import { comparisonTables } from './comparisonTables.ts'
import { connectScenarios, type ScenariosClient } from './scenariosClient.ts'

const USAGE = 'usage: npm run scenario -- FILE [--models model,model]'

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { models: { type: 'string' } },
  })
  const [file, ...rest] = positionals
  if (file === undefined || rest.length > 0) throw new Error(USAGE)
  const models = values.models?.split(',').map((name) => name.trim())
  const text = await readFile(file, 'utf8')
  const environment = await readEnvironment()
  const running = await findRunning(connectScenarios, environment)
  if (running !== undefined) return runAll(running, text, models)
  const stack = await startStack({ ...stackOptions(environment), log: () => {} })
  try {
    await runAll(connectScenarios(stack), text, models)
  } finally {
    await stack.stop()
  }
}

async function runAll(client: ScenariosClient, text: string, models: string[] | undefined): Promise<void> {
  const scenarios = await client.importFile(text)
  // All at once: what each costs in time is the waiting for its models.
  const comparisons = await Promise.all(
    scenarios.map(async ({ id, name }) => {
      const begun = await client.execute(id, models)
      for (const model of begun.models) {
        const asked = model.requested.map((requested) => requested.model_name).join(', ')
        console.log(
          `${name}: ${model.model_name} (${model.provider})${asked === model.model_name ? '' : `, asked for as ${asked}`}`,
        )
      }
      for (const { model_name, needs } of begun.unavailable)
        console.log(`${name}: ${model_name} left out: ${needs} is not set`)
      for await (const cell of client.follow(id, begun.execution_id)) {
        const outcome =
          cell.error_message ?? (cell.f1_score === null ? 'answered' : `F1 ${cell.f1_score.toFixed(2)}`)
        console.log(
          `${name}: ${cell.model_name} step ${cell.step_number} of ${begun.total_steps}: ${outcome}, ${cell.latency_ms} ms`,
        )
      }
      return { name, comparison: await client.comparison(id, begun.execution_id) }
    }),
  )
  for (const { name, comparison } of comparisons) console.log(`\n${name}\n\n${comparisonTables(comparison)}`)
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
