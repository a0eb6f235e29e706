/** What a project shows of itself, for finding out whether it holds what a request names. */

import type { Project } from '../graph/projectModel.ts'
import { scriptsOf } from '../graph/projectModel.ts'
import { packageOf } from '../reading/manifest.ts'
import { splitWords } from '../script/wordIndex.ts'

export interface ProjectEvidence {
  /** Lower-case words of names, strings and visible text of what runs; comments are not among them. */
  words: ReadonlySet<string>
  /** Lower-case visible texts and strings. */
  texts: ReadonlySet<string>
  /** Packages that what runs imports. */
  packages: ReadonlySet<string>
  /** `type` of its fields, and the tags a user acts on. */
  fields: ReadonlySet<string>
  classNames: ReadonlySet<string>
  /** Style sheets in full, lower case. */
  styles: string
  handlers: number
  pages: number
  tests: number
  functions: readonly string[]
}

const gathered = new WeakMap<Project, ProjectEvidence>()

/** The evidence of a project, gathered once however many rules ask. */
export function evidenceOf(project: Project): ProjectEvidence {
  const known = gathered.get(project)
  if (known !== undefined) return known
  const evidence = gatherEvidence(project)
  gathered.set(project, evidence)
  return evidence
}

function gatherEvidence(project: Project): ProjectEvidence {
  const words = new Set<string>()
  const texts = new Set<string>()
  const packages = new Set<string>()
  const fields = new Set<string>()
  const classNames = new Set<string>()
  const functions: string[] = []
  let handlers = 0
  let routes = 0
  let pages = 0
  for (const { file, facts } of scriptsOf(project, (candidate) => isShown(project, candidate.path))) {
    if (file.purpose === 'library' || file.purpose === 'config') continue
    for (const word of facts.words) words.add(word)
    for (const text of facts.texts) texts.add(text)
    for (const name of facts.classNames) classNames.add(name)
    for (const { name } of facts.functions) functions.push(name)
    for (const { tag, attributes } of facts.interactive) {
      fields.add(tag)
      const type = attributes.get('type')
      if (typeof type === 'string') fields.add(type.toLowerCase())
    }
    for (const { resolution } of project.imports.get(file.path) ?? []) {
      if (resolution.kind === 'package') packages.add(packageOf(resolution.specifier))
    }
    handlers += facts.handlers.length
    routes += facts.routes.filter(({ hasComponent }) => hasComponent).length
  }
  let styles = ''
  let tests = 0
  for (const file of project.files.values()) {
    if (file.purpose === 'test') tests++
    if (OTHER_CODE.test(file.path)) for (const word of splitWords(file.text.slice(0, 60_000))) words.add(word)
    if (!isShown(project, file.path)) continue
    if (file.language === 'html' || /(^|\/)page\.[jt]sx?$|(^|\/)\+page\./.test(file.path)) pages++
    if (file.stylesheet !== null && styles.length < 400_000) styles += file.text.toLowerCase()
    for (const word of splitWords(file.path)) words.add(word)
    for (const tag of file.markup?.tags.slice(0, 3_000) ?? []) {
      for (const [name, value] of tag.attributes) {
        if (!/^:?(id|class|name|placeholder|title|alt|aria-label|value|type|data-testid)$/.test(name))
          continue
        texts.add(value.toLowerCase())
        for (const word of splitWords(value)) words.add(word)
      }
    }
    for (const word of splitWords(file.markup?.text.slice(0, 40_000) ?? '')) words.add(word)
  }
  return {
    words,
    texts,
    packages,
    fields,
    classNames,
    styles,
    handlers,
    pages: Math.max(pages, routes),
    tests,
    functions,
  }
}

/** Code in languages that are not parsed; its words still tell what it is about. */
const OTHER_CODE =
  /\.(py|go|rs|java|kt|rb|php|cs|c|cc|cpp|h|swift|dart|sql|sh|ex|exs|scala|astro|graphql|prisma)$/

/** Loaded by the application, or a style sheet and page beside it. */
function isShown(project: Project, path: string): boolean {
  return (
    project.reachedFromEntries.has(path) || (project.reachedFromEntries.size === 0 && project.files.size > 0)
  )
}
