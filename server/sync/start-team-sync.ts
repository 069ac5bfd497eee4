import type { FastifyBaseLogger } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { createApiClient } from '../../shared/api/client.ts'
import type { TeamConfig } from '../config.ts'
import type { Services } from '../services.ts'
import { addAuditEntry } from '../tables/audit-log.ts'
import { hastenTeamErasure, leaseTeamErasure, nextTeamErasureIn } from '../tables/team-erasures.ts'
import { claimNext, dropClaims, endAttempt, nextDueIn, type OutboxRow } from '../tables/team-outbox.ts'
import { findSession } from '../tables/sessions.ts'
import { eraseAtTeam } from './erase-at-team.ts'
import { judgeFailure, type Verdict } from './judge-failure.ts'
import { CLAIM_MS, ClaimLostError, sendSession } from './send-session.ts'

/** Sessions under way at once, three segments of each: enough to fill a line, few enough to leave others their share. */
const PARALLEL_SESSIONS = 3
/** How often it looks by itself: for what other processes queued, and left. */
const LOOK_MS = 5_000
/** What is under way when the server ends may take this long; then it is left to be resumed. */
const DRAIN_MS = 5_000
const ERASURE_LEASE_MS = 60_000

/**
 * Sends what is in the outbox to the team's server, and erases there what was erased here, until it is closed. Safe in
 * every process at once, and at every moment of its death: the outbox says what is to do, the team's server what it has.
 */
