/** A new project: the one of the corpus that fits the request best, as well made as the model can. */
import type { CorpusProject } from '../../../benchmarks/corpus/corpus.ts'
import type { Random } from '../../../benchmarks/scorer/defects/random.ts'
import type { RequestKind } from '../kind.ts'
import type { QualityPlan } from '../quality.ts'
import type { SandboxRequest } from '../sandboxRequest.ts'
import type { FileAnswer } from './answerer.ts'
import { withDefects } from './withDefects.ts'

export interface FileTask {
  kind: RequestKind
  request: SandboxRequest
  corpus: readonly CorpusProject[]
  quality: QualityPlan
  random: Random
}

const PROJECT_OF_KIND: Partial<Record<RequestKind, string>> = {
  todo: 'todo-auth',
  dashboard: 'sales-dashboard',
  landing: 'landing-page',
  form: 'booking-form',
}

/** Built where nothing in the request points anywhere: it has a bit of everything. */
const DEFAULT_PROJECT = 'kanban-board'

export function answerBuild(task: FileTask): FileAnswer {
  const project = chooseProject(task)
  const files = withDefects(project, task.quality.defects, task.random)
  return { message: describe(project, files), files }
}

const FRAMEWORK_WORDS: readonly [string, RegExp][] = [
  ['vue', /\bvue\b/i],
  ['svelte', /\bsvelte\b/i],
  ['next', /\bnext(\.?js)?\b/i],
  [
    'node',
    /\b(rest|http|json|hono|express|fastify)[ -]?(api|service|server|backend)\b|\b(api|backend) (in|with|using) node\b/i,
  ],
  ['html', /\b(plain|vanilla|pure) (html|js|javascript)\b|\bwithout (a )?framework\b/i],
]

/** The corpus project that fits the request best. */
export function chooseProject({
  kind,
  request,
  corpus,
}: Pick<FileTask, 'kind' | 'request' | 'corpus'>): CorpusProject {
  const written = corpus.filter(({ before }) => before === undefined)
  const words = `${/Framework: ([\w.]+)\./.exec(request.system)?.[1] ?? ''} ${request.request}`
  const framework = FRAMEWORK_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'react'
  const fitting = written.filter((project) => project.framework === framework)
  const named = framework === 'react' ? fitting.find(({ name }) => name === PROJECT_OF_KIND[kind]) : undefined
  return named ?? mostAlike(fitting, request.request) ?? byName(written, DEFAULT_PROJECT)
}

/** The project whose own request shares most words with this one; none where they share nothing but small words. */
function mostAlike(projects: readonly CorpusProject[], request: string): CorpusProject | undefined {
  const wanted = significantWords(request)
  const ranked = projects
    .map((project) => ({
      project,
      shared: [...significantWords(project.request)].filter((word) => wanted.has(word)).length,
    }))
    .sort((first, second) => second.shared - first.shared)
  const [best] = ranked
  // A framework with one project of its own is answered with that one whatever it is about.
  return best && (best.shared > 0 || projects.length === 1) ? best.project : undefined
}

const SMALL_WORDS = new Set([
  'with',
  'that',
  'from',
  'this',
  'build',
  'create',
  'make',
  'write',
  'using',
  'react',
  'typescript',
  'simple',
  'page',
  'application',
])

function significantWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]{4,}/g) ?? []
  return new Set(words.filter((word) => !SMALL_WORDS.has(word)).map((word) => word.replace(/s$/, '')))
}

function byName(projects: readonly CorpusProject[], name: string): CorpusProject {
  const project = projects.find((candidate) => candidate.name === name) ?? projects[0]
  if (!project) throw new Error('The corpus is empty')
  return project
}

function describe(project: CorpusProject, files: Record<string, string>): string {
  const sources = Object.keys(files).filter((path) => path.startsWith('src/')).length
  return `I built this as ${project.framework === 'html' ? 'plain HTML, CSS and JavaScript' : `a ${project.framework} project`} with ${sources} source files. Install with \`npm install\` and start it with \`npm run dev\`; what users enter stays in the browser.`
}
