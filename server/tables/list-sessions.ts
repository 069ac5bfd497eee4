import { sql, type ExpressionBuilder, type SqlBool, type Expression } from 'kysely'
import type { SessionListQuery, SessionListReply, SessionSort } from '../../shared/api/schemas.ts'
import type { Db } from '../database/open-database.ts'
import type { Tables } from '../database/schema.ts'
import { encodeCursor, type ListCursor } from './list-cursor.ts'

/** Counted up to here; beyond it a list says "more than". Counting a million rows for one number is not worth it. */
export const MAX_TOTAL = 1_000

const SORT_COLUMNS = {
  recent: 'started_at',
  longest: 'duration',
  errors: 'error_count',
  frustration: 'frustration_score',
} as const satisfies Record<SessionSort, keyof Tables['sessions']>

export interface ListRequest {
  websiteId: string
  filters: SessionListQuery
  sort: SessionSort
  limit: number
  after: ListCursor | null
}

/** Complete sessions of a website, the greatest first, from a cursor on; reads no more rows than it gives. */
export async function listSessions(db: Db, request: ListRequest): Promise<SessionListReply> {
  const { websiteId, filters, sort, limit, after } = request
  const column = SORT_COLUMNS[sort]
  const matching = db
    .selectFrom('sessions')
    .where('website_id', '=', websiteId)
    .where('state', '=', 'complete')
    .where((eb) => eb.and(conditions(eb, filters)))

  let found = matching
    .select(['session_id', column])
    .orderBy(column, 'desc')
    .orderBy('session_id', 'desc')
    .limit(limit + 1)
  if (after) {
    const value = sort === 'recent' ? new Date(after.value) : after.value
    found = found.where(sql<SqlBool>`(${sql.ref(column)}, session_id) < (${value}, ${after.sessionId})`)
  }
  // The rows are found in an index, and only those of the page are read.
  const page = db
    .selectFrom(found.as('found'))
    .innerJoin('sessions', 'sessions.session_id', 'found.session_id')
    .select(['sessions.session_id', 'sessions.metadata', `sessions.${column}`])
    .orderBy(`sessions.${column}`, 'desc')
    .orderBy('sessions.session_id', 'desc')
  const capped = matching.select(sql`1`.as('one')).limit(MAX_TOTAL + 1)
  const [rows, counted] = await Promise.all([
    page.execute(),
    db
      .selectFrom(capped.as('matching'))
      .select((eb) => eb.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow(),
  ])
  const count = Number(counted.count)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    sessions: shown.map(({ metadata }) => metadata),
    nextCursor:
      last && rows.length > limit
        ? encodeCursor({ sort, value: Number(last[column]), sessionId: last.session_id })
        : null,
    total: { count: Math.min(count, MAX_TOTAL), capped: count > MAX_TOTAL },
  }
}

function conditions(
  eb: ExpressionBuilder<Tables, 'sessions'>,
  filters: SessionListQuery,
): Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = []
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
  } = filters
  if (from !== undefined) found.push(eb('started_at', '>=', new Date(from)))
  if (to !== undefined) found.push(eb('started_at', '<', new Date(to)))
  if (device !== undefined) found.push(eb('device_type', '=', device))
  if (country !== undefined) found.push(eb('country', '=', country))
  if (browser !== undefined) found.push(eb(eb.fn('lower', ['browser_name']), '=', browser.toLowerCase()))
  if (hasErrors !== undefined) found.push(eb('has_errors', '=', hasErrors))
  if (hasFrustration !== undefined) found.push(eb('has_frustration', '=', hasFrustration))
  if (minDuration !== undefined) found.push(eb('duration', '>=', minDuration))
  if (maxDuration !== undefined) found.push(eb('duration', '<=', maxDuration))
  if (trigger !== undefined) found.push(eb('trigger_mode', '=', trigger))
  if (visitorId !== undefined) found.push(eb('visitor_id', '=', visitorId))
  if (q !== undefined && q.trim() !== '') {
    const pattern = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`
    found.push(eb.or([eb('title', 'ilike', pattern), eb('initial_url', 'ilike', pattern)]))
  }
  return found
}
