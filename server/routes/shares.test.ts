import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../../shared/api/client.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { TestServers, type TestServer } from '../testing/server.ts'
import { makeSession, type TestSession } from '../testing/sessions.ts'

describe.each(DATABASE_KINDS)('links, on %s', (kind) => {
  const servers = new TestServers()
  let server: TestServer
  let client: ApiClient
  let session: TestSession
  let webDir: string
  const anybody = () => server.client()

  beforeAll(async () => {
    webDir = await mkdtemp(join(tmpdir(), 'qa-replay-web-'))
    await writeFile(
      join(webDir, 'share.html'),
      '<html><head><title>QA Replay</title></head><body></body></html>',
    )
    server = await servers.start(await servers.config(kind), { webDir })
    client = server.client(await server.key(['ingest', 'read', 'share']))
    session = makeSession({ title: '<img src=x onerror=alert(1)> & "quotes" $& \'' })
    await server.upload(session)
  })
  afterAll(async () => {
    await servers.close()
    await rm(webDir, { recursive: true })
  })

  const id = () => session.metadata.sessionId
  const tokenOf = (url: string) => url.split('/s/')[1]!

  it('have a token of 192 bits, and no two the same', async () => {
    const tokens = new Set<string>()
    for (let i = 0; i < 5; i++) tokens.add(tokenOf((await client.createShare(id())).url))
    expect(tokens.size).toBe(5)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{32}$/)
  })

  it('open the session and nothing else', async () => {
    const other = makeSession()
    await server.upload(other)
    const token = tokenOf((await client.createShare(id())).url)
    expect((await anybody().sharedManifest(token)).metadata.sessionId).toBe(id())
    const authorization = `Bearer ${token}`
    for (const path of [
      `/api/replay/${id()}`,
      `/api/replay/${other.metadata.sessionId}/manifest`,
      '/api/me',
    ]) {
      expect((await fetch(server.url + path, { headers: { authorization } })).status).toBe(401)
    }
    await expect(anybody().sharedSegment(token, 7, 0)).rejects.toMatchObject({ status: 404 })
    await expect(anybody().sharedManifest('x'.repeat(32))).rejects.toMatchObject({
      status: 404,
      code: 'share-not-found',
    })
  })

  it('end when they are revoked', async () => {
    const share = await client.createShare(id())
    const token = tokenOf(share.url)
    await anybody().sharedManifest(token)
    await client.revokeShare(id(), share.shareId)
    await client.revokeShare(id(), share.shareId)
    const ended = {
      status: 410,
      code: 'share-ended',
      message: 'This link was revoked. Ask whoever sent it for a new one.',
    }
    await expect(anybody().sharedManifest(token)).rejects.toMatchObject(ended)
    await expect(anybody().sharedSegment(token, 0, 0)).rejects.toMatchObject({ status: 410 })
    expect((await fetch(share.url)).status).toBe(410)
    const listed = (await client.listShares(id())).find(({ shareId }) => shareId === share.shareId)
    expect(listed).toMatchObject({ views: 1, revokedAt: expect.any(String) as unknown })
  })

  it('end by themselves', async () => {
    const share = await client.createShare(id(), { expiresIn: 60 })
    const token = tokenOf(share.url)
    expect(Date.parse(share.expiresAt!) - Date.parse(share.createdAt)).toBe(60_000)
    await anybody().sharedManifest(token)
    const { db } = server.services
    await db
      .updateTable('shares')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('share_id', '=', share.shareId)
      .execute()
    await expect(anybody().sharedManifest(token)).rejects.toMatchObject({
      code: 'share-ended',
      message: /has expired/,
    })
  })

  it('ask for their password, in this browser and for this link only', async () => {
    const share = await client.createShare(id(), { password: 'correct horse', t: 1500 })
    const token = tokenOf(share.url)
    const manifestWith = (cookie: string, of = token) =>
      fetch(`${server.url}/s/${of}/manifest`, { headers: { cookie } })
    await expect(anybody().sharedManifest(token)).rejects.toMatchObject({
      status: 401,
      code: 'password-required',
    })
    await expect(anybody().sharedSegment(token, 0, 0)).rejects.toMatchObject({ status: 401 })
    await expect(anybody().unlockShare(token, 'wrong horse')).rejects.toMatchObject({
      status: 403,
      code: 'password-wrong',
    })

    const unlocked = await fetch(`${server.url}/s/${token}/unlock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'correct horse' }),
    })
    expect(unlocked.status).toBe(204)
    const [cookie = '', ...attributes] = unlocked.headers.get('set-cookie')!.split('; ')
    expect(attributes).toEqual([`Path=/s/${token}`, 'Max-Age=43200', 'HttpOnly', 'SameSite=Strict'])
    expect(await (await manifestWith(`other=1; ${cookie}`)).json()).toMatchObject({ startAtMs: 1500 })
    expect(
      (await manifestWith(cookie.replace(/=(\d+)/, (_, expires) => `=${Number(expires) + 1}`))).status,
    ).toBe(401)
    expect((await manifestWith('qa_replay_share=')).status).toBe(401)
    const second = tokenOf((await client.createShare(id(), { password: 'correct horse' })).url)
    expect((await manifestWith(cookie, second)).status).toBe(401)
  })

  it('limit how often a password is tried', async () => {
    const token = tokenOf((await client.createShare(id(), { password: 'correct horse' })).url)
    const outcomes = new Set<string>()
    for (let i = 0; i < 12; i++) {
      const refusal = await anybody()
        .unlockShare(token, `guess ${i}`)
        .catch((error: unknown) => error)
      outcomes.add((refusal as { code: string }).code)
    }
    expect(outcomes).toEqual(new Set(['password-wrong', 'rate-limited']))
  })

  it('give a page that may do little, and that chats can show', async () => {
    const { url } = await client.createShare(id())
    const reply = await fetch(url)
    const page = await reply.text()
    expect(reply.status).toBe(200)
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const policy = reply.headers.get('content-security-policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|https?:|\*/)
    expect(page).toContain(
      '<meta property="og:title" content="&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quotes&quot; $&amp; &#39;">',
    )
    expect(page).toContain('<meta property="og:description" content="5 s in Chrome, no errors">')
    const secret = await client.createShare(id(), { password: 'correct horse' })
    expect(await (await fetch(secret.url)).text()).not.toContain('og:title')
    const nothing = await fetch(`${server.url}/s/${'x'.repeat(32)}`)
    expect(nothing.status).toBe(404)
    expect(await nothing.text()).not.toContain('og:title')
  })

  it('serve a segment once, as long as the link lasts', async () => {
    const share = await client.createShare(id())
    const url = `${share.url}/segments/0/0`
    const first = await fetch(url)
    const etag = first.headers.get('etag')!
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect((await first.arrayBuffer()).byteLength).toBe(session.metadata.segments[0]!.bytes)
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    await client.revokeShare(id(), share.shareId)
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(410)
  })

  it('are noted when they are made, watched and revoked', async () => {
    const share = await client.createShare(id())
    await anybody().sharedManifest(tokenOf(share.url))
    await client.revokeShare(id(), share.shareId)
    const entries = await server.services.db
      .selectFrom('audit_log')
      .selectAll()
      .where('share_id', '=', share.shareId)
      .orderBy('entry_id')
      .execute()
    expect(entries.map(({ action, key_id }) => [action, key_id !== null])).toEqual([
      ['share.created', true],
      ['share.viewed', false],
      ['share.revoked', true],
    ])
  })
})
