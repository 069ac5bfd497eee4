import type { ListedSession, SessionValues } from '../../../../shared/api/schemas.ts'
import type { Account } from './access.svelte.ts'
import { formatFilters, toListQuery, type SessionFilters } from './filters.ts'
import { PagedList } from './paged-list.svelte.ts'

const PAGE_SIZE = 60

export interface SessionsOptions {
  account: Account
  onerror: (error: unknown) => void
}

/** The list of sessions of a website, and what it is narrowed to. */
export class Sessions {
  readonly list: PagedList<ListedSession>
  websiteId = $state('')
  filters = $state.raw<SessionFilters>({})
  /** The session that was open last: the list comes back to it. */
  lastOpenId = $state<string | null>(null)
  /** What its sessions can be narrowed to; null while nobody knows. */
  values = $state.raw<SessionValues | null>(null)
  readonly #account: Account
  readonly #onerror: (error: unknown) => void
  #shown = ''

  constructor({ account, onerror }: SessionsOptions) {
    this.#account = account
    this.#onerror = onerror
    this.list = new PagedList(onerror)
  }

  /** Shows what an address says; the same again changes nothing. */
  show(websiteId: string, filters: SessionFilters): void {
    const key = `${websiteId}?${formatFilters(filters)}`
    if (key === this.#shown) return
    this.#shown = key
    const keep = websiteId === this.websiteId
    if (!keep) {
      this.values = null
      this.lastOpenId = null
    } else if (formatFilters(filters) !== formatFilters(this.filters)) this.lastOpenId = null
    this.websiteId = websiteId
    this.filters = filters
    if (this.values === null) void this.#loadValues(websiteId)
    // One now for all pages: a list of the last day must not lose its end while it is read.
    const query = toListQuery(filters, Date.now())
    void this.list.load(
      async (cursor, signal) => {
        const { client } = this.#account
        const page = await client.listSessions(
          websiteId,
          { ...query, limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) },
          signal,
        )
        return { items: page.sessions, next: page.nextCursor, total: page.total }
      },
      { keep },
    )
  }

  /** Reads the list anew, with what has come in since. */
  refresh(): void {
    this.#shown = ''
    this.show(this.websiteId, this.filters)
  }

  async #loadValues(websiteId: string): Promise<void> {
    try {
      const values = await this.#account.client.sessionValues(websiteId)
      if (websiteId === this.websiteId) this.values = values
    } catch (error) {
      // Nothing to choose from: the list itself says what is wrong.
      this.#onerror(error)
    }
  }
}
