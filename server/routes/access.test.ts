import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdminClient } from '../../shared/api/admin-client.ts'
import { DEFAULT_WEBSITE_CONFIG } from '../../shared/api/website-config.ts'
import { keyIdOf, makeApiKey } from '../access/api-key.ts'
import { SCOPES, type Scope } from '../access/scopes.ts'
import { buildApp } from '../app.ts'
import type { App, GuardedRoute } from '../http/app-types.ts'
import { revokeApiKey } from '../tables/api-keys.ts'
import { insertWebsite } from '../tables/websites.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { makeSession } from '../testing/sessions.ts'

/** Valid bodies of the routes that need one, so that what refuses a request is who asks. */
const BODIES: Record<string, object> = {
  'POST /api/websites/:websiteId/sessions': makeSession().metadata,
  'POST /api/replay/:sessionId/shares': {},
  'POST /api/connect/codes': { websiteId: 'default' },
  'POST /api/websites': { websiteId: 'third', name: 'Third', plan: 'pro' },
  'PUT /api/websites/:websiteId': { name: 'Renamed' },
  'PUT /api/websites/:websiteId/config': DEFAULT_WEBSITE_CONFIG,
  'POST /api/keys': { name: 'Mine', scopes: ['admin'], websiteIds: ['default'] },
}

/** Routes that are of no website: an administrator of another one sees its own keys, and may not add websites. */
const OF_NO_WEBSITE: Record<string, number> = {
  'GET /api/keys': 200,
  'HEAD /api/keys': 200,
  'POST /api/websites': 403,
  'GET /api/sync': 200,
  'HEAD /api/sync': 200,
  'GET /metrics': 200,
  'HEAD /metrics': 200,
}

