import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { ApiClient } from '../../shared/api/client.ts'
import type { ListedSession, SessionListQuery } from '../../shared/api/schemas.ts'
import { UnreachableError } from '../../shared/api/errors.ts'
import { NO_REVIEW } from '../../shared/session/review.ts'
import type { SessionMetadata } from '../../shared/session/metadata.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'
import { metadataFixture } from '../../shared/session/testing.ts'
import { parseColumns, DEFAULT_COLUMNS } from './list-columns.ts'
import {
  activeFilters,
  listSessions,
  NO_FILTERS,
  parseFilters,
  periodOf,
  serverQuery,
  type ListFilters,
} from './list-filters.ts'
import { localItem, mergeSessions, type ListItem } from './list-item.ts'
import { ServerSessions } from './server-sessions.svelte.ts'
import { SessionListState } from './session-list.svelte.ts'

const NOW = new Date(2026, 2, 10, 12).getTime()

function local(change: Partial<SessionMetadata>, more: Partial<SessionSummary> = {}): SessionSummary {
  return {
    metadata: metadataFixture({ initialUrl: 'https://shop.example/cart', ...change }),
    state: 'stopped',
    sizeBytes: 1,
    pinned: false,
    tags: [],
    upload: { phase: 'local' },
    review: { open: null, ...NO_REVIEW },
    ...more,
  }
}
const at = (day: number, hour = 10) => new Date(2026, 2, day, hour).toISOString()
const ids = (items: readonly ListItem[]) => items.map(({ id }) => id)

const SESSIONS = [
  local({ sessionId: 'new', startedAt: at(10), title: 'Paying fails', errorCount: 2, hasErrors: true }),
  local({
    sessionId: 'long',
    startedAt: at(8),
    duration: 40 * 60_000,
    browser: { name: 'Firefox', version: '152' },
  }),
  local(
    {
      sessionId: 'old',
      startedAt: at(1),
      initialUrl: 'https://docs.example/',
      frustrationScore: 9,
      hasFrustration: true,
    },
    { pinned: true, tags: ['release 7'], upload: { phase: 'uploaded', serverUrl: '', shareUrl: null } },
  ),
  local({
    sessionId: 'phone',
    startedAt: at(9),
    device: { type: 'mobile', model: null },
    errorCount: 5,
    hasErrors: true,
  }),
]
const list = (filters: Partial<ListFilters>, sort: Parameters<typeof listSessions>[2] = 'recent') =>
  ids(listSessions(SESSIONS.map(localItem), { ...NO_FILTERS, ...filters }, sort, NOW))

test.each<[Partial<ListFilters>, string[]]>([
  [{}, ['new', 'phone', 'long', 'old']],
  [{ period: 'today' }, ['new']],
  [{ period: 'week' }, ['new', 'phone', 'long']],
  [{ period: 'custom', from: '2026-03-01', to: '2026-03-08' }, ['long', 'old']],
  [{ period: 'custom', to: '2026-03-01' }, ['old']],
  [{ site: 'docs.example' }, ['old']],
  [{ device: 'mobile' }, ['phone']],
  [{ browser: 'Firefox' }, ['long']],
  [{ hasErrors: true }, ['new', 'phone']],
  [{ hasFrustration: true }, ['old']],
  [{ length: 'over-30' }, ['long']],
  [{ length: 'under-1', hasErrors: true, text: 'SHOP paying' }, ['new']],
  [{ trigger: 'smart' }, []],
  [{ place: 'shared' }, ['old']],
  [{ tag: 'release 7' }, ['old']],
  [{ pinned: true }, ['old']],
  [{ text: 'release' }, ['old']],
])('%j lists %j', (filters, expected) => expect(list(filters)).toEqual(expected))

test('sorts by length, errors and frustration; what is equal, by its start', () => {
  expect(list({}, 'longest')).toEqual(['long', 'new', 'phone', 'old'])
  expect(list({}, 'errors')).toEqual(['phone', 'new', 'long', 'old'])
  expect(list({}, 'frustration')).toEqual(['old', 'new', 'phone', 'long'])
})

test('a day ends when the next begins, also where clocks change', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(2000, 0, 1), max: new Date(2060, 0, 1), noInvalidDate: true }),
      (date) => {
        const two = (value: number) => String(value).padStart(2, '0')
        const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
        const [from, to] = periodOf({ ...NO_FILTERS, period: 'custom', from: day, to: day }, NOW)
        expect(date.getTime()).toBeGreaterThanOrEqual(from)
        expect(date.getTime()).toBeLessThan(to)
      },
    ),
  )
})

