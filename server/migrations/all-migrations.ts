import type { Migration } from 'kysely'
import { firstTables } from './2026-01-01-first-tables.ts'
import { teamSync } from './2026-11-24-team-sync.ts'
import { dashboardLists } from './2026-11-24-x-dashboard-lists.ts'
import { widerListIndexes } from './2026-11-24-wider-list-indexes.ts'

/** Every migration by its name, in the order of the names. One that has been released never changes. */
export const ALL_MIGRATIONS: Record<string, Migration> = {
  '2026-01-01-first-tables': firstTables,
  '2026-11-24-team-sync': teamSync,
  '2026-11-24-wider-list-indexes': widerListIndexes,
  '2026-11-24-x-dashboard-lists': dashboardLists,
}
