/** The imports of a file: what is named, where it leads, and whether it is still there at run time. */
import { posix } from 'node:path'
import type { ImportDeclaration, Node, StringLiteral } from '@babel/types'
import type { SourceFile } from './parsedProject.ts'
import { locate } from './syntaxTree.ts'

export interface ModuleImport {
  from: string
  specifier: string
  /** The quoted specifier in the source. */
  literal: StringLiteral
  /** The file it leads to; null for packages and for what cannot be resolved. */
  target: string | null
  /** Name of the package; null for files of the project. */
  packageName: string | null
  /** True where a compiler drops the import: `import type`, or every name used only as a type. */
  typeOnly: boolean
  dynamic: boolean
  /** Absent for `export … from` and dynamic imports. */
  declaration?: ImportDeclaration
}

const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mjs',
  '.vue',
  '.svelte',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
]

export function readImports(source: SourceFile, files: Record<string, string>): ModuleImport[] {
  const imports: ModuleImport[] = []
  const add = (
    literal: StringLiteral,
    rest: Pick<ModuleImport, 'typeOnly' | 'dynamic' | 'declaration'>,
  ): void => {
    const local = /^(\.|@\/|~\/|\/)/.test(literal.value)
    imports.push({
      from: source.path,
      specifier: literal.value,
      literal,
      target: local ? resolveLocal(source.path, literal.value, files) : null,
      packageName: local || literal.value.startsWith('node:') ? null : packageOf(literal.value),
      ...rest,
    })
  }
  for (const { node } of locate(source.tree.program)) {
    if (node.type === 'ImportDeclaration') {
      add(node.source, {
        typeOnly: isTypeOnly(node) || isElided(source, node),
        dynamic: false,
        declaration: node,
      })
    } else if (
      (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') &&
      node.source
    ) {
      add(node.source, { typeOnly: node.exportKind === 'type', dynamic: false })
    } else {
      const literal = dynamicSource(node)
      if (literal) add(literal, { typeOnly: false, dynamic: true })
    }
  }
  return imports
}

function isTypeOnly(declaration: ImportDeclaration): boolean {
  if (declaration.importKind === 'type') return true
  return (
    declaration.specifiers.length > 0 &&
    declaration.specifiers.every(
      (specifier) => specifier.type === 'ImportSpecifier' && specifier.importKind === 'type',
    )
  )
}

/** In TypeScript an import goes whose names stand only where types stand, or nowhere. */
function isElided({ path, tree }: SourceFile, declaration: ImportDeclaration): boolean {
  if (!/\.(ts|tsx|mts|cts)$/.test(path) || declaration.specifiers.length === 0) return false
  const names = new Set(declaration.specifiers.map(({ local }) => local.name))
  return !locate(tree.program).some(
    ({ node, ancestors }) =>
      (node.type === 'Identifier' || node.type === 'JSXIdentifier') &&
      names.has(node.name) &&
      !ancestors.some(({ type }) => type === 'ImportDeclaration' || STANDS_FOR_TYPE.test(type)),
  )
}

/** Nodes below which a name is a type; `x as T` and `x!` hold values too, and are left out. */
const STANDS_FOR_TYPE = /^TS(?!As|NonNull|Satisfies|Export|Module|Enum|TypeAssertion|Instantiation)/

function dynamicSource(node: Node): StringLiteral | null {
  if (node.type === 'ImportExpression' && node.source.type === 'StringLiteral') return node.source
  return null
}

/** The file a specifier leads to; `@/` and `~/` stand for `src/`, or the project folder where there is none. */
export function resolveLocal(from: string, specifier: string, files: Record<string, string>): string | null {
  const inside = specifier.replace(/^[@~]\//, '')
  const bases = /^[@~]\//.test(specifier)
    ? [posix.join('src', inside), inside]
    : [
        posix.normalize(
          specifier.startsWith('/') ? specifier.slice(1) : posix.join(posix.dirname(from), specifier),
        ),
      ]
  for (const base of bases) {
    for (const extension of EXTENSIONS) if (base + extension in files) return base + extension
    // TypeScript for Node imports its own sources by the name they will have once compiled.
    const compiled = base.replace(/\.js$/, '.ts')
    if (compiled in files) return compiled
  }
  return null
}

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}
