import { sql } from 'kysely'
import type { SessionListQuery, SessionSort } from '../../shared/api/schemas.ts'
import { SESSION_SORTS } from '../../shared/api/schemas.ts'
import type { Db } from '../../server/database/open-database.ts'
import { decodeCursor } from '../../server/tables/list-cursor.ts'
import { listSessions } from '../../server/tables/list-sessions.ts'
import { printTable, quantile, round, timeRuns } from './timing.ts'

const RUNS = 9

const DAYS_AGO = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

const FILTERS: Record<string, SessionListQuery> = {
  'no filter': {},
  'last day': { from: DAYS_AGO(1) },
  'last 30 days': { from: DAYS_AGO(30) },
  'a week, 100 days ago': { from: DAYS_AGO(107), to: DAYS_AGO(100) },
  'with errors': { hasErrors: true },
  'with frustration': { hasFrustration: true },
  'errors and frustration': { hasErrors: true, hasFrustration: true },
  'errors, last 7 days': { hasErrors: true, from: DAYS_AGO(7) },
  'without errors': { hasErrors: false },
  'on tablets': { device: 'tablet' },
  'from Germany': { country: 'DE' },
  'from Iceland (few)': { country: 'IS' },
  'from nowhere (none)': { country: 'ZZ' },
  'in Firefox': { browser: 'firefox' },
  'in Opera (none)': { browser: 'Opera' },
  'over 10 minutes': { minDuration: 600_000 },
  'under 5 seconds': { maxDuration: 5_000 },
  'of one visitor': { visitorId: 'visitor-4711' },
  'search, many': { q: 'checkout' },
  'search, few': { q: 'order/4711' },
  'search, none': { q: 'nothing has this' },
  'German Firefox with errors': { country: 'DE', browser: 'firefox', hasErrors: true },
  'search and errors': { q: 'checkout', hasErrors: true },
}

/** How long a page of 50 and its total take, for every filter and sort. Prints milliseconds: median, and the slowest. */
export async function measureLists(db: Db, websiteId: string, rows: number): Promise<void> {
  const table: Record<string, string | number>[] = []
  const all: number[] = []
  const pageOf = (filters: SessionListQuery, sort: SessionSort, cursor: string | null) => {
    const after = cursor === null ? null : decodeCursor(cursor, sort)
    return listSessions(db, { websiteId, filters, sort, limit: 50, after })
  }
  for (const [name, filters] of Object.entries(FILTERS)) {
    const { total } = await pageOf(filters, 'recent', null)
    const row: Record<string, string | number> = {
      filter: name,
      found: `${total.count}${total.capped ? '+' : ''}`,
    }
    for (const sort of SESSION_SORTS) {
      const times = await timeRuns(RUNS, () => pageOf(filters, sort, null))
      all.push(quantile(times, 0.5))
      row[sort] = `${round(quantile(times, 0.5))} / ${round(Math.max(...times))}`
    }
    table.push(row)
  }
  let cursor: string | null = null
  for (let page = 0; page < 40; page++) cursor = (await pageOf({}, 'recent', cursor)).nextCursor
  const deep = await timeRuns(RUNS, () => pageOf({}, 'recent', cursor))
  table.push({
    filter: 'page 41',
    found: '',
    recent: `${round(quantile(deep, 0.5))} / ${round(Math.max(...deep))}`,
  })
  printTable(
    `Lists at ${rows.toLocaleString('en')} sessions of one website: ms, median / slowest of ${RUNS}`,
    table,
  )
  const { rows: sizes } = await sql<{ bytes: string }>`
    select pg_total_relation_size('sessions')::text as bytes`.execute(db)
  console.log(`The table and its indexes: ${Math.round(Number(sizes[0]?.bytes) / 1e6)} MB`)
  const within = all.filter((ms) => ms <= 10).length
  console.log(`${within} of ${all.length} within 10 ms`)
}