export function startTeamSync(
  services: Services,
  team: TeamConfig,
  log: FastifyBaseLogger,
): { close(): Promise<void> } {
  const { db, sync } = services
  const client = createApiClient({ baseUrl: team.url, key: team.apiKey })
  const ending = new AbortController()
  const running = new Set<Promise<void>>()
  let isClosing = false
  let pausedUntil = 0
  let pauseIsTheirs = false
  /** Times in a row that nothing at all could be sent. */
  let outages = 0
  let alarm: (() => void) | null = null
  let isWoken = false

  const wake = (asked = false) => {
    if (asked && !pauseIsTheirs) pausedUntil = 0
    isWoken = true
    alarm?.()
  }
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      if (isWoken || isClosing) {
        resolve()
        return
      }
      const timer = setTimeout(resolve, ms)
      alarm = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  /** What the end of one attempt means for all others. */
  const heed = (verdict: Verdict) => {
    if (verdict.kind === 'stop') {
      if (sync.stopped === null) log.error(verdict.problem)
      sync.stopped = verdict.problem
    } else if (verdict.kind === 'later' && verdict.everything) {
      if (sync.waiting === null) log.warn(`${verdict.problem} What is queued waits.`)
      sync.waiting = verdict.problem
      if (pausedUntil <= Date.now()) {
        outages++
        pauseIsTheirs = false
      }
      pausedUntil = Math.max(pausedUntil, Date.now() + verdict.waitMs)
      pauseIsTheirs ||= verdict.theirWish
    }
  }

  const theTeamAnswers = () => {
    sync.waiting = null
    outages = 0
  }

  async function attempt(row: OutboxRow): Promise<void> {
    try {
      await sendSession(services, { row, client, team, signal: ending.signal })
    } catch (error) {
      await endInFailure(row, error)
      return
    }
    sync.attempts.synced++
    theTeamAnswers()
    const session = await findSession(db, row.session_id)
    const end = {
      state: 'synced',
      failures: 0,
      problem: null,
      synced_at: new Date(),
      ...(session ? { sent_bytes: session.size_bytes } : {}),
    } as const
    if (await endAttempt(db, row, end)) {
      const websiteId = session?.website_id
      await addAuditEntry(db, {
        action: 'session.synced',
        sessionId: row.session_id,
        keyId: null,
        ...(websiteId === undefined ? {} : { websiteId }),
      })
    } else await hastenTeamErasure(db, row.session_id, new Date())
  }

  async function endInFailure(row: OutboxRow, error: unknown): Promise<void> {
    if (error instanceof ClaimLostError) {
      await hastenTeamErasure(db, row.session_id, new Date())
      return
    }
    if (ending.signal.aborted) {
      await endAttempt(db, row, { state: 'queued' })
      return
    }
    const verdict = judgeFailure(error, {
      failures: Math.max(row.failures, outages),
      random: Math.random(),
    })
    heed(verdict)
    const { problem } = verdict
    const isOurs = await endAttempt(db, row, endOf(verdict, row))
    if (!isOurs) await hastenTeamErasure(db, row.session_id, new Date())
    if (verdict.kind === 'fail') {
      sync.attempts.failed++
      log.error({ problem }, "a session could not be sent to the team's server")
    } else {
      sync.attempts.later++
      if (verdict.kind === 'later' && !verdict.everything) {
        log.warn({ err: error }, "a session will be sent to the team's server later")
      }
    }
  }

  /** Begins one thing that is due. @returns whether there was any */
  async function beginNext(): Promise<boolean> {
    const now = new Date()
    const lease = { teamUrl: team.url, now, leaseMs: ERASURE_LEASE_MS }
    const erasure = await leaseTeamErasure(db, lease)
    if (erasure) {
      track(
        eraseAtTeam(services, { row: erasure, client, signal: ending.signal }).then((verdict) => {
          if (!verdict) {
            theTeamAnswers()
            return
          }
          heed(verdict)
          if (verdict.kind === 'fail')
            log.error({ problem: verdict.problem }, "the team's server did not delete a session")
        }),
      )
      return true
    }
    const row = await claimNext(db, { claimId: uuidv7(), teamUrl: team.url, leaseMs: CLAIM_MS, now })
    if (!row) return false
    track(attempt(row))
    return true
  }

  function track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        if (!ending.signal.aborted)
          log.error({ err: error }, 'the outbox could not be written; it is tried again later')
      })
      .finally(() => {
        running.delete(tracked)
        wake()
      })
    running.add(tracked)
  }

  async function pauseMs(): Promise<number> {
    const now = new Date()
    const due = await Promise.all([nextDueIn(db, team.url, now), nextTeamErasureIn(db, team.url, now)])
    return Math.max(20, Math.min(LOOK_MS, ...due.filter((ms) => ms !== null)))
  }

  async function run(): Promise<void> {
    await checkKey()
    let mayHoldClaims = !services.isShared
    while (!isClosing && sync.stopped === null) {
      isWoken = false
      try {
        if (mayHoldClaims) await dropClaims(db)
        mayHoldClaims = false
        const pauseLeftMs = pausedUntil - Date.now()
        if (pauseLeftMs > 0) await sleep(pauseLeftMs)
        else if (running.size >= PARALLEL_SESSIONS) await sleep(LOOK_MS)
        else if (!(await beginNext())) await sleep(await pauseMs())
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read; it is tried again later')
        isWoken = false
        await sleep(LOOK_MS)
      }
    }
  }

  /** Says at the start, not at the first session, that the key is wrong. */
  async function checkKey(): Promise<void> {
    try {
      const { scopes } = await client.me(ending.signal)
      if (scopes.some((scope) => scope === 'ingest' || scope === 'admin')) return
      const problem = `TEAM_API_KEY may not upload: it needs the scope "ingest". Set another key, and restart this server.`
      heed({ kind: 'stop', problem })
    } catch (error) {
      const verdict = judgeFailure(error, { failures: 0, random: Math.random() })
      if (!ending.signal.aborted && verdict.kind === 'stop') heed(verdict)
    }
  }

  sync.onWake(wake)
  const loop = run()
  return {
    async close() {
      isClosing = true
      sync.onWake(null)
      wake()
      const timer = setTimeout(() => ending.abort(new Error('The server ends.')), DRAIN_MS)
      if (running.size === 0) ending.abort(new Error('The server ends.'))
      await loop
      await Promise.all(running)
      clearTimeout(timer)
    },
  }
}

function endOf(verdict: Verdict, { failures }: OutboxRow): Parameters<typeof endAttempt>[2] {
  switch (verdict.kind) {
    case 'fail':
      return { state: 'failed', failures: failures + 1, problem: verdict.problem }
    case 'stop':
      return { state: 'queued', problem: verdict.problem }
    case 'later': {
      const not_before = new Date(Date.now() + verdict.waitMs)
      return { state: 'queued', failures: failures + 1, not_before, problem: verdict.problem }
    }
  }
}
