import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SESSION_SORTS, type ListedSession, type SessionListQuery } from '../../shared/api/schemas.ts'
import { DEVICE_TYPES, TRIGGER_MODES } from '../../shared/session/metadata.ts'
import { openDatabase, type OpenDatabase } from '../database/open-database.ts'
import { DATABASE_KINDS, TestDatabases } from '../testing/databases.ts'
import { makeSession } from '../testing/sessions.ts'
import { decodeCursor, encodeCursor } from './list-cursor.ts'
import { listSessions, MAX_TOTAL } from './list-sessions.ts'
import { insertWebsite } from './websites.ts'

const DAY_MS = 86_400_000
const FIRST_DAY = Date.parse('2026-01-01T00:00:00.000Z')

const { segments: NO_SEGMENTS, ...MODEL } = makeSession({}, []).metadata

/** Sessions with few different values, so that most sort values are tied. */
const SESSIONS: ListedSession[] = Array.from({ length: 120 }, (_, i) => {
  return {
    ...MODEL,
    sessionId: uuidv7(),
    startedAt: new Date(FIRST_DAY + (i % 7) * DAY_MS + (i % 3)).toISOString(),
    duration: (i % 5) * 1000.5,
    errorCount: i % 4,
    hasErrors: i % 4 > 0,
    frustrationScore: i % 3,
    hasFrustration: i % 3 > 0,
    device: { type: DEVICE_TYPES[i % 3]!, model: null },
    browser: { name: ['Chrome', 'Firefox'][i % 2]!, version: '1' },
    country: [null, 'DE', 'FR'][i % 3]!,
    trigger: { mode: TRIGGER_MODES[i % 5]!, reason: '' },
    visitorId: `visitor-${i % 6}`,
    title: `Title ${i} ${i % 10 === 0 ? '100%_sure' : ''}`,
    initialUrl: `https://shop.test/${i % 8 === 0 ? 'cart' : 'home'}`,
  }
})

const SORT_VALUES: Record<(typeof SESSION_SORTS)[number], (session: ListedSession) => number> = {
  recent: ({ startedAt }) => Date.parse(startedAt),
  longest: ({ duration }) => duration,
  errors: ({ errorCount }) => errorCount,
  frustration: ({ frustrationScore }) => frustrationScore,
}

/** What a filter means, in a line each. */
function fits(session: ListedSession, query: SessionListQuery): boolean {
  const {
    from,
    to,
    device,
    country,
    browser,
    hasErrors,
    hasFrustration,
    minDuration,
    maxDuration,
    trigger,
    visitorId,
    q,
  } = query
  const at = Date.parse(session.startedAt)
  return (
    (from === undefined || at >= Date.parse(from)) &&
    (to === undefined || at < Date.parse(to)) &&
    (device === undefined || session.device.type === device) &&
    (country === undefined || session.country === country) &&
    (browser === undefined || session.browser.name.toLowerCase() === browser.toLowerCase()) &&
    (hasErrors === undefined || session.hasErrors === hasErrors) &&
    (hasFrustration === undefined || session.hasFrustration === hasFrustration) &&
    (minDuration === undefined || session.duration >= minDuration) &&
    (maxDuration === undefined || session.duration <= maxDuration) &&
    (trigger === undefined || session.trigger.mode === trigger) &&
    (visitorId === undefined || session.visitorId === visitorId) &&
    (q === undefined ||
      `${session.title}\n${session.initialUrl}`.toLowerCase().includes(q.trim().toLowerCase()))
  )
}

const day = fc.integer({ min: -1, max: 8 }).map((n) => new Date(FIRST_DAY + n * DAY_MS).toISOString())
const queries: fc.Arbitrary<SessionListQuery> = fc.record(
  {
    from: day,
    to: day,
    device: fc.constantFrom(...DEVICE_TYPES),
    country: fc.constantFrom('DE', 'FR', 'US'),
    browser: fc.constantFrom('Chrome', 'firefox', 'Edge'),
    hasErrors: fc.boolean(),
    hasFrustration: fc.boolean(),
    minDuration: fc.constantFrom(0, 1000, 1000.5, 3000),
    maxDuration: fc.constantFrom(0, 1000.5, 4002),
    trigger: fc.constantFrom(...TRIGGER_MODES),
    visitorId: fc.constantFrom('visitor-0', 'visitor-5', 'nobody'),
    q: fc.constantFrom('cart', 'CART', '100%_sure', '%', '_', 'title 1', "'; drop table sessions; --", '\\'),
  },
  { requiredKeys: [] },
)

