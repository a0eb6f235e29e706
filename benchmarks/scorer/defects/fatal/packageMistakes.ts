/** Packages that are not declared, do not exist, or do not export what is asked of them. */
import { type Defect, withEdits, withFile } from '../defect.ts'
import type { ModuleImport } from '../moduleImports.ts'
import type { ParsedProject } from '../parsedProject.ts'
import { replaceNode } from '../textEdit.ts'

/** Packages an installer brings along for another one, as a peer or hoisted, so that leaving them out breaks nothing. */
const BROUGHT_ALONG_BY: Readonly<Record<string, readonly string[]>> = {
  react: [
    'react-dom',
    'next',
    'react-router-dom',
    'zustand',
    'recharts',
    'lucide-react',
    'react-redux',
    '@reduxjs/toolkit',
  ],
  'react-dom': ['next', 'react-router-dom', 'recharts'],
  vue: ['vue-router', 'pinia', '@vitejs/plugin-vue'],
  svelte: ['@sveltejs/vite-plugin-svelte'],
  '@reduxjs/toolkit': ['recharts'],
  'react-redux': ['recharts'],
  hono: ['@hono/node-server', '@hono/zod-validator'],
  zod: ['@hono/zod-validator'],
  vite: ['@vitejs/plugin-react', '@vitejs/plugin-vue', '@sveltejs/vite-plugin-svelte', '@tailwindcss/vite'],
}

function packageImports(project: ParsedProject): ModuleImport[] {
  return project.imports.filter(
    (edge) => edge.packageName !== null && !edge.typeOnly && project.reachable.has(edge.from),
  )
}

export const dependencyMissing: Defect = {
  name: 'dependency-missing',
  severity: 'fatal',
  apply(project, random) {
    const declared = project.packages
    if (!declared) return null
    const candidates = [...new Set(packageImports(project).map((edge) => edge.packageName ?? ''))].filter(
      (name) => name in declared && !(BROUGHT_ALONG_BY[name] ?? []).some((other) => other in declared),
    )
    const name = random.pick(candidates)
    if (name === undefined) return null
    const manifest = JSON.parse(project.files['package.json'] ?? '{}') as Record<
      string,
      Record<string, string>
    >
    for (const group of ['dependencies', 'devDependencies']) delete manifest[group]?.[name]
    return withFile(project, 'package.json', `${JSON.stringify(manifest, null, 2)}\n`)
  },
}

/** Names of the kind models make up; none of them was in the npm registry on 2026-11-21. */
const MADE_UP = [
  'react-smart-hooks-kit',
  '@acme-ui/react-primitives-pro',
  'use-async-resource-manager',
  'lucide-icons-react-pro',
]

export const packageNonexistent: Defect = {
  name: 'package-nonexistent',
  severity: 'fatal',
  apply(project, random) {
    const edge = random.pick(packageImports(project).filter((candidate) => candidate.declaration))
    const name = random.pick(MADE_UP)
    return edge && name ? withEdits(project, edge.from, [replaceNode(edge.literal, `'${name}'`)]) : null
  },
}

/** Plausible names that these packages, all of them ES modules, do not export. */
const ABSENT_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  'lucide-react': ['CheckListIcon2', 'TrashBin', 'DashboardIcon2'],
  'react-router-dom': ['useHistory', 'Switch', 'withRouter'],
  zustand: ['createStoreHook', 'useZustand'],
  recharts: ['LineAreaChart', 'ChartTooltipBox'],
  '@reduxjs/toolkit': ['createReducerSlice', 'configureReduxStore'],
  'vue-router': ['useHistory', 'createRouterHistory'],
  pinia: ['createStore', 'usePiniaStore'],
  hono: ['createApp', 'HonoRouter'],
}

export const packageExportMissing: Defect = {
  name: 'package-export-missing',
  severity: 'fatal',
  apply(project, random) {
    const edges = packageImports(project).filter(
      (edge) => edge.specifier in ABSENT_EXPORTS && edge.declaration,
    )
    for (const edge of random.shuffle(edges)) {
      const specifier = random.pick(
        (edge.declaration?.specifiers ?? []).filter(
          (each) => each.type === 'ImportSpecifier' && each.importKind !== 'type',
        ),
      )
      const absent = random.pick(ABSENT_EXPORTS[edge.specifier] ?? [])
      if (specifier && absent) {
        return withEdits(project, edge.from, [replaceNode(specifier, `${absent} as ${specifier.local.name}`)])
      }
    }
    return null
  },
}
