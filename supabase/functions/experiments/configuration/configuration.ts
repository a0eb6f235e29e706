/** What an experiment's file may say. Every field is checked here, unknown ones are refused with their names. */
import { z } from 'zod'
import { isVariableName } from './keyVariable.ts'

/** Everybody decides about everybody: 40 agents are 1,560 decisions a round. */
export const MAX_AGENTS = 40
const MAX_ROUNDS = 100
const MAX_SCENARIOS = 20
/** Groups of all scenarios together. */
const MAX_GROUPS = 40
/** Of all groups and rounds; what each costs in money is the file's own business, what it costs in rows is ours. */
const MAX_CALLS = 100_000

/** What our own code writes into a request; a custom parameter of that name would change what is measured. */
const OWN_PARAMETERS = new Set([
  ...[
    'model',
    'messages',
    'contents',
    'system',
    'systeminstruction',
    'stream',
    'stream_options',
    'n',
    'tools',
  ],
  ...['temperature', 'max_tokens', 'max_completion_tokens', 'maxoutputtokens', 'response_format'],
  ...['responsejsonschema', 'responsemimetype', 'output_config', 'tool_choice', 'functions', 'httpoptions'],
  ...['api_key', 'apikey', 'base_url', 'baseurl', 'abortsignal', 'automaticcontinuation', 'candidatecount'],
])

const name = z.string().trim().min(1).max(200)
const temperature = z.number().min(0).max(2)
const maxTokens = z.number().int().min(16).max(200_000)

const customParameters = z.record(z.string().min(1).max(100), z.json()).superRefine((given, context) => {
  for (const key of Object.keys(given)) {
    if (!OWN_PARAMETERS.has(key.toLowerCase())) continue
    context.addIssue({ code: 'custom', path: [key], message: 'is not for custom_params to set' })
  }
})

const modelConfiguration = z.strictObject({
  /** Name of the model; the entry's own name where absent. */
  model_type: name.optional(),
  /** The environment variable that holds the key, never the key itself. */
  api_key_env: z
    .string()
    .refine(isVariableName, {
      error:
        'is to name the environment variable that holds the key, such as OPENAI_API_KEY, not to be the key',
    })
    .optional(),
  max_tokens: maxTokens.optional(),
  temperature: temperature.optional(),
  /** Requests a minute. */
  rate_limit: z.number().int().min(1).max(100_000).optional(),
  /** Seconds before a call that failed is made again. */
  retry_delay: z.number().min(0).max(600).optional(),
  /** Goes into each request to this model as it is. */
  custom_params: customParameters.optional(),
})

const scenario = z.strictObject({
  name: z
    .string()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u,
      'is to be letters, digits, spaces and . _ -, 100 at most',
    ),
  /** Model → how many agents of the group run on it. */
  model_distribution: z
    .record(name, z.number().int().min(1))
    .refine((counts) => Object.keys(counts).length > 0, { error: 'names no model' }),
  /** Groups of this kind, each shuffled and played by itself. */
  repetitions: z.number().int().min(1).max(MAX_GROUPS).default(1),
})

/** Points of a game of two: the usual prisoner's dilemma. Any numbers are let through, so that other games can be played. */
const payoffs = z.strictObject({
  /** I defect, the other cooperates. */
  temptation: z.number().min(-1000).max(1000).default(5),
  /** Both cooperate. */
  reward: z.number().min(-1000).max(1000).default(3),
  /** Both defect. */
  punishment: z.number().min(-1000).max(1000).default(1),
  /** I cooperate, the other defects. */
  sucker: z.number().min(-1000).max(1000).default(0),
})

const power = z.strictObject({
  /** Of each agent at the start, in the order of their numbers; 1 each where absent. */
  initial: z.array(z.number().positive().max(1000)).optional(),
  /** Share of the group's power that is dealt out anew each round, by what was gained in it. */
  update_rate: z.number().min(0).max(1).default(0.1),
})

