import type { FastifyBaseLogger } from 'fastify'
import type { Services } from '../services.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { endErasure, leaseErasures } from '../tables/erasures.ts'
import { expiredSessions, unfinishedSessions } from '../tables/expired-sessions.ts'
import { deleteOldHits } from '../tables/rate-limits.ts'
import { eraseSessions } from './erase-sessions.ts'

const EVERY_MS = 10 * 60_000
const BATCH = 200
/** An upload that nobody has resumed for a week is not coming back; its sessions are still in the extension's store. */
const UNFINISHED_AFTER_MS = 7 * 86_400_000
/** An erasure that has not ended by then is another process's to try. */
const ERASURE_LEASE_MS = 10 * 60_000
const RATE_LIMITS_KEPT_MS = 3_600_000

/**
 * Deletes what has expired, what was never completed, and what was left in the store of deleted sessions. Safe in every
 * process at once, and at every moment of its death: each step can be done twice.
 */
export async function keepHouse(services: Services, now = new Date()): Promise<void> {
  const { db, store } = services
  for (let batch = BATCH; batch === BATCH;) {
    const expired = await expiredSessions(db, { now, limit: BATCH })
    await eraseSessions(services, expired, 'expired')
    for (const { website_id, session_id } of expired) {
      const entry = { websiteId: website_id, sessionId: session_id, keyId: null }
      await addAuditEntry(db, { action: 'session.expired', ...entry }, now)
    }
    batch = expired.length
  }
  const untouchedSince = new Date(now.getTime() - UNFINISHED_AFTER_MS)
  for (let batch = BATCH; batch === BATCH;) {
    const unfinished = await unfinishedSessions(db, { untouchedSince, limit: BATCH })
    await eraseSessions(services, unfinished, 'expired')
    batch = unfinished.length
  }
  const lease = { now, leaseMs: ERASURE_LEASE_MS, limit: BATCH }
  for (let due = await leaseErasures(db, lease); due.length > 0; due = await leaseErasures(db, lease)) {
    for (const prefix of due) {
      await store.deleteAll(prefix)
      await endErasure(db, prefix)
    }
  }
  await deleteOldHits(db, new Date(now.getTime() - RATE_LIMITS_KEPT_MS))
}

/** Keeps house from time to time, until it is closed; not at the same moment in every process. */
export function startHousekeeping(services: Services, log: FastifyBaseLogger): { close(): Promise<void> } {
  let running = Promise.resolve()
  let isClosed = false
  const run = () => {
    running = keepHouse(services).catch((error: unknown) => {
      log.error({ err: error }, 'housekeeping failed; it is tried again later')
    })
    void running.then(schedule)
  }
  let timer: NodeJS.Timeout | undefined
  const schedule = () => {
    if (!isClosed) timer = setTimeout(run, EVERY_MS * (0.5 + Math.random())).unref()
  }
  schedule()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await running
    },
  }
}
