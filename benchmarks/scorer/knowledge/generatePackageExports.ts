/**
 * Writes what well-known packages export, for telling a name that a package lacks from one that it has.
 *
 * `node benchmarks/scorer/knowledge/generatePackageExports.ts DIR…`, each DIR a folder where the packages were installed, in
 * as many versions as wanted, by aliases: `"icons-0.462": "npm:lucide-react@0.462.0"`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const OUTPUT = fileURLToPath(
  new URL('../../../supabase/functions/_shared/scoring/packages/', import.meta.url),
)

/** Packages whose exports generated code gets wrong, and whose set of names is closed. */
const PACKAGES = (
  'react react-dom react-router-dom react-router @tanstack/react-query zustand @reduxjs/toolkit react-redux redux ' +
  'recharts framer-motion motion/react react-hook-form date-fns clsx tailwind-merge class-variance-authority sonner axios ' +
  'uuid react-hot-toast react-helmet-async next-themes cmdk vaul react-day-picker immer jotai react-i18next i18next ' +
  '@dnd-kit/core @dnd-kit/sortable @dnd-kit/utilities @supabase/supabase-js vue vue-router pinia svelte svelte/store ' +
  'react-dropzone swr wouter react-chartjs-2 chart.js react-toastify @headlessui/react hono react-error-boundary ' +
  'embla-carousel-react react-dom/client'
).split(' ')

const ICONS = 'lucide-react'

interface Installed {
  specifier: string
  version: string
  folder: string
  alias: string
}

function installedIn(folder: string): Installed[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const found: Installed[] = []
  for (const [alias, range] of Object.entries<string>(manifest.dependencies ?? {})) {
    const name = /^npm:(@?[^@]+)@/.exec(range)?.[1] ?? alias
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', alias, 'package.json'), 'utf8'))
    for (const specifier of [...PACKAGES, ICONS]) {
      if (specifier === name) found.push({ specifier, version, folder, alias })
      else if (specifier.startsWith(`${name}/`)) {
        found.push({ specifier, version, folder, alias: alias + specifier.slice(name.length) })
      }
    }
  }
  return found
}

/** Names a bundler for browsers finds; a CommonJS package gives the keys of what it sets, and a default. */
async function exportedNames({ folder, alias }: Installed): Promise<string[]> {
  const result = await build({
    entryPoints: [alias],
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    outdir: 'out',
    logLevel: 'silent',
    loader: { '.css': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const [output] = Object.values(result.metafile.outputs)
  const exported = output?.exports ?? []
  if (exported.length !== 1 || exported[0] !== 'default') return exported
  const loaded: unknown = createRequire(join(folder, 'package.json'))(alias)
  return typeof loaded === 'object' || typeof loaded === 'function'
    ? ['default', ...Object.keys(Object(loaded))]
    : exported
}

/** `0.462.0` → 462, `1.30.2` → 1_000_030: ordered, and told apart where a caret range tells apart. */
function iconVersion(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  return major * 1_000_000 + minor
}

const folders = process.argv.slice(2).map((folder) => resolve(folder))
if (folders.length === 0) throw new Error('Name the folders where the packages are installed')
const installed = folders.flatMap(installedIn)

const byPackage = new Map<string, Map<number, Set<string>>>()
const icons = new Map<number, Set<string>>()
for (const one of installed) {
  // A version whose peers are of another one does not load; the others still tell what they export.
  const names = await exportedNames(one).catch((error: unknown) => {
    console.warn(`${one.alias} ${one.version} is left out:`, String(error).split('\n')[0])
    return null
  })
  if (names === null) continue
  if (one.specifier === ICONS) {
    icons.set(iconVersion(one.version), new Set(names))
    continue
  }
  const majors = byPackage.get(one.specifier) ?? new Map<number, Set<string>>()
  byPackage.set(one.specifier, majors)
  const major = Number.parseInt(one.version, 10)
  const known = majors.get(major) ?? new Set()
  for (const name of names) known.add(name)
  majors.set(major, known)
}

const lines = [
  '/** Made by benchmarks/scorer/knowledge/generatePackageExports.ts; not written by hand. */',
  '',
]
lines.push('/** Package → major version → exported names. */')
lines.push('export const PACKAGE_EXPORTS: Readonly<Record<string, Readonly<Record<number, string>>>> = {')
for (const [specifier, majors] of [...byPackage].sort(([left], [right]) => (left < right ? -1 : 1))) {
  lines.push(`  '${specifier}': {`)
  for (const [major, names] of [...majors].sort(([left], [right]) => left - right)) {
    lines.push(`    ${major}: '${[...names].sort().join(' ')}',`)
  }
  lines.push('  },')
}
lines.push('}', '')
writeFileSync(join(OUTPUT, 'packageExports.generated.ts'), lines.join('\n'))

/** Icons come as `Name`, `NameIcon` and `LucideName`; one of the three stands for all. */
function iconStems(names: ReadonlySet<string>): Set<string> {
  const stems = new Set<string>()
  for (const name of names) {
    if (name.startsWith('Lucide') && names.has(name.slice(6))) continue
    if (name.endsWith('Icon') && names.has(name.slice(0, -4))) continue
    stems.add(name)
  }
  return stems
}

const versions = [...icons.keys()].sort((left, right) => left - right)
const stemsByVersion = versions.map((version) => iconStems(icons.get(version) ?? new Set()))
const spans = new Map<string, string[]>()
for (const stem of [...new Set(stemsByVersion.flatMap((stems) => [...stems]))].sort()) {
  const present = versions.map((version) => {
    const names = icons.get(version) ?? new Set()
    return names.has(stem) ? '1' : '0'
  })
  const key = present.join('')
  spans.set(key, [...(spans.get(key) ?? []), stem])
}
const iconLines = [
  '/** Made by benchmarks/scorer/knowledge/generatePackageExports.ts; not written by hand. */',
  '',
]
iconLines.push(
  '/** Versions of lucide-react that were looked at: minor version, a million more for each major. */',
)
iconLines.push(`export const ICON_VERSIONS: readonly number[] = [${versions.join(', ')}]`, '')
iconLines.push('/** In which of those versions (1) the icons behind it exist. */')
iconLines.push('export const ICON_SPANS: Readonly<Record<string, string>> = {')
for (const [span, stems] of [...spans].sort(([left], [right]) => (left < right ? -1 : 1))) {
  iconLines.push(`  '${span}':\n    '${stems.join(' ')}',`)
}
iconLines.push('}', '')
writeFileSync(join(OUTPUT, 'lucideIcons.generated.ts'), iconLines.join('\n'))