describe.each(DATABASE_KINDS)('who may ask for what, on %s', (kind) => {
  const servers = new TestServers()
  let server: TestServer
  let app: App
  const session = makeSession()
  const params: Record<string, string> = {
    websiteId: 'default',
    sessionId: session.metadata.sessionId,
    visitorId: session.metadata.visitorId,
    tab: '0',
    index: '0',
    fingerprint: '0'.repeat(32),
  }

  beforeAll(async () => {
    server = await servers.start(await servers.config(kind))
    app = await buildApp({ services: server.services, webDir: '/nowhere', logTo: new PassThrough() })
    await insertWebsite(server.services.db, {
      websiteId: 'other',
      name: 'Other',
      plan: 'pro',
      createdAt: new Date(),
    })
    await server.upload(session)
    const { shareId } = await server.client(ADMIN_KEY).createShare(session.metadata.sessionId)
    params['shareId'] = shareId
    params['keyId'] = keyIdOf(await server.key(['read']))!
  })
  afterAll(async () => {
    await app.close()
    await servers.close()
  })

  const ask = async ({ method, url }: GuardedRoute, headers: Record<string, string>) => {
    const path = url.replace(/:(\w+)/g, (_, name: string) => params[name] ?? 'x'.repeat(32))
    const payload = BODIES[`${method} ${url}`]
    const reply = await app.inject({
      method: method as 'GET',
      url: path,
      headers,
      ...(payload ? { payload } : {}),
    })
    return reply.statusCode
  }
  const withKey = (key: string) => ({ authorization: `Bearer ${key}` })
  const keyRoutes = () => app.routeTable.filter(({ access }) => access !== 'public' && access !== 'link')
  const isUntouched = async () => {
    const client = server.client(ADMIN_KEY)
    const admin = createAdminClient({ baseUrl: server.url, key: ADMIN_KEY })
    expect(await client.listSessions('default')).toMatchObject({ total: { count: 1 } })
    expect(await client.listShares(session.metadata.sessionId)).toMatchObject([{ revokedAt: null }])
    expect(await admin.listWebsites()).toMatchObject([
      { websiteId: 'default', name: 'Default' },
      { name: 'Other' },
    ])
    expect((await admin.listKeys()).some(({ name }) => name === 'Mine')).toBe(false)
    expect(await client.listSessions('other')).toMatchObject({ total: { count: 0 } })
  }

  it('has routes to walk', () => {
    expect(keyRoutes().length).toBeGreaterThan(10)
  })

  it('no route answers without a key, or to one that is not valid', async () => {
    const valid = await server.key([...SCOPES])
    const revoked = await server.key([...SCOPES])
    await revokeApiKey(server.services.db, keyIdOf(revoked)!, new Date())
    const wrongSecret = valid.slice(0, -32) + 'A'.repeat(32)
    const wrong: Record<string, string>[] = [
      {},
      { authorization: '' },
      { authorization: 'Bearer' },
      { authorization: `Basic ${Buffer.from(`admin:${ADMIN_KEY}`).toString('base64')}` },
      { authorization: ADMIN_KEY },
      ...[
        'null',
        '*',
        ADMIN_KEY.slice(0, -1),
        `${ADMIN_KEY}x`,
        valid.slice(0, -1),
        wrongSecret,
        makeApiKey().key,
        revoked,
      ].map(withKey),
      withKey("' or '1'='1"),
    ]
    for (const route of keyRoutes()) {
      for (const headers of wrong)
        expect(await ask(route, headers), `${route.method} ${route.url} ${JSON.stringify(headers)}`).toBe(401)
    }
    await isUntouched()
  })

  it('no route answers to a key that lacks its scope', async () => {
    for (const route of keyRoutes()) {
      if (route.access === 'key') continue
      const others = SCOPES.filter((scope) => scope !== route.access && scope !== 'admin')
      const status = await ask(route, withKey(await server.key(others)))
      expect(status, `${route.method} ${route.url} to ${others.join()}`).toBe(403)
    }
    await isUntouched()
  })

  it('no route shows or changes anything of another website, even to its administrator', async () => {
    const scopes: Scope[][] = [['ingest', 'read', 'share'], [...SCOPES]]
    for (const route of keyRoutes()) {
      if (route.access === 'key') continue
      for (const each of scopes) {
        const status = await ask(route, withKey(await server.key(each, ['other'])))
        const mayAsk = route.access !== 'admin' || each.includes('admin')
        const expected = mayAsk ? (OF_NO_WEBSITE[`${route.method} ${route.url}`] ?? 404) : 403
        expect(status, `${route.method} ${route.url} to ${each.join()} of another website`).toBe(expected)
      }
    }
    await isUntouched()
  })

  it('no link opens without the right token or signature', async () => {
    for (const route of app.routeTable.filter(({ access }) => access === 'link')) {
      const status = await ask(route, withKey(ADMIN_KEY))
      expect([400, 403, 404, 415], `${route.method} ${route.url}`).toContain(status)
    }
  })

  it('what is public says nothing of any session', async () => {
    const open = app.routeTable.filter(({ access, url }) => access === 'public' && !url.startsWith('/docs'))
    expect(
      open.map(({ method, url }) => `${method} ${url}`).filter((route) => !/^(?:HEAD|OPTIONS)/.test(route)),
    ).toEqual([
      'GET /api/openapi.json',
      'GET /',
      'GET /dashboard',
      'GET /dashboard/*',
      'GET /connect',
      'POST /api/connect',
      'GET /healthz',
      'GET /readyz',
    ])
  })

  it('keeps no key, code or token in the clear', async () => {
    const { db } = server.services
    const key = await server.key(['read'])
    const code = server.connectUrl!.split('#')[1]!
    const { url } = await server
      .client(ADMIN_KEY)
      .createShare(session.metadata.sessionId, { password: 'a long password' })
    const rows = await Promise.all([
      db.selectFrom('api_keys').selectAll().execute(),
      db.selectFrom('connect_codes').selectAll().execute(),
      db.selectFrom('shares').selectAll().execute(),
      db.selectFrom('audit_log').selectAll().execute(),
    ])
    const text = JSON.stringify(rows)
    for (const secret of [key.slice(-32), code, url.split('/s/')[1]!, 'a long password', ADMIN_KEY]) {
      expect(text).not.toContain(secret)
    }
  })
})
