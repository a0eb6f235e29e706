/**
 * What was publicly known of the models in outcome data before anybody measured them: list price, release date and the
 * maker's own tier. Nothing here comes from outcomes. Prices are US dollars per million tokens, from the makers' price
 * pages (open weights: what inference providers ask for their size), dates are those of the announcements.
 */
import { calcPrice } from '@pydantic/genai-prices'
import type { Model } from '../../supabase/functions/_shared/models/model.ts'

interface MarketEntry {
  /** Matches the name in lower case, with every run of other characters than letters and digits a single dash. */
  name: RegExp
  input: number
  output: number
  released: string
}

/** The first match wins, so narrower names stand above wider ones. */
const MARKET: readonly MarketEntry[] = [
  { name: /gpt-5-nano/, input: 0.05, output: 0.4, released: '2025-08-07' },
  { name: /gpt-5-mini/, input: 0.25, output: 2, released: '2025-08-07' },
  { name: /gpt-5(?!-\d(?!\d))/, input: 1.25, output: 10, released: '2025-08-07' },
  { name: /gpt-4-1-nano/, input: 0.1, output: 0.4, released: '2025-04-14' },
  { name: /gpt-4-1-mini/, input: 0.4, output: 1.6, released: '2025-04-14' },
  { name: /gpt-4-1(?!\d)/, input: 2, output: 8, released: '2025-04-14' },
  { name: /gpt-4o-mini/, input: 0.15, output: 0.6, released: '2024-07-18' },
  { name: /gpt-4o-2024-05/, input: 5, output: 15, released: '2024-05-13' },
  { name: /gpt-4o/, input: 2.5, output: 10, released: '2024-08-06' },
  { name: /gpt-4-(?:turbo-)?2024-04|gpt-4-turbo/, input: 10, output: 30, released: '2024-04-09' },
  { name: /gpt-4-(?:1106|0125)/, input: 10, output: 30, released: '2023-11-06' },
  { name: /gpt-4(?!\d)/, input: 30, output: 60, released: '2023-03-14' },
  { name: /gpt-3-5-turbo-0125/, input: 0.5, output: 1.5, released: '2024-01-25' },
  { name: /gpt-3-5/, input: 1, output: 2, released: '2023-11-06' },
  { name: /gpt-oss-120b/, input: 0.15, output: 0.6, released: '2025-08-05' },
  { name: /gpt-oss-20b/, input: 0.075, output: 0.3, released: '2025-08-05' },
  { name: /o4-mini/, input: 1.1, output: 4.4, released: '2025-04-16' },
  { name: /o3-mini/, input: 1.1, output: 4.4, released: '2025-01-31' },
  { name: /(?:^|-)o3(?:-|$)/, input: 2, output: 8, released: '2025-04-16' },
  { name: /o1-mini/, input: 3, output: 12, released: '2024-09-12' },
  { name: /(?:^|-)o1(?:-|$)/, input: 15, output: 60, released: '2024-12-17' },
  { name: /claude-(?:3-7-sonnet|sonnet-3-7)/, input: 3, output: 15, released: '2025-02-24' },
  { name: /claude-3-5-sonnet-20241022/, input: 3, output: 15, released: '2024-10-22' },
  { name: /claude-3-5-sonnet/, input: 3, output: 15, released: '2024-06-20' },
  { name: /claude-3-5-haiku/, input: 0.8, output: 4, released: '2024-10-22' },
  { name: /claude-(?:4-sonnet|sonnet-4(?!-\d(?!\d)))/, input: 3, output: 15, released: '2025-05-14' },
  { name: /claude-(?:4-opus|opus-4(?!-\d(?!\d)))/, input: 15, output: 75, released: '2025-05-14' },
  { name: /claude-3-opus/, input: 15, output: 75, released: '2024-02-29' },
  { name: /claude-3-sonnet/, input: 3, output: 15, released: '2024-02-29' },
  { name: /claude-3-haiku/, input: 0.25, output: 1.25, released: '2024-03-07' },
  { name: /claude-instant/, input: 0.8, output: 2.4, released: '2023-03-14' },
  { name: /claude-(?:v1|1)/, input: 8, output: 24, released: '2023-03-14' },
  { name: /claude-(?:v2|2)/, input: 8, output: 24, released: '2023-07-11' },
  { name: /gemini-(?:2-5-pro|pro-2-5)/, input: 1.25, output: 10, released: '2025-05-06' },
  { name: /gemini-(?:2-5-flash|flash-2-5)/, input: 0.3, output: 2.5, released: '2025-06-17' },
  { name: /gemini-(?:2-0-flash|flash-2-0)/, input: 0.1, output: 0.4, released: '2025-02-05' },
  { name: /gemini-(?:1-5-pro-preview|1-5-pro|pro-1-5)/, input: 1.25, output: 5, released: '2024-05-14' },
  { name: /gemini-(?:1-5-flash|flash-1-5)/, input: 0.075, output: 0.3, released: '2024-05-14' },
  { name: /gemini-(?:1-0-)?pro/, input: 0.5, output: 1.5, released: '2023-12-13' },
  { name: /mistral-large/, input: 2, output: 6, released: '2024-07-24' },
  { name: /codestral/, input: 0.3, output: 0.9, released: '2024-05-29' },
  { name: /mixtral-8x22b/, input: 1.2, output: 1.2, released: '2024-04-17' },
  { name: /mixtral-8x7b/, input: 0.6, output: 0.6, released: '2023-12-11' },
  { name: /mistral-7b-instruct-v0-3/, input: 0.2, output: 0.2, released: '2024-05-22' },
  { name: /mistral-7b/, input: 0.2, output: 0.2, released: '2023-09-27' },
  { name: /yi-34b/, input: 0.8, output: 0.8, released: '2023-11-23' },
  { name: /code-?llama/, input: 0.78, output: 0.78, released: '2023-08-24' },
  { name: /wizardlm-13b/, input: 0.3, output: 0.3, released: '2023-07-25' },
  { name: /llama-2-70b/, input: 0.9, output: 0.9, released: '2023-07-18' },
  { name: /chatqa-1-5-70b/, input: 0.9, output: 0.9, released: '2024-05-01' },
  { name: /chatqa-1-5-8b/, input: 0.2, output: 0.2, released: '2024-05-01' },
  { name: /nemotron-super-49b/, input: 0.9, output: 0.9, released: '2025-03-18' },
  { name: /nemotron-51b/, input: 0.9, output: 0.9, released: '2024-09-23' },
  { name: /llama-3-1-8b/, input: 0.2, output: 0.2, released: '2024-07-23' },
  { name: /llama-4-maverick/, input: 0.27, output: 0.85, released: '2025-04-05' },
  { name: /gemma-2-9b/, input: 0.3, output: 0.3, released: '2024-06-27' },
  { name: /codegemma-7b/, input: 0.2, output: 0.2, released: '2024-04-09' },
  { name: /qwen2-5-coder-32b/, input: 0.8, output: 0.8, released: '2024-11-12' },
  { name: /qwen2-5-7b/, input: 0.3, output: 0.3, released: '2024-09-19' },
  { name: /qwen3-coder/, input: 2, output: 2, released: '2025-07-22' },
  { name: /kimi-k2/, input: 0.6, output: 2.5, released: '2025-07-11' },
  { name: /deepseek-v3/, input: 0.27, output: 1.1, released: '2024-12-26' },
  { name: /deepseek-r1/, input: 0.55, output: 2.19, released: '2025-01-20' },
]

