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

  // All links of a website; the ids are in the order in which they were made.
  `alter table shares add column website_id text`,
  `update shares set website_id = sessions.website_id from sessions where sessions.session_id = shares.session_id`,
  `alter table shares alter column website_id set not null`,
  `create index shares_of_website on shares (website_id, share_id desc)`,
  // How often each was opened, and when: out of an index alone.
  `drop index audit_log_of_share`,
  `create index audit_log_views on audit_log (share_id, entry_id desc) include (at) where action = 'share.viewed'`,

  // What the key may do that a code is traded for; null for a tester's.
  `alter table connect_codes add column scopes text[]`,
]

export const dashboardLists: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
