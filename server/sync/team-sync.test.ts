import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ApiClient } from '../../shared/api/client.ts'
import type { Config, TeamConfig } from '../config.ts'
import { keepHouse } from '../retention/housekeeping.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { startGate, type Gate, type Passage } from '../testing/gate.ts'
import { startTestBucket, type TestBucket } from '../testing/r2.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { customEvent, makeSession, metaEvent, snapshotEvent, type TestSession } from '../testing/sessions.ts'

vi.setConfig({ testTimeout: 60_000 })
const PATIENCE = { timeout: 30_000, interval: 50 }

/** Each database once, and the team on R2 once. */
const SETUPS: [Config['database']['kind'], Config['storage']['kind']][] = [
  ['embedded', 'disk'],
  [DATABASE_KINDS.at(-1)!, 's3'],
]

describe.each(SETUPS)('a companion on %s, with a team on %s', (kind, storage) => {
  const servers = new TestServers()
  let bucket: TestBucket | null = null
  let teamServer: TestServer
  let teamKey: string
  let gate: Gate
  let localConfig: Config
  let local: TestServer

  const teamSettings = (change: Partial<TeamConfig> = {}): TeamConfig => ({
    url: gate.url,
    apiKey: teamKey,
    websiteId: null,
    sync: 'all',
    ...change,
  })
  const restart = async (change: Partial<TeamConfig> = {}) => {
    await local.close()
    local = await servers.start({ ...localConfig, team: teamSettings(change) })
  }

  beforeAll(async () => {
    bucket = storage === 's3' ? await startTestBucket() : null
    const teamConfig = await servers.config(kind, bucket ? { storage: bucket.config } : {})
    teamServer = await servers.start(teamConfig)
    teamKey = await teamServer.key(['ingest'])
    gate = await startGate(teamServer.url)
    localConfig = await servers.config(kind)
    local = await servers.start({ ...localConfig, team: teamSettings() })
  })
  afterEach(() => {
    gate.judge = () => 'pass'
  })
  afterAll(async () => {
    await gate.close()
    await servers.close()
    await bucket?.stop()
  })

  const client = () => local.client(ADMIN_KEY)
  const team = () => teamServer.client(ADMIN_KEY)
  const idOf = ({ metadata }: TestSession) => metadata.sessionId
  const stateOf = async (session: TestSession) => client().syncState(idOf(session))
  const becomes = (session: TestSession, state: string) =>
    expect.poll(async () => (await stateOf(session)).state, PATIENCE).toBe(state)
  const atTeam = async () => (await team().listSessions('default', { limit: 200 })).sessions
  const countAtTeam = async (session: TestSession) =>
    (await atTeam()).filter(({ sessionId }) => sessionId === idOf(session)).length
  const seenOf = (session: TestSession) => gate.seen.filter(({ line }) => line.includes(idOf(session)))
  /** What the gate does with the n-th request (from 0) that fits; all others pass. */
  const nth = (pattern: RegExp, passages: Passage[]) => {
    let count = 0
    gate.judge = ({ line }) => (pattern.test(line) ? (passages[count++] ?? 'pass') : 'pass')
    return () => count
  }
  const expectWhole = async (session: TestSession, from: ApiClient = team()) => {
    const manifest = await from.manifest(idOf(session))
    expect(manifest.metadata).toEqual(session.metadata)
    for (const { tab, index } of session.metadata.segments) {
      expect(await from.segment(idOf(session), tab, index)).toEqual(await session.readSegment(tab, index))
    }
  }

  it('sends every session that is completed here, and says so everywhere', async () => {
    const session = makeSession({ title: 'To the team' })
    gate.seen.length = 0
    await local.upload(session)
    await becomes(session, 'synced')
    await expectWhole(session)
    expect(await stateOf(session)).toMatchObject({
      teamUrl: gate.url,
      sessionUrl: `${gate.url}/api/replay/${idOf(session)}`,
    })
    const listed = (await client().listSessions('default')).sessions.find(
      ({ sessionId }) => sessionId === idOf(session),
    )
    expect(listed?.sync).toMatchObject({ state: 'synced', teamUrl: gate.url })
    // What goes straight to the store does not pass the team's server.
    const puts = gate.seen.filter(({ line }) => line.startsWith('PUT '))
    expect(puts).toHaveLength(bucket ? 0 : session.metadata.segments.length)
    const headers = { authorization: `Bearer ${ADMIN_KEY}` }
    const metrics = await (await fetch(`${local.url}/metrics`, { headers })).text()
    expect(metrics).toMatch(/^qa_replay_sync_sessions\{state="synced"\} 1$/m)
    expect(metrics).toMatch(/^qa_replay_sync_attempts_total\{outcome="synced"\} 1$/m)
    expect(metrics).toMatch(/^qa_replay_sync_stopped 0$/m)
    const bytes = session.metadata.segments.reduce((sum, segment) => sum + segment.bytes, 0)
    expect(metrics).toContain(`qa_replay_sync_sent_bytes_total ${bytes}\n`)
    expect(await (await fetch(`${local.url}/api/sync`, { headers })).json()).toMatchObject({
      teamUrl: gate.url,
      mode: 'all',
      problem: null,
      sessions: { queued: 0, synced: 1, failed: 0 },
    })
    // Asked again, it stays as it is.
    gate.seen.length = 0
    expect(await client().syncSession(idOf(session))).toMatchObject({ state: 'synced' })
    expect(seenOf(session)).toEqual([])
  })

  it('waits while the team is away, and goes on by itself', async () => {
    gate.judge = () => 'break-before'
    const sessions = [makeSession(), makeSession(), makeSession(), makeSession(), makeSession()]
    for (const session of sessions) await local.upload(session)
    await expect
      .poll(async () => (await stateOf(sessions[0]!)) as { problem?: string }, PATIENCE)
      .toMatchObject({ state: 'queued', problem: expect.stringContaining('cannot be reached') as string })
    gate.judge = () => 'pass'
    for (const session of sessions) await becomes(session, 'synced')
    for (const session of sessions) await expectWhole(session)
  })

  it.each([
    ['create fails', /sessions$/, [{ status: 500 }]],
    ['the answer to create is lost', /sessions$/, ['break-after']],
    ['complete fails twice', /complete$/, [{ status: 500 }, { status: 502 }]],
    ['complete is cut off', /complete$/, ['break-before']],
    ['the answer to complete is lost', /complete$/, ['break-after']],
    ['a PUT fails', /^PUT/, [{ status: 500 }]],
    ['the answer to a PUT is lost', /^PUT/, ['break-after', 'break-after']],
  ] satisfies [string, RegExp, Passage[]][])(
    'tries again when %s, and sends nothing twice',
    async (_case, line, passages) => {
      const seen = nth(line, passages)
      const session = makeSession()
      await local.upload(session)
      await becomes(session, 'synced')
      await expectWhole(session)
      expect(await countAtTeam(session)).toBe(1)
      // PUTs to a store of the team's do not come by here.
      if (!(bucket && line.source.includes('PUT'))) expect(seen()).toBeGreaterThanOrEqual(passages.length)
    },
  )

  it('waits as long as the team asks it to, also when somebody asks for it', async () => {
    nth(/sessions$/, [{ status: 429, headers: { 'retry-after': '3' } }])
    const session = makeSession()
    gate.seen.length = 0
    await local.upload(session)
    await expect
      .poll(async () => stateOf(session), PATIENCE)
      .toMatchObject({ state: 'queued', problem: expect.any(String) as string })
    await client().syncSession(idOf(session))
    await becomes(session, 'synced')
    const creates = gate.seen.filter(({ line }) => line.endsWith('sessions'))
    expect(creates).toHaveLength(2)
    expect(creates[1]!.at - creates[0]!.at).toBeGreaterThanOrEqual(2900)
  })

  it('tries at once when somebody asks for it while the team was away', async () => {
    gate.judge = () => 'break-before'
    const session = makeSession()
    await local.upload(session)
    // Far enough into the backoff that it would not be tried by itself for a while.
    await expect.poll(() => local.services.sync.attempts.later, PATIENCE).toBeGreaterThanOrEqual(3)
    gate.judge = () => 'pass'
    await client().syncSession(idOf(session))
    await becomes(session, 'synced')
  })

  it('says in a sentence why a session cannot be sent, and tries again when asked', async () => {
    const session = makeSession()
    const other = makeSession({ sessionId: idOf(session) }, [
      { tab: 0, index: 0, events: [metaEvent(0), snapshotEvent(1), customEvent(9, 'another', {})] },
    ])
    await teamServer.upload(other)
    await local.upload(session)
    await becomes(session, 'failed')
    expect(await stateOf(session)).toMatchObject({
      problem: expect.stringMatching(/uploaded with other segments.*\.$/) as string,
    })
    await team().deleteSession(idOf(session))
    expect(await client().syncSession(idOf(session))).toMatchObject({ state: 'queued' })
    await becomes(session, 'synced')
    await expectWhole(session)
  })

  it('stops with a sentence when the key is wrong, and goes on after a restart with a good one', async () => {
    await restart({ apiKey: 'a-key-that-nobody-made' })
    const session = makeSession()
    await local.upload(session)
    await expect
      .poll(() => stateOf(session), PATIENCE)
      .toMatchObject({
        state: 'queued',
        problem: expect.stringContaining('does not accept TEAM_API_KEY') as string,
      })
    expect(local.log()).toContain('does not accept TEAM_API_KEY')
    expect(local.log()).not.toContain('a-key-that-nobody-made')
    await restart({ apiKey: await teamServer.key(['read']) })
    await expect
      .poll(() => stateOf(session), PATIENCE)
      .toMatchObject({ problem: expect.stringContaining('"ingest"') as string })
    expect(await countAtTeam(session)).toBe(0)
    await restart()
    await becomes(session, 'synced')
    await expectWhole(session)
  })

  it('does not send what was erased before it went up', async () => {
    gate.judge = () => 'break-before'
    const session = makeSession()
    await local.upload(session)
    await expect
      .poll(() => stateOf(session), PATIENCE)
      .toMatchObject({ problem: expect.any(String) as string })
    await client().deleteSession(idOf(session))
    gate.judge = () => 'pass'
    const next = makeSession()
    await local.upload(next)
    await becomes(next, 'synced')
    expect(await countAtTeam(session)).toBe(0)
    await expect(team().manifest(idOf(session))).rejects.toMatchObject({ status: 404 })
  })

  it('erases at the team what is erased here, as soon as the team answers; and sends it anew if it comes again', async () => {
    const session = makeSession({ visitorId: 'visitor-to-forget' })
    const erasures = () => local.services.db.selectFrom('team_erasures').selectAll().execute()
    await local.upload(session)
    await becomes(session, 'synced')
    gate.judge = () => ({ status: 503 })
    await client().deleteVisitor('default', 'visitor-to-forget')
    await expect.poll(async () => (await erasures())[0]?.failures, PATIENCE).toBeGreaterThan(0)
    expect(await countAtTeam(session)).toBe(1)
    await local.upload(session)
    gate.judge = () => 'pass'
    await expect.poll(erasures, PATIENCE).toEqual([])
    await becomes(session, 'synced')
    const lines = seenOf(session).map(({ line }) => line)
    expect(lines.filter((line) => line.startsWith('DELETE')).length).toBeGreaterThan(0)
    expect(lines.at(-1)).toMatch(/^POST .*complete$/)
    await expectWhole(session)
  })

  it('leaves nothing at the team of a session that is erased while it is being sent', async () => {
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const session = makeSession()
    const reached = new Promise<void>((resolve) => {
      gate.judge = async ({ line }): Promise<Passage> => {
        if (line.endsWith('complete')) {
          resolve()
          await held
        }
        return 'pass'
      }
    })
    await local.upload(session)
    await reached
    await client().deleteSession(idOf(session))
    letGo()
    await expect
      .poll(() => local.services.db.selectFrom('team_erasures').selectAll().execute(), PATIENCE)
      .toEqual([])
    await expect(team().manifest(idOf(session))).rejects.toMatchObject({ status: 404 })
  })

  it('is not held up by an erasure at a team that it had before', async () => {
    const session = makeSession()
    const now = new Date()
    const former = {
      session_id: idOf(session),
      team_url: 'https://former-team.test',
      state: 'queued',
    } as const
    const { db } = local.services
    await db
      .insertInto('team_erasures')
      .values({ ...former, requested_at: now, not_before: now })
      .execute()
    await local.upload(session)
    await becomes(session, 'synced')
    expect(await db.selectFrom('team_erasures').select('team_url').execute()).toEqual([
      { team_url: former.team_url },
    ])
    await db.deleteFrom('team_erasures').execute()
  })

  it('leaves at the team what expires here', async () => {
    const session = makeSession()
    await local.upload(session)
    await becomes(session, 'synced')
    await keepHouse(local.services, new Date(Date.now() + 400 * 86_400_000))
    await expect(client().manifest(idOf(session))).rejects.toMatchObject({ status: 404 })
    expect(await local.services.db.selectFrom('team_erasures').selectAll().execute()).toEqual([])
    await expectWhole(session)
  })

  it('ends in time while the team does not answer, and goes on at the next start', async () => {
    gate.judge = ({ line }) => (line.endsWith('complete') ? new Promise(() => undefined) : 'pass')
    const session = makeSession()
    await local.upload(session)
    await becomes(session, 'syncing')
    const begun = Date.now()
    await local.close()
    expect(Date.now() - begun).toBeLessThan(10_000)
    gate.judge = () => 'pass'
    local = await servers.start({ ...localConfig, team: teamSettings() })
    await becomes(session, 'synced')
    await expectWhole(session)
  })

  it('sends only what was chosen, when that is how it is set', async () => {
    await restart({ sync: 'chosen' })
    const kept = makeSession()
    const chosen = makeSession({}, [
      { tab: 0, index: 0, events: [metaEvent(0), snapshotEvent(1)] },
      { tab: 0, index: 1, events: [customEvent(9, 'noise', randomBytes(300_000).toString('base64'))] },
    ])
    await local.upload(kept)
    await local.upload(chosen)
    expect(await stateOf(chosen)).toEqual({ state: 'none' })
    const progress: number[] = []
    gate.judge = async ({ line }): Promise<Passage> => {
      if (line.endsWith('complete')) {
        await expect
          .poll(async () => {
            const state = await stateOf(chosen)
            if (state.state === 'syncing') progress.push(state.sentBytes / state.totalBytes)
            return progress.at(-1)
          }, PATIENCE)
          .toBeGreaterThan(0.5)
      }
      return 'pass'
    }
    await client().syncSession(idOf(chosen))
    await becomes(chosen, 'synced')
    expect(progress.length).toBeGreaterThan(0)
    await expectWhole(chosen)
    expect(await stateOf(kept)).toEqual({ state: 'none' })
    await expect(team().manifest(idOf(kept))).rejects.toMatchObject({ status: 404 })
    await restart()
  })
})

describe('a server without a team', () => {
  it('says so', async () => {
    const servers = new TestServers()
    try {
      const server = await servers.start(await servers.config('embedded'))
      const session = makeSession()
      await server.upload(session)
      const client = server.client(ADMIN_KEY)
      expect(await client.syncState(session.metadata.sessionId)).toEqual({ state: 'none' })
      await expect(client.syncSession(session.metadata.sessionId)).rejects.toMatchObject({ code: 'no-team' })
      expect((await client.listSessions('default')).sessions[0]).not.toHaveProperty('sync')
    } finally {
      await servers.close()
    }
  })
})
