/** Scenarios and their steps in the database. */
import { z } from 'zod'
import { jsonForPostgres } from '../../_shared/store/jsonForPostgres.ts'
import {
  CALL_TIMEOUT_MS,
  callFunction,
  type MeritClient,
  parseAnswer,
} from '../../_shared/store/meritClient.ts'
import type { Owner } from '../../_shared/store/owner.ts'
import { columnsOf } from '../../_shared/store/rowColumns.ts'
import { storeErrorFrom } from '../../_shared/store/storeError.ts'
import { type ScenarioRow, type StepRow, scenarioRow, stepRow } from './scenarioRows.ts'

export type NewStep = Pick<StepRow, 'step_number' | 'input_type' | 'text' | 'audio_url' | 'ground_truth'> &
  Partial<Omit<StepRow, 'id' | 'scenario_id'>>
export type NewScenario = Omit<ScenarioRow, 'id' | 'user_id' | 'created_at' | 'updated_at'> & {
  steps: NewStep[]
}
export type ScenarioChanges = Partial<Omit<NewScenario, 'steps'>>
export type StepChanges = Partial<NewStep>

export interface StoredScenario extends ScenarioRow {
  /** In the order in which they run. */
  steps: StepRow[]
}

/** Every method throws a StoreError and nothing else for what the database does. */
export interface ScenarioStore {
  /** The newest 1,000, newest first, without steps. */
  list(owner: Owner): Promise<ScenarioRow[]>
  /** `null` where there is none, or it is another's. */
  read(id: string, owner: Owner): Promise<StoredScenario | null>
  /** Its id. */
  create(userId: string | null, scenario: NewScenario): Promise<string>
  /** False where there is none of this owner. */
  update(id: string, owner: Owner, changes: ScenarioChanges): Promise<boolean>
  remove(id: string, owner: Owner): Promise<boolean>
  /** `null` where the scenario has a step of that number. */
  addStep(scenario: ScenarioRow, step: NewStep): Promise<StepRow | null>
  updateStep(scenario: ScenarioRow, stepId: string, changes: StepChanges): Promise<StepRow | 'taken' | null>
  removeStep(scenario: ScenarioRow, stepId: string): Promise<boolean>
}

const UNIQUE_VIOLATION = '23505'

interface Answer {
  data: unknown
  error: { code?: string; message: string } | null
  status: number
}

/** `admin` is a client with the secret key: ownership is checked here, in every query. */
export function createScenarioStore(admin: MeritClient): ScenarioStore {
  const scenarios = () => admin.from('scenarios')
  const steps = () => admin.from('scenario_steps')
  const patience = () => AbortSignal.timeout(CALL_TIMEOUT_MS)
  const rowsOf = <Row>(action: string, schema: z.ZodType<Row>, { data, error, status }: Answer): Row[] => {
    if (error) throw storeErrorFrom(action, { error, status })
    return parseAnswer(action, z.array(schema), data)
  }
  const idRow = z.object({ id: z.uuid() })

  return {
    async list(owner) {
      const query = scenarios().select(columnsOf(scenarioRow)).order('created_at', { ascending: false })
      const answer = await (owner === null ? query : query.eq('user_id', owner)).abortSignal(patience())
      return rowsOf('list scenarios', scenarioRow, answer)
    },

    async read(id, owner) {
      const query = scenarios().select(columnsOf(scenarioRow)).eq('id', id)
      const answer = await (owner === null ? query : query.eq('user_id', owner)).abortSignal(patience())
      const [found] = rowsOf('read scenario', scenarioRow, answer)
      if (found === undefined) return null
      const itsSteps = await steps()
        .select(columnsOf(stepRow))
        .eq('scenario_id', id)
        .order('step_number')
        .abortSignal(patience())
      return { ...found, steps: rowsOf('read scenario steps', stepRow, itsSteps) }
    },

    create(userId, scenario) {
      const record = jsonForPostgres({ user_id: userId, ...scenario })
      return callFunction(admin, 'create_scenario', { record }, z.uuid())
    },

    async update(id, owner, changes) {
      const query = scenarios()
        .update({ ...written(changes), updated_at: new Date().toISOString() })
        .eq('id', id)
      const owned = owner === null ? query : query.eq('user_id', owner)
      const answer = await owned.select('id').abortSignal(patience())
      return rowsOf('update scenario', idRow, answer).length > 0
    },

    async remove(id, owner) {
      const query = scenarios().delete().eq('id', id)
      const owned = owner === null ? query : query.eq('user_id', owner)
      return rowsOf('delete scenario', idRow, await owned.select('id').abortSignal(patience())).length > 0
    },

    async addStep(scenario, step) {
      const answer = await steps()
        .insert({ ...written(step), scenario_id: scenario.id, user_id: scenario.user_id })
        .select(columnsOf(stepRow))
        .abortSignal(patience())
      if (answer.error?.code === UNIQUE_VIOLATION) return null
      return rowsOf('add scenario step', stepRow, answer)[0] ?? null
    },

    async updateStep(scenario, stepId, changes) {
      const answer = await steps()
        .update({ ...written(changes), updated_at: new Date().toISOString() })
        .eq('scenario_id', scenario.id)
        .eq('id', stepId)
        .select(columnsOf(stepRow))
        .abortSignal(patience())
      if (answer.error?.code === UNIQUE_VIOLATION) return 'taken'
      return rowsOf('update scenario step', stepRow, answer)[0] ?? null
    },

    async removeStep(scenario, stepId) {
      const answer = await steps()
        .delete()
        .eq('scenario_id', scenario.id)
        .eq('id', stepId)
        .select('id')
        .abortSignal(patience())
      return rowsOf('delete scenario step', idRow, answer).length > 0
    },
  }
}

/** Columns as Postgres takes them. What is parsed by a schema before has no other fields. */
// biome-ignore lint/suspicious/noExplicitAny: the rows' own types are checked by the schemas that made `columns`
function written(columns: object): any {
  return jsonForPostgres(columns)
}
