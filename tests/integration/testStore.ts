/** Databases for the tests of a file. Each function registers the hooks that open and close, and hands over what it opened. */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createStore, type Store } from '../../supabase/functions/_shared/store/store.ts'
import { type DataApi, openDataApi } from './dataApi.ts'
import { type PostgresServer, startPostgres, type TestDatabase } from './postgres.ts'

export interface TestStore {
  database: TestDatabase
  dataApi: DataApi
  store: Store
}

/** One database for all tests, as they leave it. */
export function withDatabase(take: (database: TestDatabase) => void | Promise<void>): void {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
    await take(await server.createDatabase())
  })
  afterAll(() => server.stop())
}

/** One database for all tests, empty at the start of each, with a store over it. */
export function withStore(take: (opened: TestStore) => void): void {
  let opened: TestStore
  withDatabase(async (database) => {
    opened = await openStore(database)
    take(opened)
  })
  beforeEach(() => opened.database.clear())
  afterAll(() => opened.dataApi.close())
}

/** A database of its own for each test, with a store over it. */
export function withStoreForEach(take: (opened: TestStore) => void, connections?: number): void {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  beforeEach(async () => {
    const opened = await openStore(await server.createDatabase(), connections)
    take(opened)
    return () => opened.dataApi.close()
  })
  afterAll(() => server.stop())
}

async function openStore(database: TestDatabase, connections?: number): Promise<TestStore> {
  const dataApi = await openDataApi(database, connections)
  return { database, dataApi, store: createStore(dataApi.admin) }
}