test('what was kept is taken as far as it fits, whatever it is', () => {
  expect(parseFilters({ device: 'toaster', site: 7, hasErrors: true, text: 'a', more: 1 })).toEqual({
    ...NO_FILTERS,
    hasErrors: true,
    text: 'a',
  })
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const filters = parseFilters(value)
      expect(Object.keys(filters)).toEqual(Object.keys(NO_FILTERS))
      expect(() => listSessions([], filters, 'recent', NOW)).not.toThrow()
      expect(Array.isArray(parseColumns(value))).toBe(true)
    }),
  )
  expect(parseColumns(['size', 'place', 'nonsense', 'size'])).toEqual(['place', 'size'])
})

test('what the server is asked for never leaves out what the list would show', () => {
  const query = serverQuery(
    { ...NO_FILTERS, length: '1-to-5', device: 'mobile', text: 'a checkout' },
    'errors',
    NOW,
  )
  expect(query).toEqual({
    sort: 'errors',
    q: 'checkout',
    device: 'mobile',
    minDuration: 60_000,
    maxDuration: 300_000,
  })
})

test('a session that is here and on the server is one', () => {
  const other = { ...metadataFixture({ sessionId: 'other' }) }
  const merged = mergeSessions(SESSIONS, [SESSIONS[0]!.metadata, other])
  expect(ids(merged)).toEqual(['new', 'long', 'old', 'phone', 'other'])
  expect(merged.at(-1)).toMatchObject({ place: 'server', local: null })
})

function makeList(sessions = SESSIONS) {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  }
  const server = new ServerSessions(async () => null)
  return { make: () => new SessionListState(() => sessions, server, storage), kept }
}

test('filters, order and columns are there again when the list is opened again', () => {
  const { make, kept } = makeList()
  const first = make()
  first.setFilters({ site: 'docs.example', text: 'x' })
  first.setSort('errors')
  first.setColumns(['size'])
  const second = make()
  expect(second.filters).toEqual(first.filters)
  expect(activeFilters(second.filters)).toEqual(['site'])
  expect([second.sort, second.columns]).toEqual(['errors', ['size']])
  kept.set([...kept.keys()][0]!, '{"filters":')
  expect(make().filters).toEqual(NO_FILTERS)
  expect(make().columns).toEqual(DEFAULT_COLUMNS)
})

test('Shift selects a stretch; what a filter hides is not acted on', () => {
  const state = makeList().make()
  state.toggle('phone')
  state.toggle('old', true)
  expect(ids(state.chosen)).toEqual(['phone', 'long', 'old'])
  state.toggle('long')
  expect(ids(state.chosen)).toEqual(['phone', 'old'])
  state.setFilters({ hasErrors: true })
  expect(ids(state.chosen)).toEqual(['phone'])
})

function makeServer(pages: ListedSession[][]) {
  const queries: SessionListQuery[] = []
  const client = {
    listSessions: vi.fn(async (_website: string, query: SessionListQuery) => {
      queries.push(query)
      const page = Number(query.cursor ?? 0)
      return {
        sessions: pages[page] ?? [],
        nextCursor: page + 1 < pages.length ? String(page + 1) : null,
        total: { count: 0, capped: false },
      }
    }),
  }
  const access = { url: 'https://replay.example', key: 'k', websiteId: 'w', websiteName: 'Shop' }
  return {
    server: new ServerSessions(
      async () => access,
      () => client as unknown as ApiClient,
    ),
    client,
    queries,
  }
}

test('the server’s pages are fetched up to a thousand sessions, and the rest when it is asked for', async () => {
  const pages = Array.from({ length: 7 }, (_, page) => [metadataFixture({ sessionId: String(page) })])
  const { server, queries } = makeServer(pages)
  await server.load({ sort: 'recent' })
  expect(server.sessions).toHaveLength(5)
  expect(server.cursor).toBe('5')
  await server.loadMore()
  expect(server.sessions).toHaveLength(7)
  expect(server.cursor).toBeNull()
  expect(queries.every(({ sort }) => sort === 'recent')).toBe(true)
})

test('a server that does not answer takes nothing away of what is listed', async () => {
  const { server, client } = makeServer([[metadataFixture({ sessionId: 'a' })]])
  await server.load({})
  client.listSessions.mockRejectedValueOnce(new UnreachableError('The server cannot be reached.'))
  await server.load({})
  expect(server.problem).toBe('The server cannot be reached.')
  expect(server.sessions).toHaveLength(1)
  await server.load({})
  expect(server.problem).toBeNull()
})
