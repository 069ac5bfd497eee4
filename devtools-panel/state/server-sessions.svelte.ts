import { createApiClient, type ApiClient } from '../../shared/api/client.ts'
import type { ListedSession, SessionListQuery } from '../../shared/api/schemas.ts'
import { emptySet } from '../../shared/player/sets.ts'
import { decodeSegment } from '../../shared/session/segment-codec.ts'
import type { SessionSource } from '../../shared/session/source.ts'
import type { StoredSession } from '../../shared/export/session-file.ts'
import type { ServerAccess } from '../../shared/store/reader.ts'

const PAGE_SIZE = 200
/** So many are fetched without being asked for more. */
const PAGES_AT_ONCE = 5

/** The sessions of the server that this extension is connected to. */
export class ServerSessions {
  sessions = $state.raw<readonly ListedSession[]>([])
  loading = $state(false)
  /** Why they are not listed; null when they are, or when there is no server. */
  problem = $state<string | null>(null)
  /** The server's name for people; null when there is none. */
  name = $state<string | null>(null)
  /** Where the rest begins; null when all that fit are here. */
  cursor = $state<string | null>(null)
  /** Sessions that are about to be deleted on the server. */
  hidden = $state.raw(emptySet<string>())

  readonly #readAccess: () => Promise<ServerAccess | null>
  readonly #makeClient: (access: ServerAccess) => ApiClient
  #query: SessionListQuery = {}
  #loading = new AbortController()

  /** @param readAccess the connection as it is kept now */
  constructor(
    readAccess: () => Promise<ServerAccess | null>,
    makeClient = ({ url, key }: ServerAccess) => createApiClient({ baseUrl: url, key }),
  ) {
    this.#readAccess = readAccess
    this.#makeClient = makeClient
  }

  /** Lists anew; what was listed stays until the answer is there. */
  async load(query: SessionListQuery): Promise<void> {
    this.#query = query
    await this.#fetch(null)
  }

  /** Goes on with the same list. */
  async loadMore(): Promise<void> {
    if (this.cursor !== null) await this.#fetch(this.cursor)
  }

  /** A session as the player reads it. */
  async open(sessionId: string): Promise<SessionSource> {
    const { client } = await this.#connect()
    const { metadata, segments } = await client.manifest(sessionId)
    return {
      metadata,
      segments,
      readSegment: async ({ tab, index }) => decodeSegment(await client.segment(sessionId, tab, index)),
    }
  }

  /** A session as it is written to a file. */
  async stored(sessionId: string): Promise<StoredSession> {
    const { client } = await this.#connect()
    const { metadata } = await client.manifest(sessionId)
    return { metadata, readBlob: (tab, index) => client.segment(sessionId, tab, index) }
  }

  /** Deletes sessions on the server, for good. @throws {ApiError | UnreachableError} */
  async remove(sessionIds: Iterable<string>): Promise<void> {
    const { client } = await this.#connect()
    for (const sessionId of sessionIds) {
      await client.deleteSession(sessionId)
      this.sessions = this.sessions.filter((session) => session.sessionId !== sessionId)
    }
  }

  async #connect(): Promise<{ client: ApiClient; access: ServerAccess }> {
    const access = await this.#readAccess()
    if (!access) throw new Error('QA Replay is not connected to a server any more.')
    return { client: this.#makeClient(access), access }
  }

  async #fetch(cursor: string | null): Promise<void> {
    this.#loading.abort()
    const loading = new AbortController()
    this.#loading = loading
    const isCurrent = () => this.#loading === loading
    try {
      const access = await this.#readAccess()
      if (!isCurrent()) return
      this.name = access?.websiteName ?? null
      if (!access) {
        this.sessions = []
        this.cursor = null
        this.problem = null
        return
      }
      this.loading = true
      const client = this.#makeClient(access)
      let sessions = cursor === null ? [] : this.sessions
      let next = cursor
      for (let page = 0; page < PAGES_AT_ONCE; page++) {
        const query = { ...this.#query, limit: PAGE_SIZE, ...(next === null ? {} : { cursor: next }) }
        const reply = await client.listSessions(access.websiteId, query, loading.signal)
        if (!isCurrent()) return
        sessions = [...sessions, ...reply.sessions]
        next = reply.nextCursor
        this.sessions = sessions
        this.cursor = next
        if (next === null) break
      }
      this.problem = null
    } catch (error) {
      if (isCurrent()) this.problem = error instanceof Error ? error.message : String(error)
    } finally {
      if (isCurrent()) this.loading = false
    }
  }
}
