/** The usual way to score generated code, for comparison alone: a handful of regular expressions over the text. */
import type { ScoreBreakdown } from '../../supabase/functions/_shared/scoring/scoreBreakdown.ts'

export interface BaselineInput {
  files: Record<string, string>
  request: string
}

/** Points for what is found in the text, as scorers of this kind give them; there is no reading of the code. */
export function scoreByPatterns({ files, request }: BaselineInput): ScoreBreakdown {
  const paths = Object.keys(files)
  const sources = paths.filter((path) => /\.(tsx?|jsx?|vue|svelte|html)$/.test(path))
  const code = sources.map((path) => files[path] ?? '').join('\n')
  const has = (pattern: RegExp) => pattern.test(code)

  let completeness = 0
  if (paths.includes('package.json')) completeness += 20
  if (paths.some((path) => path.endsWith('index.html'))) completeness += 15
  if (sources.length >= 3) completeness += 20
  if (sources.length >= 8) completeness += 10
  if (paths.some((path) => path.endsWith('.css'))) completeness += 10
  if (!/TODO|FIXME|placeholder/i.test(code)) completeness += 15
  const asked = request.toLowerCase().match(/[a-z]{5,}/g) ?? []
  const spoken = asked.filter((word) => code.toLowerCase().includes(word)).length
  completeness += asked.length === 0 ? 10 : (10 * spoken) / asked.length

  let codeQuality = 40
  if (has(/interface |type \w+ =/)) codeQuality += 20
  if (has(/export (default|const|function)/)) codeQuality += 15
  if (!has(/\bany\b/)) codeQuality += 10
  if (!has(/console\.log/)) codeQuality += 10
  if (has(/\/\*\*|\/\/ /)) codeQuality += 5

  let functionality = 20
  if (has(/useState|ref\(|\$state|let \w+ =/)) functionality += 25
  if (has(/onClick|@click|on:click|onclick|addEventListener/)) functionality += 25
  if (has(/useEffect|onMounted|fetch\(/)) functionality += 15
  if (has(/<form|<input|onSubmit/)) functionality += 15

  let performance = 60
  if (has(/lazy\(|import\(/)) performance += 20
  if (has(/useMemo|useCallback|memo\(/)) performance += 20

  const overall = completeness * 0.3 + codeQuality * 0.3 + functionality * 0.25 + performance * 0.15
  return {
    completeness: Math.round(completeness),
    codeQuality,
    functionality,
    performance,
    overall: Math.round(overall),
    diagnostics: [],
  }
}
