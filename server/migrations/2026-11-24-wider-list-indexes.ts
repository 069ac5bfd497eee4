import { sql, type Migration } from 'kysely'

/** One for each way to sort a list. */
const SORTED = {
  sessions_recent: 'started_at',
  sessions_longest: 'duration',
  sessions_errors: 'error_count',
  sessions_frustration: 'frustration_score',
}

const STATEMENTS = [
  // They hold what lists are filtered by: counting, and finding a page's rows, reads an index alone.
  ...Object.entries(SORTED).flatMap(([index, column]) => [
    `drop index ${index}`,
    `create index ${index} on sessions (website_id, ${column} desc, session_id desc)
      include (${[
        'started_at',
        'duration',
        'has_errors',
        'has_frustration',
        'device_type',
        'country',
        'browser_name',
      ]
        .filter((each) => each !== column)
        .join(', ')})
      where state = 'complete'`,
  ]),
  // Without it a browser that nobody has is taken for one that some have, and a whole sorted index is read for it.
  `create statistics sessions_browser_names on (lower(browser_name)) from sessions`,
  // An index alone tells what is visible only where the table was vacuumed: of a table that grows, its newest part soon.
  `alter table sessions set (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02)`,
]

export const widerListIndexes: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
