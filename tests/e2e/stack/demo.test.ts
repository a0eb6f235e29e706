// `npm start -- --demo` on a fresh clone without keys: the whole way from the command to the sandbox models and back.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { descendantsOf, expectGone } from '../../integration/local/processList.ts'
import { type RunningCommand, runInProject } from '../../integration/local/projectCommand.ts'
import {
  addCommands,
  createTemporaryProject,
  type TemporaryProject,
  useRealProject,
} from '../../integration/local/temporaryProject.ts'

let project: TemporaryProject
let running: RunningCommand | undefined

beforeEach(async () => {
  project = await createTemporaryProject()
  await useRealProject(project)
  await addCommands(project)
})

afterEach(async () => {
  running?.child.kill('SIGKILL')
  await project.remove()
})

async function demo(): Promise<string> {
  const command = runInProject(project, 'npm', ['start', '--', '--demo'], {})
  running = command
  await command.ready
  const processIds = descendantsOf(command.child.pid ?? 0)
  const exitCode = await command.ended
  const output = command.output.join('\n')
  expect(exitCode, output).toBe(0)
  await expectGone(processIds)
  return output
}

test('prints files, score, model, attempts and cost, and ends; a second time signs in', async () => {
  const output = await demo()
  expect(output).toMatch(/^signed up as demo@merit.local$/m)
  expect(output).toMatch(/^request: Build a todo app with authentication$/m)
  expect(output).toMatch(/^files: [1-9]\d*$/m)
  expect(output).toMatch(/^ {2}package\.json +[1-9]\d* bytes$/m)
  expect(output).toMatch(/^score: \d{1,3}$/m)
  expect(output).toMatch(/^model: \S+ \(sandbox, simple\)$/m)
  expect(output).toMatch(/^attempts: [1-9]$/m)
  expect(output).toMatch(/^cost: \$0\.\d+$/m)
  expect(await demo()).toMatch(/^signed in as demo@merit.local$/m)
})
