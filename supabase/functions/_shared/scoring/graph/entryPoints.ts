/** Where a root starts: pages, routes by place, server scripts. */

import { extensionOf, joinPath, relativeTo } from '../reading/paths.ts'
import { splitWords } from '../script/wordIndex.ts'
import type { Project, ProjectRoot, SourceFile } from './projectModel.ts'

type Files = Project['files']

const SCRIPT = /\.[cm]?[jt]sx?$/

/** Routes by place, relative to the root. */
const PLACED_ENTRIES: Record<string, RegExp> = {
  next: /^(src\/)?(app\/(.*\/)?(page|layout|route|loading|error|global-error|not-found|template|default|head|sitemap|robots|manifest|opengraph-image|icon)\.[jt]sx?$|pages\/.+\.[jt]sx?$|(middleware|proxy|instrumentation(-client)?)\.[jt]s$)/,
  sveltekit:
    /^src\/(routes\/.*\+(page|layout|server|error)[\w.@-]*\.(svelte|[jt]s)$|hooks(\.\w+)?\.[jt]s$|app\.html$|service-worker\.[jt]s$|params\/)/,
  nuxt: /^(app\/)?(app|error)\.vue$|^(app\/)?(pages|layouts|components|middleware|plugins|composables|server|stores|utils)\//,
  remix: /^app\/(root|entry\.(client|server)|routes\/.*|routes)\.[jt]sx?$/,
  'react-router': /^app\/(root|entry\.(client|server)|routes\/.*|routes)\.[jt]sx?$/,
  'tanstack-start': /^(src|app)\/(routes\/.*|router|start|client|server|ssr|api|global-middleware)\.[jt]sx?$/,
  astro: /^src\/(pages\/|content\.config|content\/config|middleware)/,
  expo: /^(app\/.*|src\/app\/.*|App|index)\.[jt]sx?$/,
  gatsby: /^(src\/(pages|templates)\/.*|gatsby-\w+)\.[jt]sx?$/,
  angular: /^src\/main\.ts$/,
  'solid-start': /^src\/(routes\/.*|app|entry-\w+)\.[jt]sx?$/,
  electron: /^(electron|src)\/(main|preload)(\/index)?\.[cm]?[jt]s$/,
}

const BUILD_FILE =
  /^(vite|vitest|next|postcss|tailwind|svelte|astro|nuxt|webpack|rollup|eslint|babel|craco|metro|remix|react-router|drizzle|playwright|jest|prettier|tsup|uno|windi)\.config\.[cm]?[jt]s$/

/** Of the build files, those without which the build itself cannot run. */
const REQUIRED_BUILD_FILE =
  /^(vite|next|postcss|tailwind|svelte|astro|nuxt|webpack|rollup)\.config\.[cm]?[jt]s$/

export function isBuildFile(relativePath: string): boolean {
  return BUILD_FILE.test(relativePath)
}

/** Fills in the root's entries, missing entries and build files. */
export function findEntries(root: ProjectRoot, files: Files): void {
  const own = [...files.values()].filter((file) => file.root === root)
  const relative = (file: SourceFile) => relativeTo(root.directory, file.path) ?? file.path
  root.buildFiles = own.filter((file) => REQUIRED_BUILD_FILE.test(relative(file))).map((file) => file.path)
  const entries = new Set<string>()
  for (const kind of [root.framework, root.metaFramework ?? '']) {
    const placed = PLACED_ENTRIES[kind]
    if (placed === undefined) continue
    for (const file of own) if (placed.test(relative(file))) entries.add(file.path)
  }
  if (root.framework !== 'next') addPages(root, files, own, entries)
  addConventional(root, files, entries)
  if (root.framework === 'node' || root.framework === 'unknown' || entries.size === 0)
    addServers(root, files, own, entries)
  else addScripted(root, files, entries, STARTING_SCRIPT)
  root.entries = [...entries]
  const tools = new Set<string>()
  addScripted(root, files, tools)
  root.tools = [...tools].filter((path) => !entries.has(path))
}

