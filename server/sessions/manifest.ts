import type { Manifest } from '../../shared/api/schemas.ts'
import { upgradeSession } from '../../shared/session/upgrade.ts'
import type { Db } from '../database/open-database.ts'
import { segmentsOf } from '../tables/segments.ts'
import type { SessionRow } from '../tables/sessions.ts'
import { metadataOf } from './replay-document.ts'

/** What a player needs to begin. @param base the path below which the segments are */
export async function manifestOf(
  db: Db,
  session: SessionRow,
  { base, startAtMs }: { base: string; startAtMs: number | null },
): Promise<Manifest> {
  const { metadata } = upgradeSession(metadataOf(session, await segmentsOf(db, session.session_id)))
  const segments = metadata.segments
    .map((segment) => ({ ...segment, url: `${base}/segments/${segment.tab}/${segment.index}` }))
    .sort((a, b) => a.start - b.start || a.tab - b.tab || a.index - b.index)
  return { metadata, segments, startAtMs }
}
