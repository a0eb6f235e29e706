import { isErased } from '../../graph/moduleGraph.ts'
import type { Project, ProjectRoot } from '../../graph/projectModel.ts'
import { joinPath } from '../../reading/paths.ts'
import type { Rule } from '../../rule.ts'

export const missingBuildConfig: Rule = {
  name: 'missing-build-config',
  dimension: 'completeness',
  severity: 'major',
  weight: 25,
  alsoWeighs: { codeQuality: 10, functionality: 12 },
  reason: 'Aliases, single-file components and style plugins exist only in the bundler’s configuration.',
  check(project) {
    const { main } = project
    if (project.isFragment) return []
    if (
      main.bundler === 'vite' &&
      (main.metaFramework === null || main.metaFramework === 'electron') &&
      !hasConfig(project, main, /vite\.config\.[cm]?[jt]s$/)
    ) {
      return [withoutVite(project, main)]
    }
    if (needsCompilerConfig(project, main)) {
      return [{ message: 'The build compiles with tsc, and there is no tsconfig.json' }]
    }
    return []
  },
}

function hasConfig(project: Project, root: ProjectRoot, pattern: RegExp): boolean {
  for (const path of project.files.keys()) {
    if (pattern.test(path) && (path.startsWith(root.directory) || !path.includes('/'))) return true
  }
  return [...(root.manifest?.scripts.values() ?? [])].some((script) => /vite\b.*(-c|--config)\b/.test(script))
}

/** What goes with Vite's configuration decides how bad its absence is. */
function withoutVite(project: Project, root: ProjectRoot): ReturnType<Rule['check']>[number] {
  const message = 'There is no Vite configuration'
  for (const path of project.reachedFromEntries) {
    const file = project.files.get(path)
    for (const { fact, resolution } of project.imports.get(path) ?? []) {
      if (isErased(file, fact) || fact.typeOnly) continue
      const isAlias = /^[@~]\//.test(fact.specifier) && resolution.kind !== 'package'
      const isComponent = resolution.kind === 'file' && /\.(vue|svelte)$/.test(resolution.path)
      if (isAlias || isComponent) {
        return { message: `${message}, and '${fact.specifier}' needs one`, severity: 'fatal' }
      }
    }
  }
  const plugins = [...(root.manifest?.dependencies.keys() ?? [])].some((name) => name === '@tailwindcss/vite')
  if (plugins) return { message: `${message} to run Tailwind’s plugin`, severity: 'major' }
  return {
    message,
    severity: compilesJsx(project, root) ? 'minor' : 'major',
    share: compilesJsx(project, root) ? 0.3 : 1,
  }
}

/** Vite takes the JSX runtime from tsconfig.json; without it, components look for a global React. */
function compilesJsx(project: Project, root: ProjectRoot): boolean {
  for (const file of project.files.values()) {
    if (/(^|\/)[tj]sconfig[\w.]*\.json$/.test(file.path) && /"jsx"\s*:\s*"react-jsx/.test(file.text))
      return true
  }
  return root.framework !== 'react' || ![...project.files.keys()].some((path) => /\.[jt]sx$/.test(path))
}

function needsCompilerConfig(project: Project, root: ProjectRoot): boolean {
  const build = root.manifest?.scripts.get('build') ?? ''
  if (root.framework !== 'node' || !/^tsc\b/.test(build) || /-p\s|--project/.test(build)) return false
  return ![...project.files.keys()].some((path) => path === joinPath(root.directory, 'tsconfig.json'))
}
