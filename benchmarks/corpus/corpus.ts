/** The corpus: small, complete, correct projects of our own, kept as real files under `projects/` and listed in `corpus.json`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export interface CorpusProject {
  name: string
  /** What a user would have asked for to get this project. */
  request: string
  /** Lower case, as the profiler names it, e.g. `react`. */
  framework?: string
  /** Path → content, POSIX separators. For an edit: the project after it. */
  files: Record<string, string>
  /** The project before the edit; absent where the project was written from nothing. */
  before?: Record<string, string>
}

const manifestSchema = z.array(
  z.strictObject({
    name: z.string().min(1),
    request: z.string().min(1),
    framework: z.string().optional(),
    /** Folder under `projects/` that holds the files. */
    root: z.string().min(1),
    /** Folder with the files as they were before the edit. */
    beforeRoot: z.string().optional(),
  }),
)

const corpusFolder = fileURLToPath(new URL('.', import.meta.url))

/**
 * Reads every project of the corpus from disk, in the manifest's order.
 * @throws where the manifest or one of its folders is missing or malformed.
 */
export function loadCorpus(): CorpusProject[] {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(corpusFolder, 'corpus.json'), 'utf8')))
  return manifest.map(({ name, request, framework, root, beforeRoot }) => ({
    name,
    request,
    framework,
    files: readFolder(root),
    ...(beforeRoot === undefined ? {} : { before: readFolder(beforeRoot) }),
  }))
}

function readFolder(root: string): Record<string, string> {
  const folder = join(corpusFolder, 'projects', root)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
  if (paths.length === 0) throw new Error(`Corpus folder ${root} holds no files`)
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
