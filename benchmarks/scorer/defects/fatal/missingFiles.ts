/** Files that are not there although the build needs them. */
import { type Defect, withFile, withoutFiles } from '../defect.ts'
import type { ParsedProject } from '../parsedProject.ts'

/** Files that reachable code imports at run time, entry points left out. */
function importedFiles(project: ParsedProject): string[] {
  const targets = project.imports
    .filter((edge) => project.reachable.has(edge.from) && !edge.typeOnly && edge.target !== null)
    .map((edge) => edge.target)
    .filter((target): target is string => target !== null && !project.entries.includes(target))
  return [...new Set(targets)].sort()
}

const isStyle = (path: string): boolean => /\.(css|scss)$/.test(path)

export const fileRemoved: Defect = {
  name: 'file-removed',
  severity: 'fatal',
  apply(project, random) {
    const path = random.pick(importedFiles(project).filter((candidate) => !isStyle(candidate)))
    return path === undefined ? null : withoutFiles(project, [path])
  },
}

export const filesRemoved: Defect = {
  name: 'files-removed',
  severity: 'fatal',
  apply(project, random) {
    const candidates = importedFiles(project).filter((candidate) => !isStyle(candidate))
    if (candidates.length < 4) return null
    const removed = random.shuffle(candidates).slice(0, Math.ceil(candidates.length / 3))
    // One file whose importers all stay must be among them, or nothing would notice.
    const noticed = project.imports.some(
      (edge) =>
        edge.target !== null &&
        removed.includes(edge.target) &&
        !removed.includes(edge.from) &&
        project.reachable.has(edge.from),
    )
    return noticed ? withoutFiles(project, removed) : null
  },
}

export const cssRemoved: Defect = {
  name: 'css-removed',
  severity: 'fatal',
  apply(project, random) {
    const path = random.pick(importedFiles(project).filter(isStyle))
    return path === undefined ? null : withoutFiles(project, [path])
  },
}

export const packageJsonMissing: Defect = {
  name: 'package-json-missing',
  severity: 'fatal',
  apply: (project) => (project.packages ? withoutFiles(project, ['package.json']) : null),
}

export const packageJsonInvalid: Defect = {
  name: 'package-json-invalid',
  severity: 'fatal',
  apply(project, random) {
    const text = project.files['package.json']
    if (text === undefined) return null
    const breakages = [
      text.replace('{\n', '{\n  // project manifest\n'),
      text.replace(/"dependencies": \{/, 'dependencies: {'),
      text.slice(0, Math.floor(text.length * 0.6)),
      text.replace(/"\n(\s+)"/, '"\n$1,"'),
    ].filter((candidate) => candidate !== text && !isJson(candidate))
    const broken = random.pick(breakages)
    return broken === undefined ? null : withFile(project, 'package.json', broken)
  },
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Being no JSON is what is asked here.
    return false
  }
}

export const indexHtmlMissing: Defect = {
  name: 'index-html-missing',
  severity: 'fatal',
  apply: (project) => ('index.html' in project.files ? withoutFiles(project, ['index.html']) : null),
}

/** A page in a folder of its own beside a built application is none of its entries. */
function isOfOtherPage(files: Record<string, string>, path: string): boolean {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return 'package.json' in files && folder !== '' && folder !== 'public' && `${folder}/index.html` in files
}

export const entryMissing: Defect = {
  name: 'entry-missing',
  severity: 'fatal',
  apply(project, random) {
    const scripts = project.entries.filter((path) => !isStyle(path) && !isOfOtherPage(project.files, path))
    if ('index.html' in project.files || scripts.length === 1) {
      const path = random.pick(scripts)
      return path === undefined ? null : withoutFiles(project, [path])
    }
    // Next.js has no single entry; without its root layout it refuses to build.
    const layout = scripts.find((path) => /^(src\/)?app\/layout\.[jt]sx?$/.test(path))
    return layout === undefined ? null : withoutFiles(project, [layout])
  },
}
