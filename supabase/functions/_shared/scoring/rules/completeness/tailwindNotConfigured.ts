import type { Project, ProjectRoot } from '../../graph/projectModel.ts'
import { scriptsOf } from '../../graph/projectModel.ts'
import type { Rule } from '../../rule.ts'

/** Utility classes that hardly anything but Tailwind defines. */
const UTILITY =
  /^(?:[a-z]+:)*-?(?:flex|grid|hidden|(?:p|m)[trblxy]?-(?:\d|auto|\[)|(?:w|h|gap|space-[xy]|top|left|inset)-(?:\d|full|auto|screen|\[)|text-(?:xs|sm|base|lg|xl|\dxl|center|[a-z]+-\d{2,3}|white)|bg-(?:[a-z]+-\d{2,3}|white|black)|rounded(?:-\w+)?|shadow(?:-\w+)?|items-\w+|justify-\w+|font-(?:bold|semibold|medium)|min-h-\w+|max-w-\w+|border-[a-z]+-\d{2,3})$/

const FEWEST_UTILITIES = 8

export const tailwindNotConfigured: Rule = {
  name: 'tailwind-not-configured',
  dimension: 'completeness',
  severity: 'major',
  weight: 26,
  alsoWeighs: { functionality: 14, codeQuality: 6 },
  reason: 'Tailwind classes without Tailwind’s configuration are names without styles: the page is bare.',
  check(project) {
    const { main } = project
    if (
      project.isFragment ||
      main.metaFramework === 'expo' ||
      main.metaFramework === 'nuxt' ||
      !usesUtilities(project)
    )
      return []
    const problem = findProblem(project, main)
    return problem === null ? [] : [{ message: problem }]
  },
}

function usesUtilities(project: Project): boolean {
  const defined = new Set<string>()
  for (const file of project.files.values())
    for (const name of file.stylesheet?.classes ?? []) defined.add(name)
  const used = new Set<string>()
  for (const { file, facts } of scriptsOf(project)) {
    if (!project.reachedFromEntries.has(file.path)) continue
    for (const name of facts.classNames) if (UTILITY.test(name) && !defined.has(name)) used.add(name)
  }
  return used.size >= FEWEST_UTILITIES
}

function findProblem(project: Project, root: ProjectRoot): string | null {
  const dependencies = [...(root.manifest?.dependencies.keys() ?? [])]
  if (
    dependencies.some((name) =>
      /unocss|windicss|twind|nativewind|^@nuxt.*tailwind|^@astrojs\/tailwind/.test(name),
    )
  )
    return null
  if (loadsFromNetwork(project)) return null
  const sheets = [...project.files.values()].filter(
    ({ path, stylesheet }) =>
      stylesheet !== null && (project.reachedFromEntries.has(path) || root.framework === 'next'),
  )
  const version =
    sheets.map(({ stylesheet }) => stylesheet?.tailwind ?? null).find((found) => found !== null) ?? null
  if (version === null) {
    const declared = dependencies.includes('tailwindcss')
    return declared
      ? 'Tailwind classes are used, and no loaded style sheet brings Tailwind in'
      : 'Tailwind classes are used without Tailwind'
  }
  const config = texts(project, /(^|\/)tailwind\.config\.[cm]?[jt]s$/)
  const postcss = texts(
    project,
    /(^|\/)(postcss\.config\.[cm]?[jt]s|\.postcssrc(\.\w+)?|postcss\.config\.json)$/,
  )
  const bundler = texts(project, /(^|\/)(vite|next|astro|webpack|rsbuild|craco)\.config\.[cm]?[jt]s$/)
  if (version === 4) {
    const runs = /@tailwindcss\/(vite|postcss)|tailwindcss/.test(postcss + bundler)
    const hidden = /-config['"]|preset/.test(bundler)
    return runs || hidden || root.bundler === 'none'
      ? null
      : 'Tailwind 4 has neither its Vite nor its PostCSS plugin configured'
  }
  if (config === '' && !/tailwindcss/.test(bundler))
    return 'There is no Tailwind configuration to name the files with classes'
  const runsInPackage = /"postcss"\s*:/.test(project.files.get(root.manifest?.path ?? '')?.text ?? '')
  const runs = postcss !== '' || /tailwindcss/.test(bundler) || runsInPackage || root.bundler === 'webpack'
  return runs || root.framework === 'next' ? null : 'PostCSS is not configured to run Tailwind'
}

function texts(project: Project, pattern: RegExp): string {
  return [...project.files.values()]
    .filter(({ path }) => pattern.test(path))
    .map(({ text }) => text)
    .join('\n')
}

function loadsFromNetwork(project: Project): boolean {
  for (const file of project.files.values()) {
    if (
      file.language === 'html' &&
      /cdn\.tailwindcss\.com|@tailwindcss\/browser|tailwind(css)?(\.min)?\.(js|css)/.test(file.text)
    )
      return true
  }
  return false
}
