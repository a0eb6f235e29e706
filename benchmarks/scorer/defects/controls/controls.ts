/** Changes that must change no score: none at all, and another layout of the same code. */
import type { Defect } from '../defect.ts'
import { reformat } from './reformat.ts'

const sameProject: Defect = {
  name: 'same-project',
  severity: 'control',
  apply: (project) => ({ files: { ...project.files } }),
}

const reformatted: Defect = {
  name: 'reformatted',
  severity: 'control',
  apply: (project) => ({
    files: Object.fromEntries(
      Object.entries(project.files).map(([path, text]) => [
        path,
        reformat(path, text, project.sources.get(path)?.tree),
      ]),
    ),
  }),
}

export const CONTROLS: readonly Defect[] = [sameProject, reformatted]
