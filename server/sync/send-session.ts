import { buffer } from 'node:stream/consumers'
import type { ApiClient } from '../../shared/api/client.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import type { TeamConfig } from '../config.ts'
import type { Services } from '../services.ts'
import { metadataOf } from '../sessions/replay-document.ts'
import { objectKey } from '../storage/object-store.ts'
import { segmentsOf } from '../tables/segments.ts'
import { findSession } from '../tables/sessions.ts'
import { keepClaim, type OutboxRow } from '../tables/team-outbox.ts'

/** How long an attempt counts as going on without a sign of life: what a killed process began is taken over then. */
export const CLAIM_MS = 15_000
const SIGN_OF_LIFE_MS = 3_000
/** Progress is for people: more often is not worth a write. */
const PROGRESS_MS = 500

/** The session was erased here while it was being sent, or another process has taken over. */
export class ClaimLostError extends Error {
  override name = 'ClaimLostError'
}

/**
 * One attempt to send a claimed session to the team's server, from wherever the last one ended. It stops by itself when
 * the session is erased here.
 *
 * @throws {ClaimLostError} then; else what `uploadSession` and the store throw, and the signal's reason
 */
export async function sendSession(
  services: Services,
  { row, client, team, signal }: { row: OutboxRow; client: ApiClient; team: TeamConfig; signal: AbortSignal },
): Promise<void> {
  const { db, store, sync } = services
  const session = await findSession(db, row.session_id)
  if (!session) throw new ClaimLostError('The session is no longer here.')
  const metadata = metadataOf(session, await segmentsOf(db, row.session_id))

  const lost = new AbortController()
  const stop = AbortSignal.any([signal, lost.signal])
  let sentBytes = row.sent_bytes
  let sentAtStart: number | null = null
  let alive = Date.now()
  let writing = Promise.resolve()
  const showLife = () => {
    alive = Date.now()
    const life = { sentBytes, claimedUntil: new Date(alive + CLAIM_MS) }
    writing = writing
      .then(() => keepClaim(db, row, life))
      .then(
        (isOurs) => {
          if (!isOurs) lost.abort(new ClaimLostError('The session was erased, or another process sends it.'))
        },
        // The database is away for a moment: the claim outlasts some missed signs of life.
        () => undefined,
      )
  }
  const timer = setInterval(showLife, SIGN_OF_LIFE_MS)
  try {
    await uploadSession({
      client,
      websiteId: team.websiteId ?? session.website_id,
      metadata,
      readSegment: async (tab, index) => {
        stop.throwIfAborted()
        const content = await buffer(await store.get(objectKey(session.object_prefix, tab, index)))
        return new Uint8Array(content)
      },
      onProgress: (progress) => {
        sync.sentBytes += sentAtStart === null ? 0 : Math.max(0, progress.sentBytes - sentBytes)
        sentAtStart ??= progress.sentBytes
        sentBytes = progress.sentBytes
        if (Date.now() - alive >= PROGRESS_MS) showLife()
      },
      signal: stop,
    })
  } finally {
    clearInterval(timer)
    await writing
  }
}
