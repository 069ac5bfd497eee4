import { emptySet, setOf, toggled } from '../../shared/player/sets.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'
import { DEFAULT_COLUMNS, parseColumns, type Column } from './list-columns.ts'
import {
  activeFilters,
  listSessions,
  NO_FILTERS,
  parseFilters,
  parseSort,
  serverQuery,
  type ListFilters,
  type SessionSort,
} from './list-filters.ts'
import { mergeSessions, type ListItem } from './list-item.ts'
import type { ServerSessions } from './server-sessions.svelte.ts'

/** Where the list's choices are kept, so that it is the same when it is opened again. */
export type ChoiceStorage = Pick<Storage, 'getItem' | 'setItem'>
const STORAGE_KEY = 'qa-replay.session-list'
/** Who types is not done yet, ms. */
const QUERY_DELAY_MS = 250

/** The list of sessions: what is listed, in which order and with which columns, and which rows are selected. */
export class SessionListState {
  filters = $state.raw<ListFilters>(NO_FILTERS)
  sort = $state<SessionSort>('recent')
  columns = $state.raw<readonly Column[]>(DEFAULT_COLUMNS)
  selected = $state.raw(emptySet<string>())
  readonly server: ServerSessions

  readonly #local: () => readonly SessionSummary[]
  readonly all = $derived.by(() => {
    const { sessions, hidden } = this.server
    return mergeSessions(this.#local(), sessions).filter(({ id, local }) => local || !hidden.has(id))
  })
  readonly shown = $derived.by(() => listSessions(this.all, this.filters, this.sort, Date.now()))
  /** The selected rows that are listed: what is hidden by a filter is not acted on. */
  readonly chosen = $derived.by(() => this.shown.filter(({ id }) => this.selected.has(id)))
  /** Whether anything is left out by a filter. */
  readonly isNarrowed = $derived(this.filters.text !== '' || activeFilters(this.filters).length > 0)
  readonly sites = $derived.by(() => different(this.all.map(({ site }) => site)))
  readonly browsers = $derived.by(() => different(this.all.map(({ metadata }) => metadata.browser.name)))
  readonly tags = $derived.by(() => different(this.all.flatMap(({ tags }) => tags)))

  readonly #storage: ChoiceStorage
  #anchor: string | null = null
  #queryTimer: ReturnType<typeof setTimeout> | undefined

  /** @param local the sessions of this computer, as they are now */
  constructor(local: () => readonly SessionSummary[], server: ServerSessions, storage: ChoiceStorage) {
    this.#local = local
    this.server = server
    this.#storage = storage
    const kept = readKept(storage)
    this.filters = parseFilters(kept['filters'])
    this.sort = parseSort(kept['sort'])
    this.columns = parseColumns(kept['columns'])
  }

  setFilters(change: Partial<ListFilters>): void {
    this.filters = { ...this.filters, ...change }
    this.#keep()
    clearTimeout(this.#queryTimer)
    this.#queryTimer = setTimeout(() => void this.loadServer(), QUERY_DELAY_MS)
  }

  clearFilters(): void {
    this.setFilters(NO_FILTERS)
  }

  setSort(sort: SessionSort): void {
    this.sort = sort
    this.#keep()
    void this.loadServer()
  }

  setColumns(columns: readonly Column[]): void {
    this.columns = parseColumns(columns)
    this.#keep()
  }

  loadServer(): Promise<void> {
    return this.server.load(serverQuery(this.filters, this.sort, Date.now()))
  }

  /** @param range selects everything from the row that was chosen before */
  toggle(id: string, range = false): void {
    const ids = this.shown.map((item) => item.id)
    const [from, to] = [ids.indexOf(this.#anchor ?? ''), ids.indexOf(id)]
    this.selected =
      range && from >= 0
        ? setOf([...this.selected, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)])
        : toggled(this.selected, id)
    this.#anchor = id
  }

  selectAll(): void {
    this.selected = setOf(this.shown.map(({ id }) => id))
  }

  selectNone(): void {
    this.selected = emptySet()
  }

  find(id: string | null): ListItem | null {
    return this.all.find((item) => item.id === id) ?? null
  }

  #keep(): void {
    const { filters, sort, columns } = this
    try {
      this.#storage.setItem(STORAGE_KEY, JSON.stringify({ filters, sort, columns }))
    } catch {
      // A browser that keeps nothing: they hold until the panel is closed.
    }
  }
}

function readKept(storage: ChoiceStorage): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function different(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter(Boolean).sort((a, b) => a.localeCompare(b))
}
