/** Which models there are, which of them can run with the keys that are set, and what a name a caller gives means. */
import { CATALOG_ENTRIES, type CatalogEntry } from './catalogEntries.ts'
import { dynamicModel, entryModel } from './catalogModel.ts'
import { buildNameIndex, type CatalogName, findName } from './catalogNames.ts'
import {
  MODEL_ROLES,
  type ModelRole,
  ROLE_PREFERENCES,
  TIER_CHAINS,
  TIERS_AFTER,
  tierOfReasoningGrade,
} from './catalogPolicy.ts'
import type { Model, ModelResolution, Provider } from './model.ts'
import { type ProviderSettings, SETTING_OF_PROVIDER, SETTING_OF_ROLE } from './providerSettings.ts'
import { SANDBOX_MODELS, sandboxStandIn } from './sandboxModels.ts'

/** The name means a model, but nothing that serves it is configured. */
export interface UnavailableModel {
  unavailable: true
  modelId: string
  provider: Provider
  /** The variable that would make it available, e.g. `GEMINI_API_KEY`. */
  setting: string
}

export type ResolveResult =
  | { model: Model; resolution: ModelResolution }
  | { unknown: true }
  | UnavailableModel

/** One line of `GET /models`. */
export interface KnownModel extends Model {
  available: boolean
  retired: boolean
  /** ISO date from which the successor runs; `null` while none is announced. */
  retiresOn: string | null
  successor: string | null
  aliases: readonly string[]
}

export interface Catalog {
  /** What can run now, in catalog order; the six sandbox models while no key is set. */
  readonly models: readonly Model[]
  /** Every model offered by name, runnable or not. `openrouter/<id>` and `ollama/<id>` are accepted besides. */
  readonly known: readonly KnownModel[]
  /** What a caller's name means. Never throws; case does not matter. */
  resolve(name: string): ResolveResult
  /** The model of a role: the configured one where it can run, else the default; `null` where none can. */
  role(role: ModelRole): Model | null
  /** Models to try after this one, best first, itself not among them: its own tier, then the others. */
  fallbackChain(model: Model): readonly Model[]
  /** Runnable models with a larger context window, the one nearest in reasoning first, then the cheaper. */
  largerContext(model: Model): readonly Model[]
}

export interface CatalogOptions {
  /** Epoch milliseconds; decides what is retired and which dated price holds. */
  clock?: () => number
}

/** Longest walk along successors; a test keeps real chains far below it and free of circles. */
const MAX_SUCCESSIONS = 8

const DAY_MS = 86_400_000

