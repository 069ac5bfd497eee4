import { sql } from 'kysely'
import type { Db } from '../database/open-database.ts'

export interface ErrorsQuery {
  websiteId: string
  from: Date | null
  to: Date | null
  limit: number
}

/** Errors of complete sessions by their fingerprint, those that happened last first. */
export async function errorGroups(db: Db, { websiteId, from, to, limit }: ErrorsQuery) {
  let query = db
    .selectFrom('session_errors as error')
    .innerJoin('sessions', 'sessions.session_id', 'error.session_id')
    .where('error.website_id', '=', websiteId)
    .where('sessions.state', '=', 'complete')
    .groupBy('error.fingerprint')
    .select((eb) => [
      'error.fingerprint',
      sql<string>`(array_agg(error.name order by error.happened_at desc))[1]`.as('name'),
      sql<string>`(array_agg(error.message order by error.happened_at desc))[1]`.as('message'),
      sql<string | null>`(array_agg(error.source order by error.happened_at desc))[1]`.as('source'),
      sql<string>`(array_agg(error.session_id order by error.happened_at desc))[1]`.as('latest_session_id'),
      sql<Date>`(array_agg(sessions.started_at order by error.happened_at desc))[1]`.as('latest_started_at'),
      eb.fn.countAll<number | string>().as('events'),
      eb.fn.count<number | string>('error.session_id').distinct().as('sessions'),
      eb.fn.min('error.happened_at').as('first_at'),
      eb.fn.max('error.happened_at').as('last_at'),
    ])
    .orderBy('last_at', 'desc')
    .orderBy('fingerprint')
    .limit(limit)
  if (from) query = query.where('error.happened_at', '>=', from)
  if (to) query = query.where('error.happened_at', '<', to)
  return query.execute()
}

/** Each time that an error happened, the latest first. */
export async function errorMoments(
  db: Db,
  { websiteId, fingerprint, limit }: { websiteId: string; fingerprint: string; limit: number },
) {
  return db
    .selectFrom('session_errors as error')
    .innerJoin('sessions', 'sessions.session_id', 'error.session_id')
    .where('error.website_id', '=', websiteId)
    .where('error.fingerprint', '=', fingerprint)
    .where('sessions.state', '=', 'complete')
    .select([
      'error.session_id',
      'error.message',
      'error.happened_at',
      'sessions.title',
      'sessions.started_at',
    ])
    .orderBy('error.happened_at', 'desc')
    .orderBy('error.ordinal', 'desc')
    .limit(limit)
    .execute()
}
