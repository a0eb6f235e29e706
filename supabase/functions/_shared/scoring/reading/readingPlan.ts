/** Which scripts of a very large project are read in full, so that any project ends within its CPU time. */
import { isIgnored } from '../script/codeMeasure.ts'
import { extensionOf } from './paths.ts'

/**
 * Code characters (formatting aside) that are parsed; about 750 KB of source, twice what the largest usual project holds.
 * What lies beyond is skimmed: its imports and words count, what stands inside is not judged.
 */
const MOST_PARSED_CODE = 480_000

/** Where an application is put together: what these hold, rules miss everywhere else. */
const FRAME =
  /(^|\/)((main|index|_?app|_document|layout|root|router?s?)\.[cm]?[jt]sx?|[\w-]*(provider|context|store|routes?)[\w-]*\.[cm]?[jt]sx?|package\.json|[^/]*\.config\.[cm]?[jt]s)$/i

/** Not part of what runs, or copied from a library. */
const ASIDE = /\.d\.[cm]?ts$|(^|\/)(__tests__|tests?|e2e|ui)\/|\.(test|spec|stories)\.[cm]?[jt]sx?$/

interface Candidate {
  path: string
  size: number
  rank: number
}

/**
 * Paths of the scripts to skim; none for a project of usual size. Read in full are, in this order: what an edit changed,
 * what looks cut off or broken, what frames the application, the rest, what stands aside; small ones first. Sizes are
 * those of the code, so a reformatted project is read the same way.
 */
export function scriptsToSkim(
  texts: ReadonlyMap<string, string>,
  isChanged: (path: string) => boolean,
): ReadonlySet<string> {
  const scripts = [...texts].filter(([path]) => /^[cm]?[jt]sx?$/.test(extensionOf(path)))
  const skimmed = new Set<string>()
  if (scripts.reduce((sum, [, text]) => sum + text.length, 0) <= MOST_PARSED_CODE) return skimmed
  const candidates = scripts.map(([path, text]): Candidate => {
    const { size, isBalanced } = glance(text)
    const rank = isChanged(path)
      ? 0
      : !isBalanced || declaresTwice(text)
        ? 1
        : FRAME.test(path)
          ? 2
          : ASIDE.test(path)
            ? 4
            : 3
    return { path, size, rank }
  })
  candidates.sort(
    (left, right) => left.rank - right.rank || left.size - right.size || (left.path < right.path ? -1 : 1),
  )
  let parsed = 0
  for (const { path, size } of candidates) {
    if (parsed + size > MOST_PARSED_CODE) skimmed.add(path)
    else parsed += size
  }
  return skimmed
}

/** Code characters, and whether as many brackets close as open; those in strings count too, so it is a hint only. */
function glance(text: string): { size: number; isBalanced: boolean } {
  let size = 0
  let braces = 0
  let parentheses = 0
  let squares = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (!isIgnored(code)) size++
    else if (code === 123) braces++
    else if (code === 125) braces--
    else if (code === 40) parentheses++
    else if (code === 41) parentheses--
    else if (code === 91) squares++
    else if (code === 93) squares--
  }
  return { size, isBalanced: braces === 0 && parentheses === 0 && squares === 0 }
}

const DECLARATION = /^(?:export )?(?:default )?(?:const|let|class|(?:async )?function) ([\w$]+)/gm

/** Whether two lines at the left margin declare one name; a hint as well, for template literals have margins too. */
function declaresTwice(text: string): boolean {
  const names = new Set<string>()
  for (const [, name = ''] of text.matchAll(DECLARATION)) {
    if (names.has(name)) return true
    names.add(name)
  }
  return false
}
