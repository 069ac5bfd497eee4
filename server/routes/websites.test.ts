import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdminClient } from '../../shared/api/admin-client.ts'
import { DEFAULT_WEBSITE_CONFIG } from '../../shared/api/website-config.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { customEvent, makeSession, STARTED_AT } from '../testing/sessions.ts'

const DAY_MS = 86_400_000

describe.each(DATABASE_KINDS)('administration, on %s', (kind) => {
  const servers = new TestServers()
  let server: TestServer
  beforeAll(async () => {
    server = await servers.start(await servers.config(kind))
  })
  afterAll(() => servers.close())
  const admin = (key = ADMIN_KEY) => createAdminClient({ baseUrl: server.url, key })

  it('adds websites, and gives each its settings', async () => {
    const made = await admin().createWebsite({ websiteId: 'shop-1', name: 'Shop', plan: 'pro' })
    expect(made).toMatchObject({ websiteId: 'shop-1', name: 'Shop', plan: 'pro', retentionDays: 60 })
    const again = admin().createWebsite({ websiteId: 'shop-1', name: 'Other', plan: 'scale' })
    await expect(again).rejects.toMatchObject({ status: 409, code: 'website-exists' })
    for (const websiteId of ['', 'Shop', '../x', 'a b', '-a']) {
      const bad = admin().createWebsite({ websiteId, name: 'x', plan: 'pro' })
      await expect(bad).rejects.toMatchObject({ status: 400 })
    }
    expect(await admin().changeWebsite('shop-1', { name: 'The shop' })).toMatchObject({
      name: 'The shop',
      plan: 'pro',
    })
    expect((await admin().listWebsites()).map(({ websiteId }) => websiteId)).toEqual(['default', 'shop-1'])

    const tester = admin(await server.key(['ingest']))
    expect(await tester.config('default')).toEqual(DEFAULT_WEBSITE_CONFIG)
    const feature_flags = {
      enable_session_replay: true,
      session_replay_trigger: 'all',
      replay_sampling_rate: 0.5,
    } as const
    await expect(tester.setConfig('default', { feature_flags })).rejects.toMatchObject({ status: 403 })
    await admin().setConfig('default', { feature_flags })
    expect(await tester.config('default')).toEqual({ feature_flags })
    const wrong = admin().setConfig('default', {
      feature_flags: { ...feature_flags, replay_sampling_rate: 2 },
    })
    await expect(wrong).rejects.toMatchObject({ status: 400 })
  })

  it('moves when sessions expire with the plan', async () => {
    await server.upload(makeSession())
    const expiry = async () => {
      const { completed_at, expires_at } = await server.services.db
        .selectFrom('sessions')
        .select(['completed_at', 'expires_at'])
        .executeTakeFirstOrThrow()
      return Math.round((expires_at!.getTime() - completed_at!.getTime()) / DAY_MS)
    }
    expect(await expiry()).toBe(180)
    await admin().changeWebsite('default', { plan: 'pro' })
    expect(await expiry()).toBe(60)
  })

  it('makes keys that do what they say, until they are revoked', async () => {
    const made = await admin().createKey({ name: 'CI', scopes: ['read'], websiteIds: ['default'] })
    expect(made.key).toMatch(/^qar_[0-9a-f]{16}_[\w-]{32}$/)
    expect(await server.client(made.key).me()).toMatchObject({
      keyName: 'CI',
      scopes: ['read'],
      websites: [{ websiteId: 'default' }],
    })
    expect(JSON.stringify(await admin().listKeys())).not.toContain(made.key)
    await admin().revokeKey(made.keyId)
    await admin().revokeKey(made.keyId)
    await expect(server.client(made.key).me()).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
    const unknown = admin().createKey({ name: 'x', scopes: ['read'], websiteIds: ['nowhere'] })
    await expect(unknown).rejects.toMatchObject({ status: 404 })
  })

  it('keeps an administrator of some websites to those', async () => {
    await admin().createWebsite({ websiteId: 'mine', name: 'Mine', plan: 'pro' })
    const limited = admin(await server.key(['admin'], ['mine']))
    const foreign = await admin().createKey({
      name: 'foreign',
      scopes: ['read'],
      websiteIds: ['mine', 'default'],
    })
    const everywhere = await admin().createKey({ name: 'everywhere', scopes: ['read'], websiteIds: null })
    const own = await limited.createKey({ name: 'own', scopes: ['admin'], websiteIds: ['mine'] })
    expect((await limited.listKeys()).map(({ name }) => name)).toEqual(['own', 'admin'])
    for (const { keyId } of [foreign, everywhere]) {
      await expect(limited.revokeKey(keyId)).rejects.toMatchObject({ status: 404 })
    }
    for (const websiteIds of [null, ['default'], ['mine', 'default']]) {
      const attempt = limited.createKey({ name: 'more', scopes: ['admin'], websiteIds })
      await expect(attempt).rejects.toMatchObject({ retryable: false })
    }
    expect((await admin(own.key).listWebsites()).map(({ websiteId }) => websiteId)).toEqual(['mine'])
    await limited.revokeKey(own.keyId)
  })

  it('groups errors over sessions, with the moment in each', async () => {
    const thrown = (atMs: number, message: string) =>
      customEvent(atMs, 'qa.error', { kind: 'error', name: 'TypeError', message, stack: null, source: null })
    const withErrors = (...events: ReturnType<typeof thrown>[]) =>
      makeSession({ title: 'with errors' }, [{ tab: 0, index: 0, events }])
    const first = withErrors(
      thrown(1000, 'Order 17 failed'),
      thrown(2000, 'Order 18 failed'),
      thrown(3000, 'Something else'),
    )
    const second = withErrors(thrown(4000, 'Order 99 failed'))
    await server.upload(first)
    await server.upload(second)
    const unfinished = withErrors(thrown(9000, 'Order 1 failed'))
    await server.client(ADMIN_KEY).createSession('default', unfinished.metadata)

    const groups = await admin().errorGroups('default')
    expect(groups).toMatchObject([
      { name: 'TypeError', message: 'Order 99 failed', events: 3, sessions: 2 },
      { message: 'Something else', events: 1, sessions: 1 },
    ])
    expect(Date.parse(groups[0]!.lastAt) - Date.parse(groups[0]!.firstAt)).toBe(3000)
    const moments = await admin().errorMoments('default', groups[0]!.fingerprint)
    expect(moments.map(({ sessionId, atMs }) => [sessionId, atMs])).toEqual([
      [second.metadata.sessionId, 4000],
      [first.metadata.sessionId, 2000],
      [first.metadata.sessionId, 1000],
    ])
    const from = new Date(STARTED_AT + 3500).toISOString()
    expect(await admin().errorGroups('default', { from })).toMatchObject([{ events: 1 }])
    await server.client(ADMIN_KEY).deleteSession(second.metadata.sessionId)
    expect(await admin().errorGroups('default', { limit: 1 })).toMatchObject([{ message: 'Something else' }])
  })

  it('tells who did what, page by page', async () => {
    const session = makeSession()
    const { sessionId } = session.metadata
    await server.upload(session)
    await server.client(ADMIN_KEY).manifest(sessionId)
    await server.client(ADMIN_KEY).deleteSession(sessionId)
    const entries = (await admin().auditLog('default')).filter((entry) => entry.sessionId === sessionId)
    expect(entries.map(({ action }) => action)).toEqual([
      'session.deleted',
      'session.viewed',
      'session.completed',
    ])
    const [newest] = await admin().auditLog('default', { limit: 1 })
    const [next] = await admin().auditLog('default', { limit: 1, before: newest!.entryId })
    expect(next!.entryId < newest!.entryId).toBe(true)
  })
})