/** What providers ask for open weights by billions of parameters, dollars per million tokens. */
const PRICE_BY_SIZE: readonly [billions: number, usd: number][] = [
  [4, 0.1],
  [9, 0.2],
  [22, 0.3],
  [41, 0.8],
  [80, 0.9],
  [110, 1.8],
  [Number.POSITIVE_INFINITY, 2.5],
]

/** A model of the selector for a name in outcome data. Unknown names get what their form tells, else no price and date. */
export function marketModel(name: string): Model {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const known = MARKET.find((entry) => entry.name.test(plain))
  const price = known ?? listedPrice(name, plain) ?? priceBySize(plain)
  return {
    id: name,
    provider: 'openrouter',
    wireFormat: 'openai',
    providerModelId: name,
    contextWindowTokens: 1_000_000,
    maxOutputTokens: 64_000,
    capabilities: [],
    speedGrade: 3,
    reasoningGrade: gradeOf(plain, price),
    price: price && {
      inputNanoUsd: price.input * 1_000,
      cachedInputNanoUsd: price.input * 1_000,
      outputNanoUsd: price.output * 1_000,
    },
    releasedOn: known?.released ?? dateInName(name),
  }
}

/** The maker's own tier where the name says it, else what the price says. */
function gradeOf(plain: string, price: { output: number } | null): Model['reasoningGrade'] {
  // Models sold for reasoning stand a grade above others of their name.
  if (/(?:^|-)o[1-4](?:-|$)/.test(plain)) return /mini/.test(plain) ? 4 : 5
  if (/gpt-5/.test(plain)) return /nano/.test(plain) ? 3 : /mini/.test(plain) ? 4 : 5
  if (/nano|lite|tiny|instant|small/.test(plain)) return 2
  if (/mini|flash|haiku/.test(plain)) return 3
  if (/opus|ultra|(?:^|-)pro(?:-|$)/.test(plain)) return 5
  if (price === null) return 3
  return price.output < 0.5 ? 2 : price.output < 4 ? 3 : price.output < 20 ? 4 : 5
}

/** The public price list, asked with the forms of a name that makers use. */
function listedPrice(name: string, plain: string): { input: number; output: number } | null {
  const bare = name.replace(/\([^)]*\)/g, '').trim()
  for (const candidate of [name, bare, bare.toLowerCase().replace(/\s+/g, '-'), plain]) {
    const found = calcPrice({}, candidate)
    const input = perMillion(found?.model_price.input_mtok)
    const output = perMillion(found?.model_price.output_mtok)
    if (input !== null && output !== null) return { input, output }
  }
  return null
}

function perMillion(price: unknown): number | null {
  if (typeof price === 'number') return price
  if (typeof price === 'object' && price !== null && 'base' in price && typeof price.base === 'number')
    return price.base
  return null
}

function priceBySize(plain: string): { input: number; output: number } | null {
  const size = /(?:^|-)(\d+)b(?:-|$)/.exec(plain)?.[1]
  if (size === undefined) return null
  const usd = PRICE_BY_SIZE.find(([billions]) => Number(size) <= billions)?.[1]
  return usd === undefined ? null : { input: usd, output: usd }
}

function dateInName(name: string): string | null {
  const found = /(20\d\d)-?(0[1-9]|1[0-2])-?([0-2]\d|3[01])/.exec(name)
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null
}
