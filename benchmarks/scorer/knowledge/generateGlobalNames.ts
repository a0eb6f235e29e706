/**
 * Writes the names that browsers, Node and the language itself declare, and the members of its prototypes, for telling an
 * undefined name from a global and a misspelt method from a known one.
 * Run it after an update of TypeScript: `node benchmarks/scorer/knowledge/generateGlobalNames.ts DIR`, DIR being the folder
 * with TypeScript's `lib.*.d.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OUTPUT = fileURLToPath(
  new URL('../../../supabase/functions/_shared/scoring/script/globalNames.generated.ts', import.meta.url),
)

const libraryFolder = process.argv[2]
if (libraryFolder === undefined) throw new Error('Name the folder that holds lib.dom.d.ts')

const names = new Set<string>(Object.getOwnPropertyNames(globalThis))
for (const file of readdirSync(libraryFolder)) {
  if (!/^lib\.(dom|es|webworker\.importscripts)/.test(file)) continue
  const text = readFileSync(join(libraryFolder, file), 'utf8')
  for (const match of text.matchAll(/^declare (?:var|function|const|let|class) ([A-Za-z_$][\w$]*)/gm)) {
    if (match[1] !== undefined) names.add(match[1])
  }
}

/** Of values whose type a reader of the code alone cannot tell. */
const PROTOTYPES: readonly object[] = [
  Array.prototype,
  String.prototype,
  Number.prototype,
  Object.prototype,
  Function.prototype,
  Map.prototype,
  Set.prototype,
  Promise.prototype,
  Date.prototype,
  RegExp.prototype,
]
const members = new Set(PROTOTYPES.flatMap((prototype) => Object.getOwnPropertyNames(prototype)))

const list = (all: Iterable<string>) => [...all].sort().join(' ')

writeFileSync(
  OUTPUT,
  [
    '/** Made by benchmarks/scorer/knowledge/generateGlobalNames.ts; not written by hand. */',
    `export const GLOBAL_NAMES =\n  '${list(names)}'`,
    `export const MEMBER_NAMES =\n  '${list(members)}'`,
    `export const MATH_MEMBERS =\n  '${list(Object.getOwnPropertyNames(Math))}'`,
    `export const OBJECT_MEMBERS =\n  '${list(Object.getOwnPropertyNames(Object))}'`,
    '',
  ].join('\n'),
)
