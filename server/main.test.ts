import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { once } from 'node:events'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createApiClient, type ApiClient } from '../shared/api/client.ts'
import { UnreachableError } from '../shared/api/errors.ts'
import type { MissingSegment } from '../shared/api/schemas.ts'
import { uploadSession } from '../shared/api/upload.ts'
import { DATABASE_KINDS, TestDatabases } from './testing/databases.ts'
import { startServerProcess, type ServerProcess } from './testing/server-process.ts'
import { customEvent, makeSession, metaEvent, snapshotEvent, type TestSession } from './testing/sessions.ts'

const ADMIN_KEY = 'an-admin-key-for-the-tests-of-the-process'

// Processes that start and die take their time, more so beside other tests.
vi.setConfig({ testTimeout: 120_000 })

const databases = new TestDatabases()
const folders: string[] = []
const processes: ServerProcess[] = []

afterAll(async () => {
  for (const server of processes) await server.kill('SIGKILL')
  await databases.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function start(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startServerProcess(environment)
  processes.push(server)
  return server
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qa-replay-process-'))
  folders.push(folder)
  return folder
}

/** A data folder whose database is there already, which saves the seconds of creating it. */
async function preparedFolder(): Promise<string> {
  const config = await databases.create('embedded')
  if (config.kind !== 'embedded') throw new TypeError('not the embedded database')
  return dirname(config.dataDir)
}

const clientOf = (server: ServerProcess, key = ADMIN_KEY) => createApiClient({ baseUrl: server.url, key })

/** A session of many segments, each large enough to be killed in the middle of. */
function longSession(): TestSession {
  return makeSession(
    {},
    Array.from({ length: 30 }, (_, index) => ({
      tab: 0,
      index,
      events: [
        ...(index === 0 ? [metaEvent(0), snapshotEvent(1)] : []),
        customEvent(index * 1000 + 2, 'noise', randomBytes(150_000).toString('base64')),
      ],
    })),
  )
}

describe('the process', () => {
  it('needs nothing to start, prints its admin key once, and finishes what is under way before it ends', async () => {
    const folder = join(await newFolder(), 'data')
    const first = await start({ DATA_DIR: folder })
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(first.connectUrl).toMatch(new RegExp(`^${first.url}/connect#[\\w-]{22}$`))
    expect(await clientOf(first, first.adminKey!).me()).toMatchObject({ scopes: ['admin'] })
    const { key } = await clientOf(first).connect(first.connectUrl!.split('#')[1]!, 'Chrome')
    await expect(start({ DATA_DIR: folder })).rejects.toThrow(
      /^exit code 1: Process \d+ is using this data folder already/,
    )
    expect(await first.kill('SIGTERM')).toEqual({ code: 0 })
    expect(await readdir(folder)).not.toContain('database.lock')

    const second = await start({ DATA_DIR: folder })
    expect(second.adminKey).toBeNull()
    expect(second.connectUrl).not.toBe(first.connectUrl)
    expect((await clientOf(second, key).me()).keyName).toBe('Chrome')

    const session = longSession()
    const { missing } = await clientOf(second, key).createSession('default', session.metadata)
    const { put, finish } = await beginPut(second, missing[0]!, await session.readSegment(0, 0))
    const ended = second.kill('SIGTERM')
    await expect.poll(() => isUp(second)).toBe(false)
    finish()
    expect(await put).toBe(204)
    expect(await ended).toEqual({ code: 0 })
  })

  it('says in a sentence why it does not start', async () => {
    await expect(start({ PORT: 'http', ADMIN_KEY: 'x' })).rejects.toThrow(
      'exit code 1: PORT must be a whole number from 0 to 65535, and is "http".\nADMIN_KEY must have at least 24 characters and no spaces.\n',
    )
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(start({ DATA_DIR: await preparedFolder(), ADMIN_KEY, PORT: String(port) })).rejects.toThrow(
      'Another program is listening there already.',
    )
    other.close()
  })

  it('loses nothing that it acknowledged when it is killed while it uploads and while it completes', async () => {
    const environment = { DATA_DIR: await preparedFolder(), ADMIN_KEY }
    const session = longSession()
    const { sessionId, segments } = session.metadata
    let acknowledged = 0
    for (const killAfter of [4, 15]) {
      const server = await start(environment)
      const { missing } = await clientOf(server).createSession('default', session.metadata)
      // What was stored but not acknowledged may be there as well.
      expect(missing.length).toBeLessThanOrEqual(segments.length - acknowledged)
      const client: ApiClient = {
        ...clientOf(server),
        async putSegment(...args) {
          await clientOf(server).putSegment(...args)
          if (++acknowledged === killAfter) await server.kill('SIGKILL')
        },
      }
      await expect(uploadSession({ client, websiteId: 'default', ...session })).rejects.toBeInstanceOf(
        UnreachableError,
      )
      await server.kill('SIGKILL')
    }

    const begun = await start(environment)
    const { missing } = await clientOf(begun).createSession('default', session.metadata)
    for (const to of missing)
      await clientOf(begun).putSegment(to, await session.readSegment(to.tab, to.index))
    const first = clientOf(begun).completeSession(sessionId)
    await Promise.allSettled([begun.kill('SIGKILL'), first])
    const again = await start(environment)
    const second = clientOf(again).completeSession(sessionId)
    await clientOf(again).me()
    await Promise.allSettled([again.kill('SIGKILL'), second])

    const server = await start(environment)
    await uploadSession({ client: clientOf(server), websiteId: 'default', ...session })
    for (const { tab, index } of segments) {
      expect(await clientOf(server).segment(sessionId, tab, index)).toEqual(
        await session.readSegment(tab, index),
      )
    }
    expect(await clientOf(server).listSessions('default')).toMatchObject({ total: { count: 1 } })
    await server.kill('SIGTERM')
  })
})

describe.skipIf(!DATABASE_KINDS.includes('postgres'))('several processes on one Postgres', () => {
  it('start at once, serve each other’s sessions, and count together', async () => {
    const config = await databases.create('postgres')
    if (config.kind !== 'postgres') throw new TypeError('not Postgres')
    const environment = {
      DATABASE_URL: config.url,
      DATA_DIR: await newFolder(),
      STORAGE_KEY: randomBytes(32).toString('hex'),
    }
    const all = await Promise.all([1, 2, 3].map(() => start(environment)))
    const keys = all.map(({ adminKey }) => adminKey).filter((key) => key !== null)
    expect(keys).toHaveLength(1)
    const [one, two, three] = all.map((server) => clientOf(server, keys[0])) as [
      ApiClient,
      ApiClient,
      ApiClient,
    ]

    const session = makeSession()
    const { sessionId } = session.metadata
    const { missing } = await one.createSession('default', session.metadata)
    for (const to of missing) await two.putSegment(to, await session.readSegment(to.tab, to.index))
    await Promise.all([one, two, three].map((client) => client.completeSession(sessionId)))
    expect(await three.listSessions('default')).toMatchObject({ total: { count: 1 } })
    expect(await one.segment(sessionId, 0, 0)).toEqual(await session.readSegment(0, 0))

    const codes: unknown[] = []
    for (let i = 0; i < 12; i++) {
      const client = clientOf(all[i % 3]!)
      codes.push(
        await client
          .connect('a guessed code', 'x')
          .catch((error: unknown) => (error as { code: string }).code),
      )
    }
    expect(codes.filter((code) => code === 'code-not-valid')).toHaveLength(10)
    expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(2)
    for (const server of all) expect(await server.kill('SIGTERM')).toEqual({ code: 0 })
  })
})

/** A PUT whose head and first bytes the server has, and which ends when `finish` is called. */
async function beginPut(server: ServerProcess, to: MissingSegment, bytes: Uint8Array) {
  const headers = { ...to.headers, 'content-length': bytes.length }
  const sent = request(server.url + to.url, { method: 'PUT', headers })
  const put = once(sent, 'response').then(([reply]) => (reply as IncomingMessage).statusCode)
  await new Promise<void>((resolve) => sent.write(bytes.subarray(0, 1000), () => resolve()))
  // The head was read before this, which came after it, is answered.
  await isUp(server)
  return { put, finish: () => void sent.end(bytes.subarray(1000)) }
}

function isUp(server: ServerProcess): Promise<boolean> {
  return fetch(`${server.url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
}