const fields = {
  NUM_AGENTS: z.number().int().min(2).max(MAX_AGENTS),
  NUM_ROUNDS: z.number().int().min(1).max(MAX_ROUNDS),
  /** False: all agents run on one model, and `model_configs` and `scenarios` are left alone. */
  ENABLE_MULTI_MODEL: z.boolean().default(false),
  /** The model of a single-model experiment, and the one that stands in for models that are no longer offered. */
  DEFAULT_MODEL: name.optional(),
  /** For who runs on what, and for the analysis; drawn and kept where absent. */
  SEED: z.number().int().min(0).max(4_294_967_295).optional(),
  /** The experiment never spends more. */
  BUDGET_USD: z.number().positive().max(9_000_000).optional(),
  MAX_TOKENS: maxTokens.default(4_000),
  TEMPERATURE: temperature.optional(),
  payoffs: payoffs.default(payoffs.parse({})),
  power: power.default(power.parse({})),
  scenarios: z.array(scenario).max(MAX_SCENARIOS).default([]),
}

/** The fields, with `model_configs` by name. */
export const configurationSchema = z
  .strictObject({ ...fields, model_configs: z.record(name, modelConfiguration).default({}) })
  .superRefine(checkTogether)

/** The fields, with `model_configs` as a list, each entry naming its model. */
export const listedConfigurationSchema = z
  .strictObject({
    ...fields,
    model_configs: z
      .array(modelConfiguration.extend({ model_type: name }))
      .superRefine((entries, context) => {
        const names = entries.map((entry) => entry.model_type)
        for (const [index, each] of names.entries()) {
          if (names.indexOf(each) === index) continue
          const message = `there is another entry for ${JSON.stringify(each)}`
          context.addIssue({ code: 'custom', path: [index, 'model_type'], message })
        }
      }),
  })
  .superRefine(checkTogether)
  .transform(
    ({ model_configs, ...rest }): Configuration => ({
      ...rest,
      model_configs: Object.fromEntries(model_configs.map((entry) => [entry.model_type, entry])),
    }),
  )

export type ModelConfiguration = z.output<typeof modelConfiguration>
export type Configuration = z.output<typeof configurationSchema>
export type Scenario = z.output<typeof scenario>
export type Payoffs = z.output<typeof payoffs>

type Checked = Pick<Configuration, 'NUM_AGENTS' | 'NUM_ROUNDS' | 'ENABLE_MULTI_MODEL' | 'power' | 'scenarios'>

/** A strategy of each agent and a decision of each about every other are N·N calls a round. */
export function plannedCalls({ NUM_AGENTS, NUM_ROUNDS }: Checked, groups: number): number {
  return groups * NUM_ROUNDS * NUM_AGENTS * NUM_AGENTS
}

/** What one field cannot know of the others. */
function checkTogether(configuration: Checked, context: z.RefinementCtx): void {
  const { NUM_AGENTS, scenarios } = configuration
  const fault = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message })
  if (configuration.ENABLE_MULTI_MODEL && scenarios.length === 0) {
    fault(['scenarios'], 'is to list at least one scenario where ENABLE_MULTI_MODEL is true')
  }
  for (const [index, { name: own, model_distribution }] of scenarios.entries()) {
    const agents = Object.values(model_distribution).reduce((sum, count) => sum + count, 0)
    if (agents !== NUM_AGENTS) {
      const message = `adds up to ${agents} agents, NUM_AGENTS is ${NUM_AGENTS}`
      fault(['scenarios', index, 'model_distribution'], message)
    }
    if (scenarios.findIndex((other) => other.name === own) !== index) {
      fault(['scenarios', index, 'name'], `there is another scenario ${JSON.stringify(own)}`)
    }
  }
  const groups = scenarios.reduce((sum, { repetitions }) => sum + repetitions, 0)
  if (groups > MAX_GROUPS) fault(['scenarios'], `makes ${groups} groups, ${MAX_GROUPS} at most`)
  const calls = plannedCalls(configuration, Math.max(1, groups))
  if (calls > MAX_CALLS) fault(['NUM_ROUNDS'], `makes ${calls} calls, ${MAX_CALLS} at most`)
  const { initial } = configuration.power
  if (initial !== undefined && initial.length !== NUM_AGENTS) {
    fault(['power', 'initial'], `lists ${initial.length} agents, NUM_AGENTS is ${NUM_AGENTS}`)
  }
}
