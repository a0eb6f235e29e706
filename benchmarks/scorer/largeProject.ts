/** A project as large as any answer may be, put together from smaller ones. */
import type { ScorableProject } from './measureScorer.ts'

const MOST_FILES = 200
/** UTF-16 units: 2 MiB of ASCII. */
const MOST_TEXT = 2 * 1024 * 1024
const FILE_TEXT = Math.ceil(MOST_TEXT / MOST_FILES)

/**
 * Scripts of `projects`, each filled up with its like to about 10 KB, in 200 files of 2 MiB together; `edition` makes the
 * texts new, so that nothing is known from before. Copies of one file end in different lines and count as different.
 */
export function largeProject(projects: readonly ScorableProject[], edition: number): ScorableProject {
  const scripts = projects.flatMap(({ files }) =>
    Object.entries(files).filter(([path, text]) => /^src\/.*\.[jt]sx?$/.test(path) && text.length > 400),
  )
  const frame = projects.find(({ files }) => 'package.json' in files && 'index.html' in files)?.files ?? {}
  const files: Record<string, string> = {
    'package.json': frame['package.json'] ?? '{}',
    'index.html': frame['index.html'] ?? '',
  }
  for (let index = 0; index < MOST_FILES && scripts.length > 0; index++) {
    const [path, text] = scripts[index % scripts.length] ?? ['', '']
    let filled = text
    for (let copy = 0; filled.length < FILE_TEXT; copy++)
      filled += `\n${inNamespace(text, copy)}\n// ${edition}.${index}.${copy}\n`
    files[`src/part${index}/${path.slice(path.lastIndexOf('/') + 1)}`] = filled
  }
  return { files, request: 'A large application' }
}

/** The same code inside a function of its own, where its names clash with none; its imports and exports go. */
function inNamespace(text: string, copy: number): string {
  const code = text
    .replace(/^import\b[^;]*?['"][^'"\n]+['"];?$/gm, '')
    .replace(/^export (?:default )?(?=(?:async )?function|const|let|class|interface|type|enum)/gm, '')
    .replace(/^export\b.*$/gm, '')
  return `export function part${copy}() {\n${code}\n}`
}
