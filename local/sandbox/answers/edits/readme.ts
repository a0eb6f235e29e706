/** A README made from what the project says of itself. */
import { describeProject } from '../describeProject.ts'
import type { Edit } from '../editAnswer.ts'

export function writeReadme(existing: Record<string, string>): Edit {
  return {
    files: { ...existing, 'README.md': `${describeProject(existing).join('\n\n')}\n` },
    message: 'I wrote a README with set-up, scripts and an overview of the source files.',
  }
}
