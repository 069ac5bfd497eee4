import { sql } from 'kysely'
import type { ErasurePlan } from '../../shared/api/admin-schemas.ts'
import type { Db } from '../database/open-database.ts'

export interface ErasureScope {
  websiteId: string
  /** Null: of everybody. */
  visitorId: string | null
  /** Only what this key uploaded; null for all. */
  createdBy: string | null
}

/** What an erasure would delete. Reads as many rows as it is about: that of a large website takes its time. */
export async function erasurePlan(
  db: Db,
  { websiteId, visitorId, createdBy }: ErasureScope,
): Promise<ErasurePlan> {
  let doomed = db
    .selectFrom('sessions')
    .select(['session_id', 'size_bytes'])
    .where('website_id', '=', websiteId)
  if (visitorId !== null) doomed = doomed.where('visitor_id', '=', visitorId)
  if (createdBy !== null) doomed = doomed.where('created_by', '=', createdBy)
  const row = await db
    .with('doomed', () => doomed)
    .selectNoFrom((eb) => [
      eb
        .selectFrom('doomed')
        .select(({ fn }) => fn.countAll<number | string>().as('n'))
        .as('sessions'),
      eb
        .selectFrom('doomed')
        .select(sql<number | string>`coalesce(sum(size_bytes), 0)`.as('n'))
        .as('size_bytes'),
      eb
        .selectFrom('shares')
        .innerJoin('doomed', 'doomed.session_id', 'shares.session_id')
        .select(({ fn }) => fn.countAll<number | string>().as('n'))
        .where('shares.revoked_at', 'is', null)
        .as('shares'),
      eb
        .selectFrom('team_outbox')
        .innerJoin('doomed', 'doomed.session_id', 'team_outbox.session_id')
        .select(({ fn }) => fn.countAll<number | string>().as('n'))
        .where('team_outbox.team_url', 'is not', null)
        .as('at_team'),
    ])
    .executeTakeFirstOrThrow()
  return {
    sessions: Number(row.sessions),
    shares: Number(row.shares),
    sizeBytes: Number(row.size_bytes),
    atTeam: Number(row.at_team),
  }
}
