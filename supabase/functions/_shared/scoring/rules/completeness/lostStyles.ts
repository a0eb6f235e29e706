import type { Project } from '../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import type { Finding, Rule } from '../../rule.ts'

const FEWEST_ELEMENTS = 8
/** Below this share of elements with a class or style a page is bare. */
const BARE_SHARE = 0.06

export const lostStyles: Rule = {
  name: 'lost-styles',
  dimension: 'completeness',
  severity: 'minor',
  weight: 9,
  limit: 14,
  reason: 'Without styles the application works and looks unfinished.',
  check(project) {
    if (project.isFragment || !isVisual(project)) return []
    const unloaded = unloadedSheet(project)
    if (unloaded !== null) return [{ file: unloaded, message: 'The style sheet is never loaded' }]
    const { elements, styled } = countElements(project)
    if (elements < FEWEST_ELEMENTS) return []
    const rules = countRules(project)
    const share = styled / elements
    if (rules === 0 && styled < elements / 2 && !stylesElsewhere(project)) {
      return [{ message: 'Nothing on the page has a style' }]
    }
    if (share < BARE_SHARE && !stylesByElement(project, rules)) {
      return [{ message: 'Hardly any element has a style' }]
    }
    return unusedClasses(project, styled) ?? undefinedClasses(project)
  },
}

function isVisual({ main }: Project): boolean {
  return main.framework !== 'node' && main.framework !== 'unknown' && main.metaFramework !== 'expo'
}

function unloadedSheet(project: Project): string | null {
  const sheets = [...project.files.values()].filter(
    (file) => file.language === 'css' && file.root === project.main && file.text.trim().length > 60,
  )
  if (sheets.length === 0 || sheets.some(({ path }) => project.reachedFromEntries.has(path))) return null
  if (project.main.metaFramework !== null) return null
  return sheets[0]?.path ?? null
}

function countElements(project: Project): { elements: number; styled: number } {
  let elements = 0
  let styled = 0
  for (const { file, facts } of scriptsOf(project, isOwnCode)) {
    if (!project.reachedFromEntries.has(file.path)) continue
    elements += facts.counts.elements
    styled += facts.counts.elementsStyled
  }
  return { elements, styled }
}

function countRules(project: Project): number {
  let rules = 0
  for (const file of project.files.values()) {
    if (project.reachedFromEntries.has(file.path)) rules += file.stylesheet?.rules ?? 0
  }
  return rules
}

/** A component library or the network styles what the project itself does not. */
function stylesElsewhere(project: Project): boolean {
  const dependencies = [...(project.main.manifest?.dependencies.keys() ?? [])].join(' ')
  if (STYLE_LIBRARIES.test(dependencies)) return true
  return [...project.files.values()].some(
    (file) => file.language === 'html' && /<link[^>]+stylesheet|cdn\.|<style/i.test(file.text),
  )
}

const STYLE_LIBRARIES =
  /@mui|@chakra|antd|mantine|styled-components|@emotion|bootstrap|vuetify|element-plus|primevue|native|tailwind|unocss|stitches|vanilla-extract|pico|bulma|nextui|@radix-ui\/themes/

/** Style sheets define classes, and hardly an element bears one. */
function unusedClasses(project: Project, styled: number): Finding[] | null {
  const defined = new Set<string>()
  const used = new Set<string>()
  for (const file of project.files.values()) {
    if (!project.reachedFromEntries.has(file.path) || /\.module\.\w+$/.test(file.path)) continue
    if (file.stylesheet?.tailwind == null)
      for (const name of file.stylesheet?.classes ?? []) defined.add(name)
    for (const facts of file.scripts) {
      for (const name of facts.classNames) used.add(name)
      // Where some element bears a class, others may come from strings put together elsewhere.
      if (styled > 0) for (const text of facts.texts) for (const name of text.split(' ')) used.add(name)
    }
  }
  const worn = [...defined].filter((name) => used.has(name) || used.has(name.toLowerCase())).length
  return defined.size >= FEWEST_CLASSES && worn < defined.size / 4
    ? [{ message: 'Hardly any class of the style sheet is used' }]
    : null
}

const FEWEST_CLASSES = 4

/** Styles may be bound to elements, come with a component library, or be written in script. */
function stylesByElement(project: Project, rules: number): boolean {
  if (rules >= 6 && ![...project.files.values()].some(({ stylesheet }) => stylesheet?.tailwind != null))
    return true
  const dependencies = [...(project.main.manifest?.dependencies.keys() ?? [])].join(' ')
  return STYLE_LIBRARIES.test(dependencies.replaceAll('tailwind', ''))
}

/** Most of the classes in use are defined nowhere, and nothing generates them. */
function undefinedClasses(project: Project): Finding[] {
  const dependencies = [...(project.main.manifest?.dependencies.keys() ?? [])].join(' ')
  if (
    /tailwind|unocss|windi|bootstrap|bulma|daisyui|@mui|antd|vuetify|quasar|primevue|element-plus|nativewind/.test(
      dependencies,
    )
  )
    return []
  const defined = new Set<string>()
  let linksElsewhere = false
  for (const file of project.files.values()) {
    for (const name of file.stylesheet?.classes ?? []) defined.add(name)
    if (
      file.language === 'html' &&
      /<link[^>]+href=["'](https?:)?\/\/(?!fonts)|cdn\.tailwindcss|<script[^>]+tailwind/i.test(file.text)
    )
      linksElsewhere = true
    if (/\.module\.\w+$/.test(file.path)) linksElsewhere = true
  }
  if (linksElsewhere) return []
  const used = new Set<string>()
  for (const { file, facts } of scriptsOf(project, isOwnCode)) {
    if (project.reachedFromEntries.has(file.path))
      for (const name of facts.classNames) if (/^[a-z][\w-]*$/i.test(name)) used.add(name)
  }
  const undefinedCount = [...used].filter((name) => !defined.has(name)).length
  return used.size >= 5 && undefinedCount > used.size * 0.7
    ? [{ message: 'Most classes in use are defined nowhere', share: 0.9 }]
    : []
}