function addPages(root: ProjectRoot, files: Files, own: readonly SourceFile[], entries: Set<string>): void {
  for (const page of own) {
    const relative = relativeTo(root.directory, page.path) ?? page.path
    if (page.language !== 'html' || page.markup === null) continue
    if (relative.includes('/') && root.bundler !== 'none' && !/^(public|src)\/index\.html$/.test(relative))
      continue
    if (root.bundler === 'none' || !relative.startsWith('public/') || root.bundler === 'webpack')
      entries.add(page.path)
    for (const tag of page.markup.tags) {
      if (tag.name.toLowerCase() !== 'script' || tag.closes) continue
      const source = tag.attributes.get('src')
      if (source === undefined || /^(https?:)?\/\//.test(source) || /[%{$]/.test(source)) continue
      const path = pageTarget(root, page.path, source)
      const found = [path, joinPath(root.directory, `public/${source}`)].find((candidate) =>
        files.has(candidate),
      )
      if (found !== undefined) entries.add(found)
      else if (isExpected(root, source)) root.missingEntries.push({ from: page.path, path, line: tag.line })
    }
  }
}

/** Scripts that a server or a platform writes into the page are not the project's to hold. */
function isExpected(root: ProjectRoot, source: string): boolean {
  if (
    /^\/?(_vercel|_next|cdn-cgi|socket\.io|env(-config)?\.js|config\.js|registerSW\.js|_framework)/.test(
      source.replace(/^\//, ''),
    )
  )
    return false
  if (extensionOf(source.replace(/[?#].*$/, '')) === '') return false
  // Webpack writes its bundles beside the page, others into a folder for them.
  return !(
    root.bundler === 'webpack' ||
    (root.bundler === 'other' && /^\.?\/?(build|dist|bundle)\b/.test(source))
  )
}

function pageTarget(root: ProjectRoot, page: string, source: string): string {
  const path = source.replace(/[?#].*$/, '')
  if (path.startsWith('/')) return joinPath(root.directory, path.slice(1))
  const slash = page.lastIndexOf('/')
  return joinPath(slash < 0 ? '' : page.slice(0, slash), path)
}

const CONVENTIONAL: Partial<Record<ProjectRoot['bundler'], string[]>> = {
  webpack: ['src/index', 'src/main'],
  other: ['src/index', 'src/main'],
}

function addConventional(root: ProjectRoot, files: Files, entries: Set<string>): void {
  for (const path of configuredEntries(root, files)) entries.add(path)
  for (const stem of CONVENTIONAL[root.bundler] ?? []) {
    for (const extension of ['tsx', 'ts', 'jsx', 'js']) {
      const path = joinPath(root.directory, `${stem}.${extension}`)
      if (files.has(path)) entries.add(path)
    }
  }
}

/** Scripts that the bundler's configuration names; Vite's does where a server renders the page. */
function configuredEntries(root: ProjectRoot, files: Files): string[] {
  const textOf = (name: string) => files.get(joinPath(root.directory, name))?.text ?? ''
  const vite = `${textOf('vite.config.js')}\n${textOf('vite.config.ts')}`
  const text = `${textOf('webpack.config.js')}\n${textOf('rollup.config.js')}\n${/laravel/.test(vite) ? vite : ''}`
  return [...text.slice(0, 20_000).matchAll(/['"](\.?\/?[\w./-]+)['"]/g)].flatMap(([, target = '']) => {
    const path = sourceOf(root, files, target)
    return path === null || isBuildFile(relativeTo(root.directory, path) ?? path) ? [] : [path]
  })
}

/** Source that a path in a manifest means: `dist/index.js` is built from `src/index.ts`. */
function sourceOf(root: ProjectRoot, files: Files, target: string): string | null {
  const path = target.replace(/^\.\//, '')
  const stem = path.replace(/\.(d\.ts|[cm]?[jt]sx?)$/, '')
  const inSource = stem.replace(/^(dist|build|lib|out|output)\//, 'src/')
  for (const candidate of [
    path,
    ...extended(stem),
    ...extended(inSource),
    ...extended(inSource.replace(/^src\/src\//, 'src/')),
  ]) {
    const full = joinPath(root.directory, candidate)
    if (files.has(full)) return full
  }
  return null
}

function extended(stem: string): string[] {
  return ['ts', 'tsx', 'js', 'jsx', 'mjs', 'cjs', 'mts'].map((extension) => `${stem}.${extension}`)
}

/** Scripts of a manifest that run the application; the others are tools beside it. */
const STARTING_SCRIPT = /^(pre)?(start|dev|serve|build|preview)$/

function addScripted(root: ProjectRoot, files: Files, entries: Set<string>, accept: RegExp = /./): void {
  for (const [name, command] of root.manifest?.scripts ?? []) {
    if (!accept.test(name)) continue
    for (const token of command.split(/\s+/)) {
      if (!SCRIPT.test(token)) continue
      const path = sourceOf(root, files, token)
      if (path !== null && !isBuildFile(token)) entries.add(path)
    }
  }
}

function addServers(root: ProjectRoot, files: Files, own: readonly SourceFile[], entries: Set<string>): void {
  const { manifest } = root
  const before = entries.size
  addScripted(root, files, entries)
  for (const target of manifest?.entries ?? []) {
    const path = sourceOf(root, files, target)
    if (path !== null) entries.add(path)
    else if (SCRIPT.test(target) && manifest !== null) {
      root.missingEntries.push({ from: manifest.path, path: target, line: 1 })
    }
  }
  for (const stem of ['src/index', 'src/main', 'src/server', 'src/app', 'index', 'main', 'server', 'app']) {
    if (entries.size > before) break
    const path = sourceOf(root, files, `${stem}.ts`)
    if (path !== null) entries.add(path)
  }
  const start = manifest?.scripts.get('start') ?? manifest?.scripts.get('dev') ?? ''
  for (const token of start.split(/\s+/)) {
    if (!SCRIPT.test(token) || token.startsWith('-')) continue
    if (sourceOf(root, files, token) === null && splitWords(token).length > 0) {
      root.missingEntries.push({ from: manifest?.path ?? 'package.json', path: token, line: 1 })
    }
  }
  if (entries.size > 0) root.missingEntries = root.missingEntries.filter(({ path }) => start.includes(path))
  if (entries.size === 0 && own.length > 0 && manifest === null)
    for (const file of own) entries.add(file.path)
}
