import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../../shared/api/client.ts'
import type { MissingSegment } from '../../shared/api/schemas.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import type { SegmentDescriptor } from '../../shared/session/metadata.ts'
import type { Config } from '../config.ts'
import { DEFAULT_LIMITS } from '../sessions/upload-limits.ts'
import { objectKey } from '../storage/object-store.ts'
import { insertWebsite } from '../tables/websites.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { startTestBucket, type TestBucket } from '../testing/r2.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { makeSession, type TestSession } from '../testing/sessions.ts'

/** Each database and each store at least once. */
const SETUPS: [Config['database']['kind'], Config['storage']['kind']][] = [
  ['embedded', 'disk'],
  [DATABASE_KINDS.at(-1)!, 's3'],
]

const MIB = 1024 * 1024
const LIMITS = { ...DEFAULT_LIMITS, segmentInflatedBytes: 16 * MIB }

describe.each(SETUPS)('on %s and %s', (database, storage) => {
  const servers = new TestServers()
  let bucket: TestBucket | null = null
  let server: TestServer
  let client: ApiClient

  beforeAll(async () => {
    bucket = storage === 's3' ? await startTestBucket() : null
    const change = bucket ? { storage: bucket.config, limits: LIMITS } : { limits: LIMITS }
    server = await servers.start(await servers.config(database, change))
    client = server.client(await server.key(['ingest', 'read']))
    await insertWebsite(server.services.db, {
      websiteId: 'other',
      name: 'Other',
      plan: 'pro',
      createdAt: new Date(),
    })
  })
  afterAll(async () => {
    await servers.close()
    await bucket?.stop()
  })

  const isListed = async (session: TestSession) => {
    const { sessions } = await client.listSessions('default', { limit: 200 })
    return sessions.some(({ sessionId }) => sessionId === session.metadata.sessionId)
  }
  const begin = async (session: TestSession) =>
    (await client.createSession('default', session.metadata)).missing
  const putAll = async (session: TestSession, missing: MissingSegment[]) => {
    for (const to of missing) await client.putSegment(to, await session.readSegment(to.tab, to.index))
  }
  const complete = (session: TestSession) => client.completeSession(session.metadata.sessionId)
  /** A session whose one segment is these bytes, announced as they are. */
  const sessionOf = (bytes: Buffer, change: Partial<SegmentDescriptor> = {}): TestSession => {
    const blob = new Uint8Array(bytes)
    const sha256 = createHash('sha256').update(blob).digest('hex')
    const { metadata } = makeSession()
    const segment = { ...metadata.segments[0]!, bytes: blob.length, sha256, ...change }
    return { metadata: { ...metadata, segments: [segment] }, blobs: new Map(), readSegment: async () => blob }
  }

  it('lists nothing before it is complete, and then at once', async () => {
    const session = makeSession()
    const missing = await begin(session)
    expect(missing.map(({ tab, index }) => [tab, index])).toEqual([
      [0, 0],
      [0, 1],
    ])
    await putAll(session, missing)
    expect(await isListed(session)).toBe(false)
    await expect(client.manifest(session.metadata.sessionId)).rejects.toMatchObject({
      code: 'session-not-complete',
    })
    await complete(session)
    expect(await isListed(session)).toBe(true)
  })

  it('resumes where it stopped', async () => {
    const session = makeSession()
    const missing = await begin(session)
    await putAll(session, missing.slice(0, 1))
    await expect(complete(session)).rejects.toMatchObject({
      status: 409,
      code: 'segments-missing',
      retryable: false,
    })
    const still = await begin(session)
    expect(still.map(({ index }) => index)).toEqual([1])
    await putAll(session, still)
    await complete(session)
    await complete(session)
    expect(await client.createSession('default', session.metadata)).toMatchObject({
      state: 'complete',
      missing: [],
    })
  })

  it('takes the same bytes twice, and in any order, and several uploads of one session at once', async () => {
    const session = makeSession()
    const missing = await begin(session)
    await putAll(session, [...missing].reverse())
    await putAll(session, missing)
    const upload = () => uploadSession({ client, websiteId: 'default', ...session })
    await Promise.all([upload(), upload(), upload()])
    expect(await isListed(session)).toBe(true)
    // Addresses that are still open change nothing any more.
    await putAll(session, missing)
    const [first] = session.metadata.segments
    expect(await client.segment(session.metadata.sessionId, 0, 0)).toHaveLength(first!.bytes)
  })

  it('takes an empty session, and one with a single empty segment', async () => {
    await server.upload(makeSession({}, []))
    const empty = sessionOf(gzipSync(''), { events: 0 })
    await server.upload(empty)
    expect(await isListed(empty)).toBe(true)
  })

  it.each([
    ['cut short', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -5)],
    ['longer', (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array([...bytes, 1, 2, 3])],
    ['empty', () => new Uint8Array()],
  ])('refuses a segment that is %s', async (_case, change) => {
    const session = makeSession()
    const [to] = await begin(session)
    const bytes = await session.readSegment(0, 0)
    await expect(client.putSegment(to!, change(bytes))).rejects.toMatchObject({ retryable: false })
    await expect(complete(session)).rejects.toMatchObject({ code: 'segments-missing' })
    expect(await begin(session)).toHaveLength(2)
  })

  it('never lists a segment of the right size with another content, and takes the right one afterwards', async () => {
    const session = makeSession()
    const missing = await begin(session)
    await putAll(session, missing.slice(1))
    const changed = (await session.readSegment(0, 0)).slice()
    changed[20]! ^= 1
    // The server's own address refuses it at once; the store's takes it, and `complete` finds out.
    await client.putSegment(missing[0]!, changed).catch(() => undefined)
    await expect(complete(session)).rejects.toMatchObject({ code: 'segments-missing' })
    await uploadSession({ client, websiteId: 'default', ...session })
    expect(await client.segment(session.metadata.sessionId, 0, 0)).toEqual(await session.readSegment(0, 0))
  })

  it.each([
    ['bytes that are no gzip', randomBytes(300), 'segment-damaged'],
    ['a gzip cut short', gzipSync(randomBytes(300)).subarray(0, 200), 'segment-damaged'],
    ['a bomb', gzipSync(Buffer.alloc(17 * MIB)), 'segment-too-large'],
  ])('refuses %s, for good', async (_case, bytes, code) => {
    const session = sessionOf(bytes)
    const upload = uploadSession({ client, websiteId: 'default', ...session })
    await expect(upload).rejects.toMatchObject({ status: 422, code, retryable: false })
    expect(await isListed(session)).toBe(false)
  })

  it('refuses what is announced larger than is allowed, before anything is sent', async () => {
    const tooLarge = { status: 413, code: 'session-too-large' }
    const big = sessionOf(gzipSync(''), { bytes: 33 * MIB })
    await expect(begin(big)).rejects.toMatchObject(tooLarge)
    const { metadata, ...rest } = sessionOf(gzipSync(''), { bytes: 32 * MIB })
    const segments = Array.from({ length: 33 }, (_, index) => ({ ...metadata.segments[0]!, index }))
    await expect(begin({ ...rest, metadata: { ...metadata, segments } })).rejects.toMatchObject(tooLarge)
    const twice = { ...metadata, segments: [metadata.segments[0]!, metadata.segments[0]!] }
    await expect(begin({ ...rest, metadata: twice })).rejects.toMatchObject({
      status: 400,
      code: 'invalid-request',
    })
  })

  it('refuses another session under the same id', async () => {
    const session = makeSession()
    await begin(session)
    const other = makeSession({ sessionId: session.metadata.sessionId }, [])
    await expect(begin(other)).rejects.toMatchObject({ status: 409, code: 'session-changed' })
    const elsewhere = server.client(await server.key(['ingest'], ['other']))
    await expect(elsewhere.createSession('other', session.metadata)).rejects.toMatchObject({
      status: 409,
      code: 'session-conflict',
    })
    await expect(elsewhere.completeSession(session.metadata.sessionId)).rejects.toMatchObject({ status: 404 })
  })

  it('refuses a session of a newer build by name, and metadata that are none', async () => {
    const { metadata } = makeSession()
    const create = (change: object) => client.createSession('default', { ...metadata, ...change })
    await expect(create({ formatVersion: 99 })).rejects.toMatchObject({ status: 422, code: 'newer-format' })
    for (const change of [
      { sessionId: '../../x' },
      { duration: -1 },
      { extra: 1 },
      { segments: [{ tab: '../..' }] },
      { country: 'Germany' },
    ]) {
      await expect(create(change)).rejects.toMatchObject({ status: 400, code: 'invalid-request' })
    }
  })

  it('keeps text that the database cannot hold, as HTML would', async () => {
    const session = makeSession({ title: 'a\0b \ud800 c' })
    await server.upload(session)
    const { metadata } = await client.manifest(session.metadata.sessionId)
    expect(metadata.title).toBe('a\uFFFDb \uFFFD c')
  })

  it('says no country, whatever the client or an untrusted proxy says', async () => {
    const session = makeSession({ country: 'FR' })
    const reply = await fetch(`${server.url}/api/websites/default/sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        'content-type': 'application/json',
        'cf-ipcountry': 'DE',
        'x-forwarded-for': '1.2.3.4',
      },
      body: JSON.stringify(session.metadata),
    })
    expect(reply.status).toBe(200)
    await server.upload(session)
    expect((await client.manifest(session.metadata.sessionId)).metadata.country).toBeNull()
  })

  it.skipIf(storage === 's3')('gives addresses that open one segment, for a time', async () => {
    const session = makeSession()
    const [to] = await begin(session)
    const bytes = await session.readSegment(0, 0)
    const address = new URL(to!.url, server.url)
    const put = async (change: (url: URL) => void) => {
      const url = new URL(address)
      change(url)
      const reply = await fetch(url, { method: 'PUT', headers: to!.headers, body: bytes })
      return [reply.status, ((await reply.json()) as { code: string }).code]
    }
    const expires = Number(address.searchParams.get('expires'))
    expect(expires - Date.now() / 1000).toBeGreaterThan(3500)
    expect(await put((url) => (url.pathname = url.pathname.replace(/0$/, '1')))).toEqual([
      403,
      'upload-url-not-valid',
    ])
    expect(await put((url) => url.searchParams.set('expires', String(expires + 1)))).toEqual([
      403,
      'upload-url-not-valid',
    ])
    expect(await put((url) => url.searchParams.set('signature', 'x'))).toEqual([403, 'upload-url-not-valid'])
    expect(await put((url) => url.searchParams.delete('signature'))).toEqual([400, 'invalid-request'])
    expect(await put((url) => (url.pathname = `/api/uploads/${uuidv7()}/0/0`))).toEqual([
      403,
      'upload-url-not-valid',
    ])
    expect(await put((url) => (url.pathname = '/api/uploads/..%2f..%2fetc/0/0'))).toEqual([
      400,
      'invalid-request',
    ])
  })

  it('has stored nothing but what was announced, under keys of its own making', async () => {
    const { db, store } = server.services
    const sessions = await db.selectFrom('sessions').select(['object_prefix', 'session_id']).execute()
    const expected = new Set<string>()
    for (const { object_prefix, session_id } of sessions) {
      for (const { tab, segment_index } of await db
        .selectFrom('segments')
        .selectAll()
        .where('session_id', '=', session_id)
        .execute()) {
        expected.add(objectKey(object_prefix, tab, segment_index))
      }
    }
    for await (const { key, sizeBytes } of store.list('sessions/')) {
      expect(expected).toContain(key)
      expect(await buffer(await store.get(key))).toHaveLength(sizeBytes)
    }
  })
})
