/** Configuration without which the build lacks what the code counts on. */
import { type Defect, type DefectResult, type MutantSeverity, withFile, withoutFiles } from '../defect.ts'
import type { ParsedProject } from '../parsedProject.ts'

/** What the project loses with its Vite configuration. */
function severityWithoutVite(project: ParsedProject): MutantSeverity {
  // Aliases and single-file components: the build itself fails.
  const cannotBuild = project.imports.some(
    (edge) =>
      project.reachable.has(edge.from) &&
      !edge.typeOnly &&
      (/^[@~]\//.test(edge.specifier) || /\.(vue|svelte)$/.test(edge.target ?? '')),
  )
  if (cannotBuild) return 'fatal'
  // Vite compiles JSX without its React plugin; what goes is reloading, unless the styles come from a plugin too.
  return '@tailwindcss/vite' in (project.packages ?? {}) ? 'major' : 'minor'
}

export const buildConfigurationMissing: Defect = {
  name: 'build-configuration-missing',
  severity: 'major',
  apply(project) {
    const configuration = Object.keys(project.files).filter((path) => /^vite\.config\.[cm]?[jt]s$/.test(path))
    if (configuration.length > 0) {
      return {
        ...withoutFiles(project, configuration),
        severity: severityWithoutVite(project),
      }
    }
    const compilesWithTsc = /"build": "tsc/.test(project.files['package.json'] ?? '')
    return compilesWithTsc && 'tsconfig.json' in project.files
      ? withoutFiles(project, ['tsconfig.json'])
      : null
  },
}

export const tailwindConfigurationMissing: Defect = {
  name: 'tailwind-configuration-missing',
  severity: 'major',
  apply(project, random): DefectResult | null {
    const configuration = Object.keys(project.files).filter((path) => /^tailwind\.config\./.test(path))
    if (configuration.length > 0) {
      const postcss = Object.keys(project.files).filter((path) => /^postcss\.config\./.test(path))
      return withoutFiles(project, random.next() < 0.5 ? configuration : [...configuration, ...postcss])
    }
    // Tailwind 4 is configured by its import in the style sheet alone.
    const sheet = Object.entries(project.files).find(
      ([path, text]) => path.endsWith('.css') && text.includes('@import "tailwindcss"'),
    )
    return sheet ? withFile(project, sheet[0], sheet[1].replace('@import "tailwindcss";\n', '')) : null
  },
}
