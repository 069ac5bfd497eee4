import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestServers, ADMIN_KEY, type TestServer } from '../testing/server.ts'
import { makeSession } from '../testing/sessions.ts'

const EXTENSION = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'

describe('what every answer is like', () => {
  const servers = new TestServers()
  let server: TestServer
  beforeAll(async () => {
    server = await servers.start(await servers.config('embedded', { trustedProxies: ['127.0.0.1'] }))
  })
  afterAll(() => servers.close())

  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers })
  const authorization = `Bearer ${ADMIN_KEY}`

  it('only an extension may read it from another origin', async () => {
    for (const origin of [EXTENSION, 'moz-extension://0c2e7d3a-1111-4222-8333-944444444444']) {
      const reply = await get('/api/me', { origin, authorization })
      expect(reply.headers.get('access-control-allow-origin')).toBe(origin)
    }
    for (const origin of [
      'https://evil.test',
      'null',
      'https://chrome-extension.evil.test',
      'chrome-extension://a b',
    ]) {
      const reply = await get('/api/me', { origin, authorization })
      expect(reply.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('an extension may ask before it sends a segment', async () => {
    const reply = await fetch(`${server.url}/api/uploads/x/0/0`, {
      method: 'OPTIONS',
      headers: {
        origin: EXTENSION,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(reply.status).toBe(204)
    expect(reply.headers.get('access-control-allow-methods')).toContain('PUT')
  })

  it('is not kept, framed, sniffed or run', async () => {
    const reply = await get('/api/me', { authorization })
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy':
        "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
    })
  })

  it.each([
    ['/api/me', {}, 401, 'unauthorized'],
    ['/api/nothing', {}, 404, 'not-found'],
    ['/api/replay/not-an-id', { authorization }, 400, 'invalid-request'],
    ['/api/websites/default/sessions?sort=worst', { authorization }, 400, 'invalid-request'],
    ['/api/websites/default/sessions?from=yesterday', { authorization }, 400, 'invalid-request'],
    ['/api/websites/default/sessions?cursor=abc', { authorization }, 400, 'cursor-not-valid'],
    ['/api/websites/nowhere/sessions', { authorization }, 404, 'website-not-found'],
  ])('%s is a problem with a code', async (path, headers, status, code) => {
    const reply = await get(path, headers)
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect([reply.status, await reply.json()]).toEqual([
      status,
      {
        type: 'about:blank',
        title: expect.any(String) as string,
        status,
        code,
        detail: expect.stringMatching(/\.$/) as string,
      },
    ])
  })

  it('refuses a body that is too large, or no JSON', async () => {
    const post = (body: string, type = 'application/json') =>
      fetch(`${server.url}/api/connect`, { method: 'POST', headers: { 'content-type': type }, body })
    for (const [reply, status, code] of [
      [await post(JSON.stringify({ code: 'x'.repeat(2_000_000) })), 413, 'body-too-large'],
      [await post('{'), 400, 'invalid-request'],
      [await post('<x/>', 'text/xml'), 415, 'unsupported-media-type'],
    ] as const) {
      expect([reply.status, await reply.json()]).toMatchObject([status, { code }])
    }
  })

  it('describes itself', async () => {
    const document = (await (await get('/api/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, object>
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/websites/{websiteId}/sessions',
        '/api/replay/{sessionId}',
        '/api/replay/{sessionId}/shares',
        '/api/uploads/{sessionId}/{tab}/{index}',
      ]),
    )
    const page = await get('/docs/')
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('swagger-ui')
    expect(page.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*'unsafe/)
  })

  it('says that it is alive and ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' })
  })

  it('counts what it did, for whoever runs it', async () => {
    await get('/api/replay/not-an-id?token=secret', { authorization })
    expect((await get('/metrics')).status).toBe(401)
    const metrics = await (await get('/metrics', { authorization })).text()
    expect(metrics).toMatch(
      /^qa_replay_http_seconds_count\{method="GET",route="\/api\/replay\/:sessionId",status="400"\} \d+$/m,
    )
    expect(metrics).toMatch(/^qa_replay_process_resident_memory_bytes \d+$/m)
    expect(metrics).not.toContain('secret')
  })

  it('leads a person to the page that connects the extension', async () => {
    expect((await get('/')).url).toBe(`${server.url}/dashboard`)
    const reply = await get('/connect')
    const page = await reply.text()
    expect(page).toContain('Click the QA Replay toolbar button on this page')
    expect(page).not.toContain('<script')
    expect(reply.headers.get('content-security-policy')).toMatch(/default-src 'none'.*style-src 'sha256-/)
  })

  it('limits how often one address tries codes', async () => {
    const tries: number[] = []
    for (let i = 0; i < 12; i++) {
      const refusal = await server
        .client()
        .connect(`a guessed code ${i}`, 'x')
        .catch((error: unknown) => error)
      tries.push((refusal as { status: number }).status)
    }
    expect(new Set(tries)).toEqual(new Set([403, 429]))
    const limited = await server
      .client()
      .connect('a guessed code', 'x')
      .catch((error: unknown) => error)
    expect(limited).toMatchObject({ code: 'rate-limited', retryable: true })
    expect((limited as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0)
  })

  it('takes the country from a trusted proxy that forwards', async () => {
    const countryOf = async (headers: Record<string, string>) => {
      const session = makeSession()
      await fetch(`${server.url}/api/websites/default/sessions`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(session.metadata),
      })
      await server.upload(session)
      return (await server.client(ADMIN_KEY).manifest(session.metadata.sessionId)).metadata.country
    }
    expect(await countryOf({ 'x-forwarded-for': '203.0.113.9', 'cf-ipcountry': 'DE' })).toBe('DE')
    expect(await countryOf({ 'x-forwarded-for': '203.0.113.9', 'cf-ipcountry': 'XX' })).toBeNull()
    expect(await countryOf({ 'x-forwarded-for': '203.0.113.9' })).toBeNull()
    expect(await countryOf({ 'cf-ipcountry': 'DE' })).toBeNull()
  })

  it('logs how it went, and nothing of whom', async () => {
    const session = makeSession({ title: 'a private title', initialUrl: 'https://private.test/' })
    await server.upload(session)
    const client = server.client(ADMIN_KEY)
    const { url } = await client.createShare(session.metadata.sessionId, { password: 'a private password' })
    await get(new URL(url).pathname, { 'x-forwarded-for': '203.0.113.77' })
    await get(`/api/websites/default/sessions?q=private-query`, { authorization })
    await get('/nothing/private-path?token=private-token')
    const log = server
      .log()
      .split('\n')
      .filter((line) => !line.includes('Server listening at'))
      .join('\n')
    expect(log.includes('"route":"/s/:token"')).toBe(true)
    for (const secret of [
      'private',
      '203.0.113.77',
      '127.0.0.1',
      ADMIN_KEY,
      url.split('/s/')[1]!,
      session.metadata.sessionId,
    ]) {
      expect(log.includes(secret), secret).toBe(false)
    }
  })
})
