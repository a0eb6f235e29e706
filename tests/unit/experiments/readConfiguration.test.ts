/** Configurations: what they may say, in both formats, and that what is wrong is named with its path and line. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../supabase/functions/_shared/http/apiError.ts'
import { readConfiguration } from '../../../supabase/functions/experiments/configuration/readConfiguration.ts'

const EXAMPLES = join(import.meta.dirname, '../../../configs/examples')

const GOOD = `NUM_AGENTS: 4
NUM_ROUNDS: 2
ENABLE_MULTI_MODEL: true
model_configs:
  gpt:
    model_type: gpt-4.1
    api_key_env: OPENAI_API_KEY
    max_tokens: 500
    temperature: 0.5
    rate_limit: 60
    retry_delay: 2
    custom_params:
      top_p: 0.9
scenarios:
  - name: halves
    model_distribution:
      gpt: 2
      gemini-2.5-pro: 2
power:
  initial: [1, 2, 3, 4]
payoffs:
  reward: 4
`

function refusal(text: string): {
  message: string
  details: { field: string; line: number; message: string }[]
} {
  try {
    readConfiguration(text)
  } catch (error) {
    if (error instanceof ApiError && error.code === 'invalid_request')
      return { message: error.message, details: error.details as never }
    throw error
  }
  throw new Error('it was accepted')
}

describe('readConfiguration', () => {
  it('reads YAML and JSON alike, with defaults for what is not said', () => {
    const { configuration } = readConfiguration(GOOD)
    expect(readConfiguration(JSON.stringify(configuration, null, '\t')).configuration).toEqual(configuration)
    expect(configuration).toMatchObject({
      MAX_TOKENS: 4_000,
      scenarios: [{ name: 'halves', repetitions: 1 }],
      payoffs: { temptation: 5, reward: 4, punishment: 1, sucker: 0 },
      power: { update_rate: 0.1 },
    })
    expect(readConfiguration('NUM_AGENTS: 2\nNUM_ROUNDS: 1').configuration).toMatchObject({
      ENABLE_MULTI_MODEL: false,
      model_configs: {},
      scenarios: [],
    })
  })

  it('takes model_configs as a list too', () => {
    const { configuration } = readConfiguration(`
NUM_AGENTS: 2
NUM_ROUNDS: 1
model_configs:
  - { model_type: gpt-4.1, rate_limit: 5 }
  - { model_type: gpt-4o }
`)
    expect(configuration.model_configs).toEqual({
      'gpt-4.1': { model_type: 'gpt-4.1', rate_limit: 5 },
      'gpt-4o': { model_type: 'gpt-4o' },
    })
  })

  it('reads every example', async () => {
    const files = (await readdir(EXAMPLES, { recursive: true })).filter((file) => file.endsWith('.yaml'))
    expect(files).toHaveLength(4)
    for (const file of files) {
      const { configuration } = readConfiguration(await readFile(join(EXAMPLES, file), 'utf8'))
      expect(configuration.NUM_AGENTS).toBe(10)
    }
  })
})

const replaced = (from: string, to: string) => {
  if (!GOOD.includes(from)) throw new Error(`no ${from}`)
  return GOOD.replace(from, to)
}

/** A name, the text, the field and the line that are at fault, and a word of what is said. */
const MALFORMED: [string, string, string, number, RegExp][] = [
  ['nothing', '', '', 1, /expected object/],
  ['a list', '- 1\n- 2', '', 1, /expected object/],
  ['a sentence', 'ten agents', '', 1, /expected object/],
  ['a bracket left open', 'NUM_AGENTS: 4\nscenarios: [\n', '', 3, /./],
  ['a tab for indentation', 'NUM_AGENTS: 4\npower:\n\tinitial: [1]\n', '', 3, /[Tt]ab/],
  ['a key twice', `${GOOD}NUM_AGENTS: 5\n`, '', 23, /unique/],
  [
    'a key twice deep down',
    replaced('max_tokens: 500', 'max_tokens: 500\n    max_tokens: 600'),
    '',
    9,
    /unique/,
  ],
  ['broken JSON', '{\n"NUM_AGENTS": 4,\n"NUM_ROUNDS": \n}}', '', 4, /./],
  ['an alias of nothing', replaced('500', '*nothing'), '', 8, /alias/i],
  ['no agents', replaced('NUM_AGENTS: 4\n', ''), 'NUM_AGENTS', 1, /expected number/],
  ['no rounds', replaced('NUM_ROUNDS: 2\n', ''), 'NUM_ROUNDS', 1, /expected number/],
  ['one agent', replaced('NUM_AGENTS: 4', 'NUM_AGENTS: 1'), 'NUM_AGENTS', 1, />=2/],
  ['half an agent', replaced('NUM_AGENTS: 4', 'NUM_AGENTS: 4.5'), 'NUM_AGENTS', 1, /int/],
  ['agents in words', replaced('NUM_AGENTS: 4', 'NUM_AGENTS: four'), 'NUM_AGENTS', 1, /expected number/],
  ['too many agents', replaced('NUM_AGENTS: 4', 'NUM_AGENTS: 1000'), 'NUM_AGENTS', 1, /<=40/],
  ['no round at all', replaced('NUM_ROUNDS: 2', 'NUM_ROUNDS: 0'), 'NUM_ROUNDS', 2, />=1/],
  [
    'a flag that is text',
    replaced('MODEL: true', 'MODEL: "yes"'),
    'ENABLE_MULTI_MODEL',
    3,
    /expected boolean/,
  ],
  [
    'an unknown field',
    replaced('NUM_ROUNDS: 2', 'NUM_ROUNDS: 2\nROUNDS: 3'),
    'ROUNDS',
    3,
    /not a known field/,
  ],
  [
    'an unknown field of a model',
    replaced('rate_limit: 60', 'rate_limits: 60'),
    'model_configs.gpt.rate_limits',
    10,
    /not a known field/,
  ],
  [
    'a key in place of its variable',
    replaced('OPENAI_API_KEY', 'sk-proj-abc123def456'),
    'model_configs.gpt.api_key_env',
    7,
    /not to be the key/,
  ],
  [
    'a key in capitals',
    replaced('OPENAI_API_KEY', 'AKIAIOSFODNN7EXAMPLE'),
    'model_configs.gpt.api_key_env',
    7,
    /not to be the key/,
  ],
  ['a heat of 3', replaced('temperature: 0.5', 'temperature: 3'), 'model_configs.gpt.temperature', 9, /<=2/],
  ['no tokens', replaced('max_tokens: 500', 'max_tokens: 0'), 'model_configs.gpt.max_tokens', 8, />=16/],
  ['a rate of 0', replaced('rate_limit: 60', 'rate_limit: 0'), 'model_configs.gpt.rate_limit', 10, />=1/],
  [
    'a delay below 0',
    replaced('retry_delay: 2', 'retry_delay: -1'),
    'model_configs.gpt.retry_delay',
    11,
    />=0/,
  ],
  [
    'a parameter that is ours',
    replaced('top_p: 0.9', 'messages: []'),
    'model_configs.gpt.custom_params.messages',
    13,
    /not for custom_params/,
  ],
  [
    'a model that is a text',
    replaced(/gpt:\n(?: {4,}.+\n)+/.exec(GOOD)?.[0] ?? '', 'gpt: fast\n'),
    'model_configs.gpt',
    5,
    /expected object/,
  ],
  [
    'a distribution that adds up to less',
    replaced('gemini-2.5-pro: 2', 'gemini-2.5-pro: 1'),
    'scenarios.0.model_distribution',
    16,
    /adds up to 3 agents, NUM_AGENTS is 4/,
  ],
  [
    'a distribution that adds up to more',
    replaced('gemini-2.5-pro: 2', 'gemini-2.5-pro: 3'),
    'scenarios.0.model_distribution',
    16,
    /adds up to 5/,
  ],
  ['a count of 0', replaced('gpt: 2', 'gpt: 0'), 'scenarios.0.model_distribution.gpt', 17, />=1/],
  [
    'a scenario without a name',
    replaced('name: halves\n    ', ''),
    'scenarios.0.name',
    15,
    /expected string/,
  ],
  ['a scenario that is a path', replaced('halves', '../../etc'), 'scenarios.0.name', 15, /letters/],
  [
    'two scenarios of one name',
    replaced('power:', '  - { name: halves, model_distribution: { gpt: 4 } }\npower:'),
    'scenarios.1.name',
    19,
    /another scenario/,
  ],
  [
    'no scenario',
    'NUM_AGENTS: 2\nNUM_ROUNDS: 1\nENABLE_MULTI_MODEL: true\nscenarios: []',
    'scenarios',
    4,
    /at least one/,
  ],
  ['power of three for four', replaced('[1, 2, 3, 4]', '[1, 2, 3]'), 'power.initial', 20, /lists 3 agents/],
  ['power of 0', replaced('[1, 2, 3, 4]', '[1, 0, 3, 4]'), 'power.initial.1', 20, />0/],
  ['a payoff in words', replaced('reward: 4', 'reward: much'), 'payoffs.reward', 22, /expected number/],
  ['a budget of 0', `${GOOD}BUDGET_USD: 0\n`, 'BUDGET_USD', 23, />0/],
  [
    'the same model listed twice',
    'NUM_AGENTS: 2\nNUM_ROUNDS: 1\nmodel_configs:\n  - model_type: gpt-4o\n  - model_type: gpt-4o\n',
    'model_configs.1.model_type',
    5,
    /another entry/,
  ],
]

describe('what is malformed is refused with its place', () => {
  it.each(MALFORMED)('%s', (_, text, field, line, words) => {
    const { message, details } = refusal(text)
    expect(details[0]).toMatchObject({ field, message: expect.stringMatching(words) })
    expect(details[0]?.line).toBe(line)
    expect(message).toContain(`line ${line}`)
    expect(message).not.toContain('sk-proj')
  })

  it('tells of all that is wrong at once', () => {
    const text = replaced('NUM_ROUNDS: 2', 'NUM_ROUNDS: 0').replace('max_tokens: 500', 'max_tokens: 1')
    expect(refusal(text).details.map(({ line }) => line)).toEqual([2, 8])
  })

  it('is not brought down by aliases that unfold without end', () => {
    const rows = Array.from({ length: 9 }, (_, index) => {
      const before = index === 0 ? '1' : `*a${index - 1}`
      return `x${index}: &a${index} [${Array(9).fill(before).join(', ')}]`
    })
    expect(refusal(rows.join('\n')).message).toMatch(/aliases/)
  })
})
