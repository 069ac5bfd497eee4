import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdminClient } from '../../shared/api/admin-client.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { makeSession, type TestSession } from '../testing/sessions.ts'

describe.each(DATABASE_KINDS)('what the dashboard asks for, on %s', (kind) => {
  const servers = new TestServers()
  let server: TestServer
  let webDir: string

  beforeAll(async () => {
    webDir = await mkdtemp(join(tmpdir(), 'qa-replay-web-'))
    await writeFile(join(webDir, 'dashboard.html'), '<html><head></head><body></body></html>')
    server = await servers.start(await servers.config(kind), { webDir })
  })
  afterAll(async () => {
    await servers.close()
    await rm(webDir, { recursive: true })
  })
  const admin = (key = ADMIN_KEY) => createAdminClient({ baseUrl: server.url, key })

  async function newWebsite(websiteId: string, sessions: TestSession[]): Promise<void> {
    await admin().createWebsite({ websiteId, name: websiteId, plan: 'pro' })
    for (const session of sessions) await server.upload(session, websiteId)
  }

  it('is one page at all its addresses, which may do little and is not found by search', async () => {
    for (const path of ['/dashboard', '/dashboard/websites/default/sessions?q=x', '/dashboard/keys']) {
      const reply = await fetch(server.url + path)
      expect(reply.status).toBe(200)
      expect(Object.fromEntries(reply.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'x-robots-tag': 'noindex, nofollow',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
      })
      const policy = reply.headers.get('content-security-policy')!
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/)
      expect(reply.headers.get('set-cookie')).toBeNull()
      expect(await reply.text()).toContain('<meta name="robots" content="noindex, nofollow">')
    }
    const start = await fetch(`${server.url}/`, { redirect: 'manual' })
    expect([start.status, start.headers.get('location')]).toEqual([302, '/dashboard'])
  })

  it('is opened once by the link that the server prints, with everything that may be done', async () => {
    const code = server.dashboardUrl!.split('#')[1]!
    expect(server.dashboardUrl).toBe(`${server.url}/dashboard#${code}`)
    const { key } = await server.client().connect(code, 'Dashboard')
    expect(await server.client(key).me()).toMatchObject({ keyName: 'Dashboard', scopes: ['admin'] })
    await expect(server.client().connect(code, 'Dashboard')).rejects.toMatchObject({ status: 403 })
    const { url } = await admin(key).makeConnectLink('default')
    const tester = await server.client().connect(url.split('#')[1]!, 'Chrome')
    expect(await server.client(tester.key).me()).toMatchObject({ scopes: ['ingest', 'read', 'share'] })
  })

  it('gives what sessions can be narrowed to', async () => {
    const browsers = ['Firefox', 'chrome', 'Chrome', 'Edge', '']
    await newWebsite(
      'values',
      browsers.map((name) => makeSession({ browser: { name, version: '1' } })),
    )
    const { db } = server.services
    const { session_id } = await db
      .selectFrom('sessions')
      .select('session_id')
      .where('website_id', '=', 'values')
      .executeTakeFirstOrThrow()
    await db.updateTable('sessions').set({ country: 'DE' }).where('session_id', '=', session_id).execute()
    await server
      .client(ADMIN_KEY)
      .createSession('values', makeSession({ browser: { name: 'Opera', version: '' } }).metadata)
    const values = await server.client(ADMIN_KEY).sessionValues('values')
    expect(values.browsers.map((name) => name.toLowerCase())).toEqual(['chrome', 'edge', 'firefox'])
    expect(values.countries).toEqual(['DE'])
    expect(await server.client(ADMIN_KEY).sessionValues('default')).toEqual({ browsers: [], countries: [] })
  })

  it('narrows to what made a session be kept', async () => {
    await newWebsite('triggers', [
      makeSession({ trigger: { mode: 'instant', reason: '' } }),
      makeSession({ trigger: { mode: 'smart', reason: '' } }),
    ])
    const list = await server.client(ADMIN_KEY).listSessions('triggers', { trigger: 'instant' })
    expect(list).toMatchObject({ total: { count: 1 }, sessions: [{ trigger: { mode: 'instant' } }] })
  })

  it('lists the links of a website page by page, and when each was opened', async () => {
    const [first, second] = [makeSession({ title: 'First' }), makeSession({ title: 'Second' })]
    await newWebsite('links', [first, second])
    const client = server.client(await server.key(['read', 'share'], ['links']))
    const mine = admin(await server.key(['share'], ['links']))
    const made = [
      await client.createShare(first.metadata.sessionId),
      await client.createShare(second.metadata.sessionId, { t: 1000, password: 'correct horse' }),
      await client.createShare(first.metadata.sessionId, { expiresIn: 60 }),
    ]
    const [newest] = await mine.websiteShares('links', { limit: 1 })
    expect(newest).toMatchObject({ shareId: made[2]!.shareId, sessionTitle: 'First', views: 0 })
    const rest = await mine.websiteShares('links', { before: newest!.shareId })
    expect(rest.map(({ shareId }) => shareId)).toEqual([made[1]!.shareId, made[0]!.shareId])
    expect(rest[0]).toMatchObject({ sessionTitle: 'Second', startAtMs: 1000, hasPassword: true })
    expect(await mine.websiteShares('links', { before: made[0]!.shareId })).toEqual([])

    const token = made[0]!.url.split('/s/')[1]!
    for (let view = 0; view < 3; view++) await server.client().sharedManifest(token)
    const { sessionId } = first.metadata
    const [last] = await mine.shareViews(sessionId, made[0]!.shareId, { limit: 1 })
    const before = await mine.shareViews(sessionId, made[0]!.shareId, { before: last!.viewId })
    expect(before).toHaveLength(2)
    expect(last!.at >= before[0]!.at && before[0]!.at >= before[1]!.at).toBe(true)
    expect(await mine.shareViews(sessionId, made[2]!.shareId)).toEqual([])
    const elsewhere = mine.shareViews(second.metadata.sessionId, made[0]!.shareId)
    await expect(elsewhere).rejects.toMatchObject({ status: 404, code: 'share-not-found' })
  })

  it('says what an erasure would delete, and deletes just that', async () => {
    const sessions = ['anna', 'anna', 'ben'].map((visitorId) => makeSession({ visitorId }))
    await newWebsite('erased', sessions)
    const unfinished = makeSession({ visitorId: 'anna' })
    const client = server.client(ADMIN_KEY)
    await client.createSession('erased', unfinished.metadata)
    const share = await client.createShare(sessions[0]!.metadata.sessionId)
    const revoked = await client.createShare(sessions[0]!.metadata.sessionId)
    await client.revokeShare(sessions[0]!.metadata.sessionId, revoked.shareId)
    const sizeOf = ({ metadata }: TestSession) => metadata.segments.reduce((sum, { bytes }) => sum + bytes, 0)
    const annas = [sessions[0]!, sessions[1]!, unfinished]
    expect(await admin().erasurePlan('erased', { visitorId: 'anna' })).toEqual({
      sessions: 3,
      shares: 1,
      sizeBytes: annas.reduce((sum, session) => sum + sizeOf(session), 0),
      atTeam: 0,
    })
    expect(await admin().erasurePlan('erased')).toMatchObject({ sessions: 4 })
    const uploader = admin(await server.key(['ingest'], ['erased']))
    expect(await uploader.erasurePlan('erased')).toMatchObject({ sessions: 0, shares: 0, sizeBytes: 0 })
    await expect(uploader.eraseSessions('erased')).rejects.toMatchObject({ status: 403 })

    expect(await client.deleteVisitor('erased', 'anna')).toEqual({ sessions: 3 })
    expect(await admin().erasurePlan('erased')).toMatchObject({ sessions: 1, shares: 0 })
    const opened = server.client().sharedManifest(share.url.split('/s/')[1]!)
    await expect(opened).rejects.toMatchObject({ status: 404 })

    await server.upload(makeSession())
    expect(await admin().eraseSessions('erased')).toEqual({ sessions: 1, isDone: true })
    expect(await admin().eraseSessions('erased')).toEqual({ sessions: 0, isDone: true })
    expect(await client.listSessions('default')).toMatchObject({ total: { count: 1 } })
    const actions = (await admin().auditLog('erased')).map(({ action }) => action)
    expect(actions.slice(0, 2)).toEqual(['website.erased', 'visitor.erased'])
    for (const session of sessions) {
      const { sessionId } = session.metadata
      await expect(client.segment(sessionId, 0, 0)).rejects.toMatchObject({ status: 404 })
    }
  })
})