describe.each(DATABASE_KINDS)('lists on %s', (kind) => {
  const databases = new TestDatabases()
  let database: OpenDatabase

  beforeAll(async () => {
    database = await openDatabase(await databases.create(kind))
    const createdAt = new Date()
    for (const websiteId of ['shop', 'other']) {
      await insertWebsite(database.db, { websiteId, name: websiteId, plan: 'pro', createdAt })
    }
    await insertComplete(SESSIONS)
  })
  afterAll(async () => {
    await database.close()
    await databases.close()
  })

  async function insertComplete(sessions: ListedSession[]): Promise<void> {
    const now = new Date()
    const rows = sessions.map((metadata) => ({
      session_id: metadata.sessionId,
      website_id: 'shop',
      state: 'complete' as const,
      created_by: 'test',
      object_prefix: `sessions/shop/${metadata.sessionId}/1/`,
      segments_digest: String(NO_SEGMENTS.length),
      metadata: JSON.stringify(metadata),
      visitor_id: metadata.visitorId,
      started_at: new Date(metadata.startedAt),
      duration: metadata.duration,
      has_errors: metadata.hasErrors,
      has_frustration: metadata.hasFrustration,
      device_type: metadata.device.type,
      browser_name: metadata.browser.name,
      country: metadata.country,
      title: metadata.title,
      initial_url: metadata.initialUrl,
      error_count: metadata.errorCount,
      frustration_score: metadata.frustrationScore,
      size_bytes: 1,
      created_at: now,
      touched_at: now,
    }))
    await database.db.insertInto('sessions').values(rows).execute()
  }

  it('give, page by page, each session that fits once, in the order of the sort', async () => {
    const sorts = fc.constantFrom(...SESSION_SORTS)
    const limits = fc.constantFrom(7, 50, 200)
    await fc.assert(
      fc.asyncProperty(queries, sorts, limits, async (filters, sort, limit) => {
        const expected = SESSIONS.filter((session) => fits(session, filters))
        const found: ListedSession[] = []
        let cursor: string | null = null
        do {
          const after: ReturnType<typeof decodeCursor> = cursor === null ? null : decodeCursor(cursor, sort)
          const page = await listSessions(database.db, { websiteId: 'shop', filters, sort, limit, after })
          expect(page.sessions.length).toBeLessThanOrEqual(limit)
          expect(page.total).toEqual({ count: expected.length, capped: false })
          found.push(...page.sessions)
          cursor = page.nextCursor
        } while (cursor !== null)
        const byId = (a: ListedSession, b: ListedSession) => (a.sessionId < b.sessionId ? 1 : -1)
        const value = SORT_VALUES[sort]
        expect(found).toEqual([...expected].sort((a, b) => value(b) - value(a) || byId(a, b)))
      }),
      { numRuns: 30 },
    )
  })

  it('are of one website, and of complete sessions', async () => {
    const other = await listSessions(database.db, {
      websiteId: 'other',
      filters: {},
      sort: 'recent',
      limit: 10,
      after: null,
    })
    expect(other).toEqual({ sessions: [], nextCursor: null, total: { count: 0, capped: false } })
  })

  it('do not count beyond what they say', async () => {
    for (let batch = 0; batch < 5; batch++) {
      await insertComplete(Array.from({ length: 2000 }, () => ({ ...MODEL, sessionId: uuidv7() })))
    }
    const { total } = await listSessions(database.db, {
      websiteId: 'shop',
      filters: {},
      sort: 'recent',
      limit: 1,
      after: null,
    })
    expect(total).toEqual({ count: MAX_TOTAL, capped: true })
  })
})

describe('a cursor', () => {
  it('comes back as it was, for its own sort only', () => {
    const cursor = { sort: 'errors', value: 3.5, sessionId: uuidv7() } as const
    expect(decodeCursor(encodeCursor(cursor), 'errors')).toEqual(cursor)
    expect(decodeCursor(encodeCursor(cursor), 'recent')).toBeNull()
  })

  it('that somebody made up is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeCursor(text, 'recent')).toBeNull()
      }),
    )
    const forged = Buffer.from(JSON.stringify(['recent', 1, "' or 1=1"])).toString('base64url')
    expect(decodeCursor(forged, 'recent')).toBeNull()
  })
})
