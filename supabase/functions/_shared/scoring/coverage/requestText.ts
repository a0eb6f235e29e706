/** What a request says: its words, what it quotes, and what the tests in it look for. */
import { splitWords } from '../script/wordIndex.ts'

/** Longer requests repeat themselves. UTF-16 units. */
const LONGEST_READ = 32_000

/** Words of requests that name no subject. */
const COMMON = new Set(
  (
    'the a an and or of to in on for with by from as at it its is are be been was were will would should could can may must ' +
    'that this these those there their them they you your our we my me i he she his her not no but if then else when while ' +
    'so than too very just also only any all each every some more most other such same own both either one two three first ' +
    'second new build create make write develop design implement generate add using use used user users app apps application ' +
    'applications web website site page pages project simple basic modern beautiful nice clean full complete small fully ' +
    'component components feature features functionality functional react vue svelte next nextjs typescript javascript html ' +
    'css tailwind vite node js ts tsx jsx shadcn want need needs please like allow allows let lets able have has having ' +
    'get gets include includes including show shows display displays work works working into out up down over under about ' +
    'using via per without within across based code file files return only pass below above test tests describe expect ' +
    'async await const import function render screen toequal tobe jest plain list ui ux interface where which who whose whom what how why do does did done doing because during ' +
    'between after before again here still even ever never always often much many few well way ways thing things something ' +
    'anything everything explain tell give gives given take takes see look help helps'
  ).split(' '),
)

const ENGLISH = /\b(the|and|with|for|that|an|of|to|in|is)\b/gi

export interface RequestText {
  text: string
  /** Stems of the words that name what it is about. */
  subjects: string[]
  /** Whether it is plainly English; code is, whatever language a request is in. */
  isEnglish: boolean
  /** Labels it quotes. */
  quoted: string[]
  /** Texts, labels and addresses that test code in it looks for. */
  expected: string[]
  /** Modules that test code in it imports from the answer. */
  modules: { name: string; default: boolean; named: string[] }[]
}

export function readRequest(request: string): RequestText {
  const text = request.slice(0, LONGEST_READ)
  const holdsTests =
    /\b(getBy|findBy|queryBy|getAllBy|findAllBy)(Text|Role|Label|Placeholder|TestId|AltText|Title|DisplayValue)|\bexpect\(|\bdescribe\(/.test(
      text,
    )
  const prose = holdsTests
    ? text
        .replace(/```[\s\S]*?(```|$)/g, ' ')
        .split('\n')
        .filter((line) => !/[;{}()=]\s*$/.test(line))
        .join('\n')
    : text
  const subjects = [
    ...new Set(
      splitWords(prose)
        .filter((word) => word.length > 2 && !COMMON.has(word))
        .map(stem),
    ),
  ]
  const words = prose.split(/\s+/).length
  return {
    text,
    subjects: subjects.slice(0, 60),
    isEnglish: (prose.match(ENGLISH)?.length ?? 0) >= Math.max(1, words / 25),
    quoted: holdsTests ? [] : quotedIn(prose),
    expected: holdsTests ? expectedIn(text) : [],
    modules: holdsTests ? modulesIn(text) : [],
  }
}

/** Word without the endings that English inflects with. */
export function stem(word: string): string {
  if (word.length <= 3) return word
  return word
    .replace(/ies$/, 'y')
    .replace(/(sses|shes|ches|xes)$/, (ending) => ending.slice(0, -2))
    .replace(/([^s])s$/, '$1')
    .replace(/(?<=\w{3})(ing|ed|er|ion|ly)$/, '')
    .replace(/(?<=\w{3})e$/, '')
}

function quotedIn(prose: string): string[] {
  const found = new Set<string>()
  for (const match of prose.matchAll(
    /["“”]([^"“”\n]{2,60})["“”]|(?<=[\s(])'([^'\n]{2,60})'(?=[\s).,;:]|$)/g,
  )) {
    const label = (match[1] ?? match[2] ?? '').trim().toLowerCase()
    if (/[\p{L}]{2}/u.test(label) && !/[{}=<>;]|https?:/.test(label)) found.add(label)
  }
  return [...found].slice(0, 20)
}

const LOOKUP =
  /\b(?:get|find|query)(?:All)?By(?:Text|LabelText|PlaceholderText|TestId|AltText|Title)\(\s*(?:(['"`])((?:(?!\1)[^\\\n]|\\.){1,160})\1|\/((?:[^/\\\n]|\\.){1,160})\/[a-z]*)/g
const ROLE_NAME = /\bname:\s*(?:(['"`])((?:(?!\1)[^\\\n]|\\.){1,160})\1|\/((?:[^/\\\n]|\\.){1,160})\/[a-z]*)/g
const MOCKED =
  /\b(?:fetchMock\.\w+|mockServer\.\w+|rest\.\w+|http\.\w+|nock)\(\s*(['"`])((?:(?!\1)[^\n]){1,200})\1/g
const CONTENT = /\bto(?:HaveTextContent|ContainText|HaveTitle)\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.){1,160})\1/g

function expectedIn(text: string): string[] {
  const found = new Set<string>()
  for (const pattern of [LOOKUP, ROLE_NAME, CONTENT]) {
    for (const match of text.matchAll(pattern)) {
      const literal = match[2] ?? plainPattern(match[3] ?? '')
      if (literal.trim() !== '') found.add(literal.trim().toLowerCase())
    }
  }
  for (const match of text.matchAll(MOCKED)) {
    const path = (match[2] ?? '')
      .replace(/^(https?:\/\/[^/]+|path:|begin:|end:|glob:|\*)/, '')
      .replace(/[?#].*$/, '')
    if (/^\/\w/.test(path)) found.add(path.toLowerCase())
  }
  return [...found].slice(0, 80)
}

/** Words of a regular expression, which is read, never run. */
function plainPattern(source: string): string {
  return (
    source
      .replace(/\\[bBdDsSwW]/g, ' ')
      .replace(/\\(.)/g, '$1')
      .split('|')[0]
      ?.replace(/[\^$*+?.()[\]{}]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim() ?? ''
  )
}

function modulesIn(text: string): RequestText['modules'] {
  const modules: RequestText['modules'] = []
  for (const match of text.matchAll(
    /^\s*import\s+(?:(\w+)\s*,?\s*)?(?:\{([^}\n]{0,200})\}\s*)?from\s+['"](\.{1,2}\/[^'"\n]{1,120})['"]/gm,
  )) {
    const name = (match[3] ?? '').replace(/^.*\//, '').replace(/_\w+$|\.\w+$/, '')
    const named = (match[2] ?? '')
      .split(',')
      .map((part) => part.trim().replace(/\s+as\s.*$/, ''))
      .filter((part) => part !== '')
    modules.push({ name, default: match[1] !== undefined, named })
  }
  return modules.slice(0, 20)
}
