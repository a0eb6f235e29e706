/** A new project in parts: the plan of the one that fits the request, then the files a part asks for. */
import { parseProject } from '../../../benchmarks/scorer/defects/parsedProject.ts'
import type { FileAnswer } from './answerer.ts'
import { chooseProject, type FileTask } from './buildAnswer.ts'
import { withDefects } from './withDefects.ts'

/** The plan as JSON. */
export function answerPlan(task: Pick<FileTask, 'kind' | 'request' | 'corpus'>): string {
  const { files, name, request } = chooseProject(task)
  const project = parseProject({ name, request, files })
  const plan = Object.entries(files).map(([path, content]) => ({
    path,
    purpose: `The ${path.split('/').at(-1)} of the project`,
    exports: [
      ...content.matchAll(/export (?:default )?(?:async )?(?:function|const|class|interface|type) (\w+)/g),
    ]
      .map(([, exported]) => exported)
      .join(', '),
    dependsOn: project.imports.flatMap(({ from, target }) =>
      from === path && target !== null ? [target] : [],
    ),
  }))
  return JSON.stringify({ files: plan })
}

/** The files of one part. Of the faults a whole project would have, a part has its share. */
export function answerPart(task: FileTask, paths: readonly string[]): FileAnswer {
  const project = chooseProject(task)
  const own = paths.filter((path) => path in project.files)
  const share = own.length / Object.keys(project.files).length
  const defects = task.quality.defects.filter(() => task.random.next() < share)
  const written = withDefects(project, defects, task.random, own)
  const files = Object.fromEntries(
    own.flatMap((path) => (path in written ? [[path, written[path] ?? '']] : [])),
  )
  return { message: `These are ${own.length} files of the plan.`, files }
}
