import type { Project } from '../../graph/projectModel.ts'
import { scriptsOf } from '../../graph/projectModel.ts'
import type { Rule } from '../../rule.ts'

export const missingManifest: Rule = {
  name: 'missing-manifest',
  dimension: 'completeness',
  severity: 'fatal',
  weight: 60,
  alsoWeighs: { codeQuality: 20, functionality: 30 },
  reason: 'Without a readable package.json nothing can be installed, built or started.',
  check(project) {
    const broken = project.roots.filter((root) => root.manifestBroken)
    if (broken.length > 0) {
      return broken.map(({ directory }) => ({
        file: directory === '' ? 'package.json' : `${directory}/package.json`,
        line: 1,
        message: 'package.json is no JSON object',
      }))
    }
    const hasManifest = project.main.manifest !== null || isBelowManifest(project)
    if (hasManifest || project.isFragment || !needsInstall(project)) return []
    return [{ message: 'There is no package.json' }]
  },
}

/** A folder of a workspace may leave its packages to the manifest at the top. */
function isBelowManifest({ main, roots }: Project): boolean {
  return (
    main.directory !== '' && roots.some(({ directory, manifest }) => directory === '' && manifest !== null)
  )
}

/** Something in it cannot run as it stands in a browser or in Node. */
function needsInstall(project: Project): boolean {
  if (project.main.buildFiles.length > 0) return true
  for (const { file } of scriptsOf(project)) {
    if (file.purpose === 'edge' || file.root !== project.main) continue
    if (/\.(tsx?|jsx|vue|svelte)$/.test(file.path)) return true
    const imports = project.imports.get(file.path) ?? []
    if (file.language === 'script' && imports.some(({ resolution }) => resolution.kind === 'package'))
      return !hasImportMap(project)
  }
  return false
}

function hasImportMap(project: Project): boolean {
  return [...project.files.values()].some(
    (file) => file.language === 'html' && /type=["']importmap/.test(file.text),
  )
}
