// What the checks need to know of a source file: where it imports from, and which names and calls it uses.
import { readFile } from 'node:fs/promises'
import { parse } from '@babel/parser'

export interface ModuleImport {
  specifier: string
  line: number
  /** Loaded with the importing file; a type-only import and `import()` are not. */
  isEager: boolean
  isTypeOnly: boolean
}

export interface MemberUse {
  /** As written: `Deno.env`, `client.from`. */
  name: string
  line: number
  /** The first argument, where the member is called with a string literal. */
  literalArgument: string | undefined
}

export interface SourceFile {
  imports: ModuleImport[]
  members: MemberUse[]
}

/** A node of the syntax tree; its fields are looked at one by one. */
type Node = Record<string, unknown> & { type: string; loc?: { start: { line: number } } }

/** Parses a TypeScript file. A file with a syntax error is read as far as the parser can tell. */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const text = await readFile(path, 'utf8')
  const tree = parse(text, {
    sourceType: 'module',
    errorRecovery: true,
    plugins: path.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'],
  })
  const source: SourceFile = { imports: [], members: [] }
  visit(tree.program, source, undefined)
  return source
}

function visit(value: unknown, source: SourceFile, call: Node | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, source, undefined)
    return
  }
  if (!isNode(value)) return
  addImport(value, source)
  addMember(value, source, call)
  for (const [field, child] of Object.entries(value)) {
    if (field === 'loc' || field.endsWith('omments')) continue
    visit(child, source, value.type === 'CallExpression' && field === 'callee' ? value : undefined)
  }
}

function addImport(node: Node, source: SourceFile): void {
  const reference = node.type === 'TSImportType' ? node.argument : node.source
  const specifier =
    stringValue(reference) ??
    (node.type === 'TSImportType' ? stringValue(nodeField(reference, 'literal')) : undefined)
  if (specifier === undefined) return
  const isTypeOnly = node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type'
  const isStatic = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(node.type)
  source.imports.push({ specifier, line: lineOf(node), isEager: isStatic && !isTypeOnly, isTypeOnly })
}

function addMember(node: Node, source: SourceFile, call: Node | undefined): void {
  if (node.type === 'MemberExpression' && node.computed !== true) {
    const object = isNode(node.object) && typeof node.object.name === 'string' ? node.object.name : ''
    const property = isNode(node.property) ? String(node.property.name) : ''
    const [first] = Array.isArray(call?.arguments) ? call.arguments : []
    source.members.push({
      name: `${object}.${property}`,
      line: lineOf(node),
      literalArgument: stringValue(first),
    })
  }
  if (node.type === 'CallExpression' && isNode(node.callee) && node.callee.type === 'Identifier') {
    source.members.push({ name: String(node.callee.name), line: lineOf(node), literalArgument: undefined })
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function nodeField(value: unknown, field: string): unknown {
  return isNode(value) ? value[field] : undefined
}

function stringValue(value: unknown): string | undefined {
  return isNode(value) && value.type === 'StringLiteral' && typeof value.value === 'string'
    ? value.value
    : undefined
}

function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0
}
