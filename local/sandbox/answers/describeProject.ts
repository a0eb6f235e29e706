/** What can be said of a project from its files: set-up, scripts, and what each source file offers. */
import { parseProject, readManifest } from '../../../benchmarks/scorer/defects/parsedProject.ts'

/** Paragraphs and lists of Markdown, most important first. */
export function describeProject(files: Record<string, string>): string[] {
  const project = parseProject({ name: 'described', request: '', files })
  const manifest = readManifest(files) ?? {}
  const scripts = Object.entries(manifest.scripts ?? {}).map(
    ([name, command]) => `- \`npm run ${name}\`: \`${command}\``,
  )
  const sources = [...project.sources.values()].map(({ path, text }) => {
    const names = [
      ...text.matchAll(/export (?:default )?(?:async )?(?:function|const|class|interface|type) (\w+)/g),
    ].map(([, name]) => `\`${name}\``)
    const uses = project.imports.filter((edge) => edge.from === path && edge.target !== null).length
    const offers =
      names.length > 0 ? `offers ${names.join(', ')}` : 'starts the application or runs on import'
    return `- \`${path}\` ${offers}${uses > 0 ? ` and rests on ${uses} other file${uses === 1 ? '' : 's'}` : ''}.`
  })
  const packages = Object.keys(project.packages ?? {})
  return [
    `# ${manifest.name ?? 'Project'}`,
    `The project has ${Object.keys(files).length} files, ${project.sources.size} of them code. It starts at ${project.entries.map((path) => `\`${path}\``).join(', ') || 'no entry point I could find'}.`,
    '## Set-up',
    'Install with `npm install`.',
    ...(scripts.length > 0 ? ['## Scripts', scripts.join('\n')] : []),
    ...(sources.length > 0 ? ['## Source files', sources.join('\n')] : []),
    ...(packages.length > 0
      ? ['## Packages', `It uses ${packages.map((name) => `\`${name}\``).join(', ')}.`]
      : []),
  ]
}
