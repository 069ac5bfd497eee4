import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeSegment } from '../../shared/session/segment-codec.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { customEvent, makeSession, metaEvent, snapshotEvent } from '../testing/sessions.ts'

describe.each(DATABASE_KINDS)('on %s', (kind) => {
  const servers = new TestServers()
  let server: TestServer
  beforeAll(async () => {
    server = await servers.start(await servers.config(kind))
  })
  afterAll(() => servers.close())

  it('connects an extension, which uploads, lists, plays and shares', async () => {
    const code = server.connectUrl!.split('#')[1]!
    const { key, websites } = await server.client().connect(code, 'Chrome on Linux')
    expect(websites).toEqual([{ websiteId: 'default', name: 'Default' }])
    const client = server.client(key)
    expect(await client.me()).toMatchObject({
      keyName: 'Chrome on Linux',
      scopes: ['ingest', 'read', 'share'],
    })

    const session = makeSession()
    const { sessionId } = session.metadata
    const progress: number[] = []
    await uploadSession({
      client,
      websiteId: 'default',
      ...session,
      onProgress: ({ sentBytes, totalBytes }) => progress.push(sentBytes / totalBytes),
    })
    expect(progress.at(0)).toBe(0)
    expect(progress.at(-1)).toBe(1)

    const list = await client.listSessions('default')
    const { segments, ...listed } = session.metadata
    expect(list).toEqual({ sessions: [listed], nextCursor: null, total: { count: 1, capped: false } })

    const manifest = await client.manifest(sessionId)
    expect(manifest.metadata).toEqual(session.metadata)
    expect(manifest.segments.map(({ index }) => index)).toEqual([0, 1])
    for (const { tab, index } of segments) {
      expect(await client.segment(sessionId, tab, index)).toEqual(await session.readSegment(tab, index))
    }

    const share = await client.createShare(sessionId, { t: 2000 })
    const token = share.url.split('/s/')[1]!
    const shared = await server.client().sharedManifest(token)
    expect(shared).toMatchObject({ metadata: session.metadata, startAtMs: 2000 })
    expect(decodeSegment(await server.client().sharedSegment(token, 0, 0)).events).toHaveLength(3)
    expect(await client.listShares(sessionId)).toMatchObject([{ shareId: share.shareId, views: 1 }])
    await expect(server.client().connect(code, 'again')).rejects.toMatchObject({ code: 'code-not-valid' })
  })

  it('gives a session as one text, sorted by time over its tabs, that plays as it is', async () => {
    const session = makeSession({}, [
      { tab: 0, index: 0, events: [metaEvent(0), snapshotEvent(1), customEvent(500, 'a', {})] },
      { tab: 0, index: 1, events: [customEvent(3000, 'e', {}), customEvent(2000, 'd', {})] },
      { tab: 1, index: 0, events: [customEvent(400, 'b', {}), customEvent(2500, 'c', {})] },
    ])
    await server.upload(session)
    const url = `${server.url}/api/replay/${session.metadata.sessionId}`
    const authorization = `Bearer ${ADMIN_KEY}`
    const reply = await fetch(url, { headers: { authorization } })
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const document = (await reply.json()) as {
      metadata: unknown
      events: { timestamp: number; type: number }[]
    }
    expect(document.metadata).toEqual(session.metadata)
    const times = document.events.map(({ timestamp }) => timestamp)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(document.events).toHaveLength(7)

    const lines = await fetch(url, { headers: { authorization, accept: 'application/x-ndjson' } })
    const [first, ...events] = (await lines.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(first).toEqual({ metadata: session.metadata })
    expect(events).toEqual(document.events)
  })
})
