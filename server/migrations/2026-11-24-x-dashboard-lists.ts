import { sql, type Migration } from 'kysely'

/** One for each way to sort a list. */
const SORTED = {
  sessions_recent: 'started_at',
  sessions_longest: 'duration',
  sessions_errors: 'error_count',
  sessions_frustration: 'frustration_score',
}

const STATEMENTS = [
  `alter table sessions add column trigger_mode text generated always as (metadata -> 'trigger' ->> 'mode') stored`,
  // Lists are filtered by it, too; see the migration before.
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
        'trigger_mode',
      ]
        .filter((each) => each !== column)
        .join(', ')})
      where state = 'complete'`,
  ]),
  `create index sessions_trigger on sessions (website_id, trigger_mode) where state = 'complete'`,
]

export const dashboardLists: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
