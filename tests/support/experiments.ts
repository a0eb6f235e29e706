/** Experiments in miniature: rows made by hand, and a provider that plays by what it is asked. */

import { readConfiguration } from '../../supabase/functions/experiments/configuration/readConfiguration.ts'
import type {
  AgentRow,
  ExperimentRow,
  RoundRow,
} from '../../supabase/functions/experiments/store/experimentRows.ts'
import type { MockReply, MockRequest } from './mockProvider.ts'

/** An experiment as its row is read. `groups` has a model for each agent of each group. */
export function experimentOf(
  groups: Record<string, string[]>,
  rounds: number,
): { experiment: ExperimentRow; agents: AgentRow[] } {
  const scenarios = Object.keys(groups)
  const agentsPerGroup = Object.values(groups)[0]?.length ?? 0
  const names = [...new Set(Object.values(groups).flat())]
  const chosen = (name: string) => ({
    name,
    model: `${name}-id`,
    provider: 'openai',
    is_priced: true,
    max_tokens: 100,
    retry_delay_ms: 0,
  })
  const { configuration } = readConfiguration(`NUM_AGENTS: ${agentsPerGroup}\nNUM_ROUNDS: ${rounds}`)
  const experiment: ExperimentRow = {
    id: '00000000-0000-4000-8000-000000000001',
    user_id: null,
    status: 'completed',
    configuration,
    configuration_hash: 'hash',
    seed: 1,
    models: names.map(chosen),
    default_model: chosen(names[0] ?? ''),
    warnings: [],
    groups: scenarios.map((scenario) => ({ scenario: scenario.replace(/#.*/, ''), repetition: 1 })),
    agents_per_group: agentsPerGroup,
    rounds_per_group: rounds,
    budget_nano_usd: null,
    spent_nano_usd: 0,
    calls_begun: 0,
    error_code: null,
    error_message: null,
    lease_token: '00000000-0000-4000-8000-000000000002',
    lease_expires_at: '2026-11-21T00:00:00.000Z',
    takeovers: 0,
    started_at: '2026-11-21T00:00:00.000Z',
    finished_at: '2026-11-21T00:00:00.000Z',
  }
  const agents = Object.entries(groups).flatMap(([scenario, models], group) =>
    models.map((model_name, index) => ({
      group_number: group + 1,
      agent_number: index + 1,
      scenario: scenario.replace(/#.*/, ''),
      model_name,
      model: `${model_name}-id`,
      provider: 'openai',
      initial_power: 1,
      score: 10 * (index + 1),
      power: 1,
    })),
  )
  return { experiment, agents }
}

/** A round from a matrix of letters: the row decides about the column, C, D, or ? for neither. */
export function roundOf(group: number, round: number, rows: string[], strategies: string[] = []): RoundRow {
  return {
    group_number: group,
    round_number: round,
    strategies: strategies.map((text, index) => ({
      agent: index + 1,
      text,
      model: 'm',
      outcome: 'answered',
    })),
    decisions: rows.flatMap((row, agent) =>
      [...row].flatMap((letter, other) => {
        if (letter === '.') return []
        const decision = letter === 'C' ? ('cooperate' as const) : letter === 'D' ? ('defect' as const) : null
        const outcome = decision === null ? ('unparseable' as const) : ('answered' as const)
        return [{ agent: agent + 1, other: other + 1, decision, model: 'm', outcome }]
      }),
    ),
    standings: [],
  }
}

/** The texts a request consists of, on either wire. */
export function textsOf({ wire, body }: MockRequest): { system: string; user: string } {
  if (wire === 'openai') {
    const messages = body.messages as { role: string; content: string }[]
    const of = (role: string) =>
      messages.filter((message) => message.role === role).map(({ content }) => content)
    return { system: of('system').join('\n'), user: of('user').join('\n') }
  }
  const partsOf = (content: unknown) =>
    (content as { parts: { text: string }[] }).parts.map(({ text }) => text).join('')
  return {
    system: partsOf(body.systemInstruction),
    user: (body.contents as unknown[]).map(partsOf).join('\n'),
  }
}

export function isDecision(request: MockRequest): boolean {
  return textsOf(request).system.startsWith('You decide for one agent')
}

/** What identifies a question: the same twice is a call repeated, unless it failed. */
export function questionOf(request: MockRequest): string {
  const { system, user } = textsOf(request)
  return `${request.model}\n${system}\n${user}`
}

/** A strategy that names its writer's question, and a decision that depends on both strategies. */
export function playedAnswer(request: MockRequest): MockReply {
  const { user } = textsOf(request)
  if (!isDecision(request)) return { text: `Strategy ${checksumOf(user)}: cooperate where it is returned.` }
  return { text: JSON.stringify({ decision: checksumOf(user) % 3 === 0 ? 'defect' : 'cooperate' }) }
}

function checksumOf(text: string): number {
  let sum = 7
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) % 1_000_003
  return sum
}
