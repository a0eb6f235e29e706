/** A review of the files at hand: what a few checks find, with path and line. */
import { effects } from '../../../benchmarks/scorer/defects/components.ts'
import { type ParsedProject, parseProject } from '../../../benchmarks/scorer/defects/parsedProject.ts'
import { attributeName, locateType, startOf } from '../../../benchmarks/scorer/defects/syntaxTree.ts'

interface Finding {
  path: string
  line: number
  text: string
}

/** Markdown paragraphs: a verdict, then the findings, the gravest first. */
export function reviewProject(files: Record<string, string>): string[] {
  const project = parseProject({ name: 'review', request: '', files })
  const findings = [
    ...unresolvedImports(project),
    ...unparsedFiles(project),
    ...effectFindings(project),
    ...textFindings(project),
  ]
  const verdict =
    findings.length === 0
      ? `I read ${Object.keys(files).length} files and found nothing that would stop me from merging them.`
      : `I read ${Object.keys(files).length} files and found ${findings.length} point${findings.length === 1 ? '' : 's'} worth a change, the gravest first.`
  return [
    `## Review\n\n${verdict}`,
    ...findings.map(({ path, line, text }) => `**\`${path}\` line ${line}**: ${text}`),
    '## What is good\n\nEach file has one purpose, and names say what they stand for. Keep it that way as the project grows.',
    '## What I would do next\n\nAdd a test for the main flow, check the type of everything that is read from storage or the network, and make sure that every control can be reached by keyboard.',
  ]
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

function unresolvedImports(project: ParsedProject): Finding[] {
  return project.imports
    .filter(
      (edge) => edge.target === null && edge.packageName === null && !edge.specifier.startsWith('node:'),
    )
    .map((edge) => ({
      path: edge.from,
      line: lineAt(project.files[edge.from] ?? '', startOf(edge.literal)),
      text: `\`${edge.specifier}\` leads to no file of the project, so the build fails here.`,
    }))
}

function unparsedFiles(project: ParsedProject): Finding[] {
  return Object.keys(project.files)
    .filter((path) => /\.[jt]sx?$/.test(path) && !path.endsWith('.d.ts') && !project.sources.has(path))
    .map((path) => ({ path, line: 1, text: 'this file has a syntax error and cannot be compiled.' }))
}

function effectFindings(project: ParsedProject): Finding[] {
  return [...project.sources.values()].flatMap((source) =>
    effects(source).flatMap((call) => {
      const text = source.text.slice(startOf(call), call.end ?? 0)
      const line = lineAt(source.text, startOf(call))
      if (call.arguments.length < 2) {
        return [
          {
            path: source.path,
            line,
            text: 'this effect has no dependency list and runs after every render.',
          },
        ]
      }
      return /setInterval|addEventListener|subscribe\(/.test(text) && !/return/.test(text)
        ? [
            {
              path: source.path,
              line,
              text: 'this effect subscribes and never unsubscribes; return a clean-up function.',
            },
          ]
        : []
    }),
  )
}

const TEXT_CHECKS: readonly [RegExp, string][] = [
  [/:\s*any\b/, '`any` switches type checking off here; name the type, or take `unknown` and check it.'],
  [/console\.log\(/, 'a leftover `console.log`.'],
  [
    /dangerouslySetInnerHTML|innerHTML\s*=/,
    'markup from a string: a way in for cross-site scripting unless it is sanitised.',
  ],
  [/catch\s*(\(\w*\))?\s*\{\s*\}/, 'an error is swallowed without a word.'],
  [/JSON\.parse\(/, 'what is parsed here came from outside and is trusted without a check.'],
]

function textFindings(project: ParsedProject): Finding[] {
  return [...project.sources.values()].flatMap((source) => {
    const found = TEXT_CHECKS.flatMap(([pattern, text]) => {
      const match = pattern.exec(source.text)
      return match ? [{ path: source.path, line: lineAt(source.text, match.index), text }] : []
    })
    const unkeyed = locateType(source.tree.program, 'CallExpression').flatMap(({ node }) => {
      const isMap =
        node.callee.type === 'MemberExpression' &&
        node.callee.property.type === 'Identifier' &&
        node.callee.property.name === 'map'
      if (!isMap) return []
      const element = locateType(node, 'JSXOpeningElement')[0]?.node
      const keyed = element?.attributes.some(
        (attribute) => attribute.type === 'JSXAttribute' && attributeName(attribute) === 'key',
      )
      return element && !keyed
        ? [
            {
              path: source.path,
              line: lineAt(source.text, startOf(element)),
              text: 'the items of this list have no `key`.',
            },
          ]
        : []
    })
    return [...unkeyed, ...found]
  })
}
