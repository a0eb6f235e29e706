/** Reads the command line of `eval:selection`. */
import { POLICIES, type PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'

export const USAGE = `usage: npm run eval:selection -- --data FILE… [--policy ${POLICIES.join('|')}…] [--shuffles 20] [--lambda 0.2]
       [--shift] [--stress] [--cascade] [--json FILE] [--plot FILE]`

export interface EvaluationArguments {
  data: string[]
  policies: PolicyName[]
  shuffles: number
  /** Price of money: the dearest model's mean cost takes away this share of a full score. */
  lambda: number
  shift: boolean
  stress: boolean
  cascade: boolean
  json: string | null
  plot: string | null
}

const SWITCHES = ['--shift', '--stress', '--cascade']
const LISTS = ['--data', '--policy']
const SINGLES = ['--shuffles', '--lambda', '--json', '--plot']

/** Throws with what is wrong where the arguments make no sense. */
export function readArguments(words: readonly string[]): EvaluationArguments {
  const values = new Map<string, string[]>()
  let current: string | null = null
  for (const word of words) {
    if (word.startsWith('--')) {
      if (![...SWITCHES, ...LISTS, ...SINGLES].includes(word)) throw new Error(`unknown option ${word}`)
      values.set(word, values.get(word) ?? [])
      current = SWITCHES.includes(word) ? null : word
    } else if (current === null) {
      throw new Error(`${word} belongs to no option`)
    } else {
      values.get(current)?.push(...(current === '--policy' ? word.split(',') : [word]))
    }
  }
  for (const name of SINGLES)
    if (values.has(name) && values.get(name)?.length !== 1) throw new Error(`${name} takes one value`)
  const data = values.get('--data') ?? []
  if (data.length === 0) throw new Error('--data names no file')
  return {
    data,
    policies: (values.get('--policy') ?? ['thompson', 'ucb', 'epsilon-greedy', 'static']).map(policyOf),
    shuffles: numberOf(values, '--shuffles', 20, (value) => Number.isInteger(value) && value > 0),
    lambda: numberOf(values, '--lambda', 0.2, (value) => value >= 0),
    shift: values.has('--shift'),
    stress: values.has('--stress'),
    cascade: values.has('--cascade'),
    json: values.get('--json')?.[0] ?? null,
    plot: values.get('--plot')?.[0] ?? null,
  }
}

function policyOf(word: string): PolicyName {
  const known = POLICIES.find((policy) => policy === word)
  if (known === undefined) throw new Error(`--policy ${word} is none of ${POLICIES.join(', ')}`)
  return known
}

function numberOf(
  values: ReadonlyMap<string, string[]>,
  name: string,
  standard: number,
  isAllowed: (value: number) => boolean,
): number {
  const word = values.get(name)?.[0]
  if (word === undefined) return standard
  const value = Number(word)
  if (!Number.isFinite(value) || !isAllowed(value)) throw new Error(`${name} ${word} makes no sense`)
  return value
}
