// `npm run format`: formats and fixes what can be fixed without a decision.
import { join } from 'node:path'
import { runProgram } from './childProgram.ts'
import { PROJECT_DIR } from './stack.ts'

const biome = join(PROJECT_DIR, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
const { exitCode } = await runProgram([biome, 'check', '--write', PROJECT_DIR], {
  cwd: PROJECT_DIR,
  show: true,
})
process.exitCode = exitCode
