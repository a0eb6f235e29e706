/** Answers that stopped before their end. */
import { type Defect, withFile } from '../defect.ts'
import { type ParsedProject, reachableSources, type SourceFile } from '../parsedProject.ts'
import type { Random } from '../random.ts'
import { scriptRegion } from '../scriptRegion.ts'
import { parseScript } from '../syntaxTree.ts'

/** True where a compiler would refuse the text, judged by its script. */
export function isBroken(path: string, text: string): boolean {
  const script = scriptRegion(path, text)
  if (/\.(vue|svelte)$/.test(path) && !text.slice(script.end).startsWith('</script>')) return true
  return parseScript(path, text.slice(script.start, script.end)) === null
}

/** The file without its end, cut at the end of a line or inside one; null where what is left still compiles. */
function cut(source: SourceFile, random: Random): string | null {
  for (let attempt = 0; attempt < 12; attempt++) {
    const share = 0.35 + random.next() * 0.5
    const limit = source.script.start + Math.floor((source.script.end - source.script.start) * share)
    const text =
      random.next() < 0.5
        ? source.text.slice(0, limit)
        : source.text.slice(0, source.text.lastIndexOf('\n', limit) + 1)
    if (text.trim() !== '' && isBroken(source.path, text)) return text
  }
  return null
}

function cuttable(project: ParsedProject): SourceFile[] {
  return reachableSources(project).filter((source) => source.text.length > 300)
}

export const fileCutOff: Defect = {
  name: 'file-cut-off',
  severity: 'fatal',
  apply(project, random) {
    const source = random.pick(cuttable(project))
    const text = source ? cut(source, random) : null
    return source && text !== null ? withFile(project, source.path, text) : null
  },
}

/** Files in the order a model writes them: configuration first, then what the others rest on, the entry's own imports last. */
function writingOrder(project: ParsedProject): string[] {
  const rank = (path: string): number => (project.sources.has(path) && project.reachable.has(path) ? 1 : 0)
  return Object.keys(project.files).sort(
    (first, second) => rank(first) - rank(second) || first.localeCompare(second),
  )
}

export const projectCutOff: Defect = {
  name: 'project-cut-off',
  severity: 'fatal',
  apply(project, random) {
    const order = writingOrder(project)
    const sources = order.filter((path) => project.sources.has(path) && project.reachable.has(path))
    if (sources.length < 4) return null
    const kept = Math.floor(sources.length * (0.4 + random.next() * 0.4))
    const last = sources[kept]
    const source = last === undefined ? undefined : project.sources.get(last)
    const text = source ? cut(source, random) : null
    if (last === undefined || text === null) return null
    const missing = new Set(sources.slice(kept + 1))
    const files = Object.fromEntries(Object.entries(project.files).filter(([path]) => !missing.has(path)))
    return { files: { ...files, [last]: text } }
  },
}
