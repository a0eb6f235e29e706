// One version of every package: each deno.json names exactly the version that package.json does.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const packageSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
})
const denoSchema = z.object({ imports: z.record(z.string(), z.string()).default({}) })

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/
/** `npm:name@version`, with a path behind it or a slash before it in entries that map a whole package. */
const NPM_SPECIFIER = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?(?:\/.*)?$/

/** @returns one line per disagreement, each with what to do. */
export async function checkVersions(projectDir: string): Promise<string[]> {
  const manifest = packageSchema.parse(JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8')))
  const installed = Object.entries({ ...manifest.devDependencies, ...manifest.dependencies })
  const loose = installed
    .filter(([, version]) => !EXACT.test(version))
    .map(
      ([name, version]) =>
        `package.json: ${name} is "${version}": write the exact version that package-lock.json has`,
    )
  const wanted = new Map(installed)
  const configurations = await denoConfigurations(projectDir)
  const perFile = await Promise.all(
    configurations.map(async (path) => {
      const { imports } = denoSchema.parse(JSON.parse(await readFile(join(projectDir, path), 'utf8')))
      return Object.entries(imports).flatMap(([alias, target]) => checkImport(path, alias, target, wanted))
    }),
  )
  return [...loose, ...perFile.flat()]
}

function checkImport(
  path: string,
  alias: string,
  target: string,
  wanted: ReadonlyMap<string, string>,
): string[] {
  if (target.startsWith('.')) return []
  const [, name = '', version] = NPM_SPECIFIER.exec(target) ?? []
  const expected = wanted.get(name)
  if (name === '') return [`${path}: "${alias}" is ${target}: use an npm: package`]
  if (expected === undefined)
    return [`${path}: ${name} is not in package.json: add it with npm install --save-exact ${name}`]
  if (version === expected) return []
  return [`${path}: "${alias}" is ${target}, package.json has ${expected}: write ${name}@${expected}`]
}

async function denoConfigurations(projectDir: string): Promise<string[]> {
  const functions = join('supabase', 'functions')
  const folders = await readdir(join(projectDir, functions))
  const found = await Promise.all(
    ['.', ...folders.map((name) => join(functions, name))].map(async (folder) => {
      const names = await readdir(join(projectDir, folder)).catch((): string[] => [])
      return names.includes('deno.json') ? [join(folder, 'deno.json')] : []
    }),
  )
  return found.flat()
}
