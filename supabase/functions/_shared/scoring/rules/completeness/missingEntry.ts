import type { Project, ProjectRoot, SourceFile } from '../../graph/projectModel.ts'
import { relativeTo } from '../../reading/paths.ts'
import type { Finding, Rule } from '../../rule.ts'

export const missingEntry: Rule = {
  name: 'missing-entry',
  dimension: 'completeness',
  severity: 'fatal',
  weight: 55,
  alsoWeighs: { functionality: 60 },
  reason: 'With no page or entry script there is nothing a browser or a server could start.',
  check(project) {
    if (project.isFragment || project.files.size === 0) return []
    const findings: Finding[] = []
    for (const root of project.roots) {
      const found = judge(project, root)
      findings.push(...(root === project.main ? found : found.map(asidePart)))
    }
    return findings
  },
}

/** A folder with a manifest of its own beside the application: that one starts without it. */
function asidePart(finding: Finding): Finding {
  return { ...finding, severity: 'major', share: 0.3 }
}

function judge(project: Project, root: ProjectRoot): Finding[] {
  const prefix = root.directory === '' ? '' : `${root.directory}/`
  const missing = root.missingEntries.map(({ from, path, line }) => ({
    file: from,
    line,
    message: `The entry '${path}' does not exist`,
  }))
  if (missing.length > 0) return missing
  if (root.manifest?.workspaces === true) return []
  if (needsPage(root) && !hasPage(project, root)) return [{ message: `There is no ${prefix}index.html` }]
  if (root.framework === 'next') {
    const unframed = pageWithoutLayout(root)
    if (unframed !== null) return [{ file: unframed, message: 'No layout stands around this page' }]
  }
  if (root !== project.main || root.entries.length > 0) return []
  return [{ message: 'There is no entry to start from' }]
}

/** Next.js refuses to build a page of `app/` without a root layout. */
function pageWithoutLayout(root: ProjectRoot): string | null {
  const pages = root.entries.filter((path) => /(^|\/)app\/(.*\/)?page\.[jt]sx?$/.test(path))
  if (pages.length === 0 || root.entries.some((path) => /(^|\/)app\/(.*\/)?layout\.[jt]sx?$/.test(path)))
    return null
  return pages[0] ?? null
}

function needsPage(root: ProjectRoot): boolean {
  // Electron shows the page that Vite builds.
  const isPlaced =
    root.metaFramework !== null && !(root.metaFramework === 'electron' && root.bundler === 'vite')
  if (isPlaced || root.framework === 'next' || root.framework === 'node') return false
  return root.bundler === 'vite' || root.framework === 'html' || isCreateReactApp(root)
}

function isCreateReactApp(root: ProjectRoot): boolean {
  return root.manifest?.dependencies.has('react-scripts') ?? false
}

function hasPage(project: Project, root: ProjectRoot): boolean {
  if (isLibrary(project, root)) return true
  for (const file of project.files.values()) {
    if (file.language !== 'html' || file.root !== root) continue
    const path = relativeTo(root.directory, file.path) ?? file.path
    if (root.bundler !== 'vite' || path === 'index.html') return true
    // Pages in folders that Vite copies as they are start nothing.
    if (/^(src|client|app|frontend)\/index\.html$/.test(path) || holdsOwnModule(file)) return true
  }
  return false
}

/** Whether a page loads a module that Vite would build. */
function holdsOwnModule({ path, markup }: SourceFile): boolean {
  if (/(^|\/)(public|docs|dist|build)\//.test(path)) return false
  return (markup?.tags ?? []).some(
    ({ name, attributes }) =>
      name.toLowerCase() === 'script' &&
      attributes.get('type') === 'module' &&
      /\.[jt]sx?$/.test(attributes.get('src') ?? ''),
  )
}

/** A package built with Vite's library mode has no page. */
function isLibrary(project: Project, root: ProjectRoot): boolean {
  return root.buildFiles.some((path) => {
    const text = project.files.get(path)?.text ?? ''
    if (/\blib\s*:\s*\{|\broot\s*:/.test(text)) return true
    // Looked for once and from there: one pattern for both would start anew at every mention.
    const options = text.indexOf('rollupOptions')
    return options >= 0 && /\binput\s*:/.test(text.slice(options)) && !text.includes('index.html')
  })
}