/** @throws Error naming the variable where a role is given to a model that nobody knows. */
export function createCatalog(
  settings: ProviderSettings,
  { clock = Date.now }: CatalogOptions = {},
): Catalog {
  const entriesById = new Map(CATALOG_ENTRIES.map((entry) => [entry.id, entry]))
  const nameIndex = buildNameIndex()
  const isRetired = (entry: CatalogEntry) =>
    entry.retirement !== undefined && clock() >= Date.parse(entry.retirement.on)

  /** Direct where the provider's own key is set, else through OpenRouter. */
  const servedBy = (entry: CatalogEntry): Provider | null => {
    if (settings.connections[entry.provider]) return entry.provider
    return settings.connections.openrouter ? 'openrouter' : null
  }

  const toModel = (entry: CatalogEntry, provider: Provider) => entryModel(entry, provider, clock())

  let computed: { day: number; models: readonly Model[] } | null = null
  /** Prices and retirements change by the day, so the list is made once a day. */
  const runnable = (): readonly Model[] => {
    if (settings.sandboxOn) return SANDBOX_MODELS
    const day = Math.floor(clock() / DAY_MS)
    if (computed?.day !== day) {
      const models = CATALOG_ENTRIES.flatMap((entry) => {
        const provider = isRetired(entry) ? null : servedBy(entry)
        return provider ? [toModel(entry, provider)] : []
      })
      computed = { day, models }
    }
    return computed.models
  }

  const known = (): readonly KnownModel[] => [
    ...(settings.sandboxOn ? SANDBOX_MODELS.map((model) => describe(model, true)) : []),
    ...CATALOG_ENTRIES.map((entry) => {
      const provider = servedBy(entry)
      return {
        ...describe(toModel(entry, provider ?? entry.provider), provider !== null && !isRetired(entry)),
        retired: isRetired(entry),
        retiresOn: entry.retirement?.on ?? null,
        successor: entry.retirement?.successor ?? null,
        aliases: nameIndex.aliasesOf(entry.id),
      }
    }),
  ]

  const resolveEntry = (
    requested: string,
    found: Extract<CatalogName, { kind: 'entry' | 'retired' }>,
  ): ResolveResult => {
    let entry = entriesById.get(found.id)
    let retired = found.kind === 'retired'
    for (let step = 0; entry && isRetired(entry) && step < MAX_SUCCESSIONS; step += 1) {
      retired = true
      entry = entriesById.get(entry.retirement?.successor ?? '')
    }
    if (!entry) return { unknown: true }
    if (settings.sandboxOn) return standIn(requested, toModel(entry, entry.provider), retired)
    const provider = servedBy(entry)
    if (!provider) return unavailable(entry.id, entry.provider)
    const reason = retired ? 'retired' : requested === entry.id ? 'exact' : 'alias'
    return { model: toModel(entry, provider), resolution: { requested, model: entry.id, reason } }
  }

  const resolve = (name: string): ResolveResult => {
    const found = findName(nameIndex, name)
    if (!found) return { unknown: true }
    if (found.kind === 'entry' || found.kind === 'retired') return resolveEntry(name, found)
    if (found.kind === 'sandbox') {
      if (!settings.sandboxOn) return unavailable(found.model.id, 'sandbox')
      return exact(name, found.model)
    }
    const model = dynamicModel(found.provider, found.providerModelId, clock())
    if (settings.sandboxOn) return standIn(name, model)
    return settings.connections[found.provider] ? exact(name, model) : unavailable(model.id, found.provider)
  }

  const configured = (role: ModelRole): Model | null => {
    const name = settings.roles?.[role]
    if (name === undefined) return null
    const found = resolve(name)
    // A role that nobody can take as configured is a mistake to hear of at once, not at the first request.
    if ('unknown' in found)
      throw new Error(`${SETTING_OF_ROLE[role]} names no model: ${JSON.stringify(name)}`)
    return 'model' in found ? found.model : null
  }
  for (const role of MODEL_ROLES) configured(role)

  return {
    get models() {
      return runnable()
    },
    get known() {
      return known()
    },
    resolve,
    role(role) {
      return configured(role) ?? firstOf(ROLE_PREFERENCES[role], runnable())
    },
    fallbackChain(model) {
      const tier = tierOfReasoningGrade(model.reasoningGrade)
      const order = [tier, ...TIERS_AFTER[tier]].flatMap((name) => TIER_CHAINS[name])
      const byId = new Map(runnable().map((candidate) => [candidate.id, candidate]))
      return order.flatMap((id) => (id === model.id ? [] : (byId.get(id) ?? [])))
    },
    largerContext(model) {
      return runnable()
        .filter((candidate) => candidate.contextWindowTokens > model.contextWindowTokens)
        .sort(
          (left, right) =>
            Math.abs(left.reasoningGrade - model.reasoningGrade) -
              Math.abs(right.reasoningGrade - model.reasoningGrade) || outputPrice(left) - outputPrice(right),
        )
    },
  }
}

function describe(model: Model, available: boolean): KnownModel {
  return { ...model, available, retired: false, retiresOn: null, successor: null, aliases: [] }
}

function exact(requested: string, model: Model): ResolveResult {
  const reason = requested === model.id ? 'exact' : 'alias'
  return { model, resolution: { requested, model: model.id, reason } }
}

function standIn(requested: string, model: Model, retired = false): ResolveResult {
  const substitute = sandboxStandIn(model)
  return {
    model: substitute,
    resolution: {
      requested,
      model: substitute.id,
      reason: 'sandbox',
      ...(retired ? { successor: model.id } : {}),
    },
  }
}

function unavailable(modelId: string, provider: Provider): UnavailableModel {
  return { unavailable: true, modelId, provider, setting: SETTING_OF_PROVIDER[provider] }
}

function firstOf(ids: readonly string[], models: readonly Model[]): Model | null {
  for (const id of ids) {
    const found = models.find((model) => model.id === id)
    if (found) return found
  }
  return null
}

function outputPrice(model: Model): number {
  return model.price?.outputNanoUsd ?? Number.POSITIVE_INFINITY
}
