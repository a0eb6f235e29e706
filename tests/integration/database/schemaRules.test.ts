/** The rules that every table, view and function of the schema keeps, read from Postgres' own catalog. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres, type TestDatabase } from '../postgres.ts'

let server: PostgresServer
let database: TestDatabase

beforeAll(async () => {
  server = await startPostgres()
  database = await server.createDatabase()
})
afterAll(() => server.stop())

const TABLES = `select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`
const VIEWS = `select oid, relname, reloptions from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'`
const FUNCTIONS = `
  select p.oid, p.oid::regprocedure::text as name, p.prosecdef, p.proconfig, n.nspname
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'private')`

async function names(sql: string): Promise<unknown[]> {
  return (await database.query<{ name: string }>(sql)).map(({ name }) => name)
}

describe('tables', () => {
  it('are all there to be looked at', async () => {
    expect(await names(`select relname as name from (${TABLES}) t order by 1`)).toEqual([
      'ai_extraction_queue',
      'benchmark_results',
      'benchmark_runs',
      'configuration_usage',
      'extraction_results',
      'model_configurations',
      'model_evidence',
      'model_performance',
      'model_selections',
      'model_usage',
      'orchestration_runs',
      'provider_health',
      'rate_limits',
      'run_checkpoints',
      'run_events',
      'run_feedback',
      'scenario_executions',
      'scenario_step_results',
      'scenario_steps',
      'scenarios',
      'spend_limits',
      'traffic_experiments',
    ])
  })

  it('have row level security and a policy', async () => {
    expect(
      await names(`
        select t.relname as name from (${TABLES}) t join pg_class c on c.oid = t.oid
        where not c.relrowsecurity or not exists (select from pg_policy where polrelid = c.oid)`),
    ).toEqual([])
  })

  it('have policies for signed-in users that look the user up once a statement', async () => {
    expect(
      await names(`
        select policyname as name from pg_policies
        where schemaname = 'public'
          and (roles <> '{authenticated}' or cmd <> 'SELECT' or qual not like '%SELECT auth.uid()%')`),
    ).toEqual([])
  })

  it('have a primary key', async () => {
    expect(
      await names(`
        select relname as name from (${TABLES}) t
        where not exists (select from pg_constraint where conrelid = t.oid and contype = 'p')`),
    ).toEqual([])
  })

  it('have an index that starts with the columns of each foreign key, and with what policies compare', async () => {
    expect(
      await names(`
        with needed as (
          select conrelid as relation, conkey::int[] as columns from pg_constraint
          where contype = 'f' and connamespace = 'public'::regnamespace
          union all
          select attrelid, array[attnum::int] from pg_attribute
          where attrelid in (select oid from (${TABLES}) t) and attname = 'user_id'
        )
        select relation::regclass::text || columns::text as name from needed
        where not exists (
          select from pg_index
          where indrelid = relation and indpred is null
            and (string_to_array(indkey::text, ' ')::int[])[1:cardinality(columns)] = columns
        )`),
    ).toEqual([])
  })
})

describe('grants', () => {
  it('leave visitors nothing', async () => {
    expect(
      await names(`
        select c.relname as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
          and (case when c.relkind = 'S'
            then has_sequence_privilege('anon', c.oid, 'usage, select, update')
            else has_table_privilege('anon', c.oid, 'select, insert, update, delete, truncate, references, trigger') end)
        union all
        select name from (${FUNCTIONS}) f where has_function_privilege('anon', f.oid, 'execute')`),
    ).toEqual([])
  })

  it('let signed-in users read what is theirs and write nothing', async () => {
    expect(
      await names(`
        select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
          and has_table_privilege('authenticated', oid, 'select') order by 1`),
    ).toEqual([
      'ai_extraction_queue',
      'approach_success_rates',
      'benchmark_results',
      'benchmark_runs',
      'configuration_performance',
      'configuration_usage',
      'daily_model_cost',
      'experiment_results',
      'extraction_results',
      'model_configurations',
      'model_performance',
      'model_performance_analytics',
      'model_selection_analysis',
      'model_selections',
      'model_usage',
      'orchestration_runs',
      'policy_value_estimates',
      'provider_health',
      'rate_limits',
      'run_events',
      'run_feedback',
      'scenario_executions',
      'scenario_step_results',
      'scenario_steps',
      'scenarios',
      'spend_limits',
    ])
    expect(
      await names(`
        select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
          and has_table_privilege('authenticated', oid, 'insert, update, delete, truncate, references, trigger')`),
    ).toEqual([])
  })

  it('let signed-in users call one public function', async () => {
    expect(
      await names(`
        select name from (${FUNCTIONS}) f
        where nspname = 'public' and has_function_privilege('authenticated', f.oid, 'execute')`),
    ).toEqual(['get_best_model_for_task(uuid,text)'])
  })
})

describe('functions', () => {
  it('fix their search path', async () => {
    expect(
      await names(
        `select name from (${FUNCTIONS}) f where not coalesce('search_path=""' = any (proconfig), false)`,
      ),
    ).toEqual([])
  })

  it('run with their owner’s rights only where the Data API cannot reach them', async () => {
    expect(await names(`select name from (${FUNCTIONS}) f where prosecdef and nspname = 'public'`)).toEqual(
      [],
    )
  })
})

describe('views', () => {
  it('run with their reader’s rights', async () => {
    expect(
      await names(
        `select relname as name from (${VIEWS}) v where not coalesce('security_invoker=true' = any (reloptions), false)`,
      ),
    ).toEqual([])
  })

  it('give numbers that JSON can hold', async () => {
    expect(
      await names(`
        select v.relname || '.' || a.attname || ' ' || format_type(a.atttypid, null) as name
        from (${VIEWS}) v join pg_attribute a on a.attrelid = v.oid and a.attnum > 0
        where a.atttypid::regtype::text not in
          ('integer', 'double precision', 'text', 'uuid', 'date', 'timestamp with time zone', 'boolean')`),
    ).toEqual([])
  })
})
