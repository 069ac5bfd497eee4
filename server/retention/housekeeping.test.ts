import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RETENTION_DAYS } from '../access/plans.ts'
import type { Config } from '../config.ts'
import { UPLOAD_ADDRESS_SECONDS } from '../sessions/upload-address.ts'
import { DATABASE_KINDS } from '../testing/databases.ts'
import { ADMIN_KEY, TestServers, type TestServer } from '../testing/server.ts'
import { makeSession } from '../testing/sessions.ts'
import { keepHouse } from './housekeeping.ts'

const DAY_MS = 86_400_000

describe.each(DATABASE_KINDS)('what is deleted, on %s', (kind) => {
  const servers = new TestServers()
  let server: TestServer
  let config: Config

  beforeAll(async () => {
    config = await servers.config(kind)
    server = await servers.start(config)
  })
  afterAll(() => servers.close())

  const client = () => server.client(ADMIN_KEY)
  const after = (ms: number) => new Date(Date.now() + ms)
  const objects = async () => {
    const keys: string[] = []
    for await (const { key } of server.services.store.list('sessions/')) keys.push(key)
    return keys.length
  }
  /** Rows of every table, and every file, that hold `text`. */
  const traces = async (text: string) => {
    const { db } = server.services
    const found: string[] = []
    for (const { name } of await db.introspection.getTables()) {
      if (name === 'audit_log') continue
      const rows = await db
        .selectFrom(name as 'sessions')
        .selectAll()
        .execute()
      if (JSON.stringify(rows).includes(text)) found.push(name)
    }
    for (const entry of await readdir(config.dataDir, { recursive: true })) {
      const path = join(config.dataDir, entry)
      if (entry.includes(text)) found.push(entry)
      else if ((await stat(path)).isFile() && (await readFile(path)).includes(text)) found.push(entry)
    }
    return found
  }

  it('a session goes with everything of it, at once and for good', async () => {
    const session = makeSession({ title: 'a title to look for', visitorId: 'a-visitor-to-look-for' })
    const { sessionId } = session.metadata
    const { missing } = await client().createSession('default', session.metadata)
    await server.upload(session)
    const { url } = await client().createShare(sessionId)
    expect(await objects()).toBe(2)

    await client().deleteSession(sessionId)
    expect(await objects()).toBe(0)
    for (const text of ['a title to look for', 'a-visitor-to-look-for'])
      expect(await traces(text)).toEqual([])
    await expect(client().manifest(sessionId)).rejects.toMatchObject({ code: 'session-not-found' })
    await expect(client().deleteSession(sessionId)).rejects.toMatchObject({ status: 404 })
    expect((await fetch(url)).status).toBe(404)
    // Its addresses are open still, and take nothing any more.
    await expect(client().putSegment(missing[0]!, await session.readSegment(0, 0))).rejects.toMatchObject({
      status: 404,
    })
    expect(await objects()).toBe(0)

    const afterAllAddresses = after(UPLOAD_ADDRESS_SECONDS * 1000 + 3_600_000)
    await keepHouse(server.services, afterAllAddresses)
    expect(await traces(sessionId)).toEqual([])
  })

  it('an object that came through an open address afterwards goes too, and not before', async () => {
    const session = makeSession()
    await server.upload(session)
    const { db, store } = server.services
    const { object_prefix } = await db
      .selectFrom('sessions')
      .select('object_prefix')
      .executeTakeFirstOrThrow()
    await client().deleteSession(session.metadata.sessionId)
    // As a direct upload to the store would, which asks nobody.
    await store.put(`${object_prefix}0/0.gz`, late(), 4)
    await keepHouse(server.services)
    expect(await objects()).toBe(1)
    await keepHouse(server.services, after(UPLOAD_ADDRESS_SECONDS * 1000 + 3_600_000))
    expect(await objects()).toBe(0)
    expect(await db.selectFrom('erasures').selectAll().execute()).toEqual([])
  })

  it('a session that is uploaded again after its deletion stays', async () => {
    const session = makeSession()
    await server.upload(session)
    await client().deleteSession(session.metadata.sessionId)
    await server.upload(session)
    await keepHouse(server.services, after(UPLOAD_ADDRESS_SECONDS * 1000 + 3_600_000))
    expect(await client().segment(session.metadata.sessionId, 0, 0)).toEqual(await session.readSegment(0, 0))
    await client().deleteSession(session.metadata.sessionId)
  })

  it('all sessions of a visitor go; a tester deletes only what they uploaded', async () => {
    const mine = makeSession({ visitorId: 'visitor-m' })
    const theirs = makeSession({ visitorId: 'visitor-m' })
    const other = makeSession({ visitorId: 'visitor-o' })
    const tester = server.client(await server.key(['ingest', 'read']))
    await server.upload(theirs)
    await server.upload(other)
    const { missing } = await tester.createSession('default', mine.metadata)
    for (const to of missing) await tester.putSegment(to, await mine.readSegment(to.tab, to.index))
    await tester.completeSession(mine.metadata.sessionId)

    await expect(tester.deleteSession(theirs.metadata.sessionId)).rejects.toMatchObject({ status: 403 })
    expect(await tester.deleteVisitor('default', 'visitor-m')).toEqual({ sessions: 1 })
    expect(await client().listSessions('default')).toMatchObject({ total: { count: 2 } })
    expect(await client().deleteVisitor('default', 'visitor-m')).toEqual({ sessions: 1 })
    expect(await client().deleteVisitor('default', 'visitor-m')).toEqual({ sessions: 0 })
    await client().deleteSession(other.metadata.sessionId)
  })

  it('sessions go when their plan says so, in whichever process, once', async () => {
    for (let i = 0; i < 5; i++) await server.upload(makeSession())
    const days = RETENTION_DAYS.enterprise
    await keepHouse(server.services, after((days - 1) * DAY_MS))
    expect(await client().listSessions('default')).toMatchObject({ total: { count: 5 } })
    await Promise.all([1, 2, 3].map(() => keepHouse(server.services, after((days + 1) * DAY_MS))))
    expect(await client().listSessions('default')).toMatchObject({ total: { count: 0 } })
    expect(await objects()).toBe(0)
  })

  it('uploads that were never completed go after a week without a sign of life', async () => {
    const session = makeSession()
    const { missing } = await client().createSession('default', session.metadata)
    await client().putSegment(missing[0]!, await session.readSegment(0, 0))
    await keepHouse(server.services, after(6 * DAY_MS))
    expect(await objects()).toBe(1)
    await keepHouse(server.services, after(8 * DAY_MS))
    expect(await objects()).toBe(0)
    await expect(client().completeSession(session.metadata.sessionId)).rejects.toMatchObject({ status: 404 })
  })
})

async function* late(): AsyncIterable<Uint8Array> {
  yield Buffer.from('late')
}
