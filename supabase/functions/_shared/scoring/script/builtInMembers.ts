/** Members of the language's and the browser's objects, for telling a misspelt method from an unknown one. */
import { MATH_MEMBERS, MEMBER_NAMES, OBJECT_MEMBERS } from './globalNames.generated.ts'

const OTHER_MEMBERS =
  'getItem setItem removeItem clear key preventDefault stopPropagation stopImmediatePropagation addEventListener ' +
  'removeEventListener dispatchEvent appendChild removeChild insertBefore append prepend remove replaceWith after before ' +
  'querySelector querySelectorAll getElementById getElementsByClassName createElement getAttribute setAttribute ' +
  'removeAttribute hasAttribute closest matches focus blur click submit reset scrollIntoView scrollTo getBoundingClientRect ' +
  'add contains toggle replace item json text blob formData arrayBuffer clone toISOString toLocaleDateString ' +
  'toLocaleTimeString toLocaleString getContext play pause load close send open postMessage observe unobserve disconnect ' +
  'abort checkValidity reportValidity showModal cloneNode getTime writeText readText pushState replaceState back forward ' +
  'parse safeParse getData setData then catch finally next return throw subscribe unsubscribe emit on off once use get post put patch delete listen'

/** Objects that are always the same, with everything they can be asked. */
const GLOBAL_MEMBERS: Record<string, string> = {
  localStorage: 'getItem setItem removeItem clear key hasOwnProperty',
  sessionStorage: 'getItem setItem removeItem clear key hasOwnProperty',
  JSON: 'parse stringify rawJSON isRawJSON',
  Math: MATH_MEMBERS,
  Object: OBJECT_MEMBERS,
  Array: 'from fromAsync isArray of call apply bind',
  Date: 'now parse UTC call apply bind',
  Promise: 'all allSettled any race reject resolve try withResolvers call apply bind',
  console:
    'assert clear count countReset debug dir dirxml error exception group groupCollapsed groupEnd info log profile ' +
    'profileEnd table time timeEnd timeLog timeStamp trace warn context createTask',
}

/** Methods so common that a name one letter off is a slip and not another method. */
const COMMON_METHODS = (
  'filter reduce forEach includes splice findIndex reverse concat indexOf toLowerCase toUpperCase replaceAll ' +
  'startsWith endsWith substring charAt padStart padEnd toFixed toString getItem setItem removeItem preventDefault ' +
  'stopPropagation addEventListener removeEventListener querySelector querySelectorAll getElementById appendChild ' +
  'createElement toISOString toLocaleDateString toLocaleString getTime stringify hasOwnProperty'
).split(' ')

const SHORTEST_JUDGED = 5

/** Words that misremembered methods carry behind the real name: `mapAll`, `filterBy`. */
const SUFFIX =
  /^(map|filter|find|reduce|forEach|trim|push|includes|split|join|slice|sort|some|every)(All|By|Each|Items?|One|Every)$/

/** What databases call their methods. */
const DATABASE_METHODS = new Set('findOne findAll findMany findBy'.split(' '))

let known: Set<string> | null = null
let knownLowerCase: Map<string, string> | null = null

function knownMembers(): Set<string> {
  if (known === null) {
    known = new Set(`${MEMBER_NAMES} ${OTHER_MEMBERS}`.split(' '))
    knownLowerCase = new Map([...known].map((name) => [name.toLowerCase(), name]))
  }
  return known
}

export function isBuiltInMember(name: string): boolean {
  return knownMembers().has(name)
}

/** Everything a global object can be asked, or null where that is not known. */
export function membersOfGlobal(name: string): ReadonlySet<string> | null {
  const members = GLOBAL_MEMBERS[name]
  return members === undefined || !Object.hasOwn(GLOBAL_MEMBERS, name) ? null : new Set(members.split(' '))
}

/** The built-in method that `name` is a slip of: another letter case, one letter too many, few or other; null for none. */
export function nearestBuiltIn(name: string, hasDatabase: boolean): string | null {
  knownMembers()
  if (name.length < SHORTEST_JUDGED) return name === 'mapp' ? 'map' : null
  const sameLetters = knownLowerCase?.get(name.toLowerCase())
  if (sameLetters !== undefined) return sameLetters
  const suffixed = SUFFIX.exec(name)
  if (suffixed?.[1] !== undefined) return DATABASE_METHODS.has(name) && hasDatabase ? null : suffixed[1]
  for (const candidate of COMMON_METHODS) {
    if (candidate.length >= SHORTEST_JUDGED && isOneSlipAway(name, candidate)) return candidate
  }
  return null
}

/** Levenshtein distance of exactly one, or two neighbouring letters swapped. */
function isOneSlipAway(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start++
  const restLeft = left.slice(start)
  const restRight = right.slice(start)
  // Another letter in a short name makes another word: `parse` is no slip of `pause`.
  if (restLeft.slice(1) === restRight.slice(1)) return left.length >= 9
  if (restLeft.slice(1) === restRight || restLeft === restRight.slice(1)) return true
  return (
    restLeft[0] === restRight[1] && restLeft[1] === restRight[0] && restLeft.slice(2) === restRight.slice(2)
  )
}
