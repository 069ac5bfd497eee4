import type { PGlite } from '@electric-sql/pglite'
import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'

/** Lets Kysely speak to the embedded Postgres: the same SQL, over the one connection that there is. */
export function pgliteDialect(client: PGlite): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PgliteDriver(client),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

class PgliteDriver implements Driver {
  readonly #client: PGlite
  readonly #connection: DatabaseConnection
  /** Settles when the last of those who asked for the connection has given it back. */
  #queue: Promise<void> = Promise.resolve()
  readonly #release = new WeakMap<DatabaseConnection, () => void>()

  constructor(client: PGlite) {
    this.#client = client
    this.#connection = {
      executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
        const { rows, affectedRows } = await client.query<Row>(query.sql, [...query.parameters])
        return { rows, numAffectedRows: BigInt(affectedRows ?? 0) }
      },
      streamQuery: () => {
        throw new Error('The embedded database does not stream rows.')
      },
    }
  }

  async init(): Promise<void> {
    await this.#client.waitReady
  }

  /** One at a time: what runs between this and `releaseConnection` may be a transaction. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = { ...this.#connection }
    const before = this.#queue
    this.#queue = new Promise((resolve) => this.#release.set(connection, resolve))
    await before
    return connection
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#release.get(connection)?.()
  }

  async destroy(): Promise<void> {
    await this.#client.close()
  }
}
