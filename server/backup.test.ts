import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createApiClient } from '../shared/api/client.ts'
import { decodeSegment } from '../shared/session/segment-codec.ts'
import { uploadSession } from '../shared/api/upload.ts'
import { DATABASE_KINDS, TestDatabases } from './testing/databases.ts'
import { findPostgres } from './testing/postgres.ts'
import { startServerProcess, type ServerProcess } from './testing/server-process.ts'
import { makeSession, type TestSession } from './testing/sessions.ts'

vi.setConfig({ testTimeout: 120_000 })

const ADMIN_KEY = 'an-admin-key-for-the-tests-of-the-process'
const DEPLOY = new URL('../docs/DEPLOY.md', import.meta.url)

const databases = new TestDatabases()
const folders: string[] = []
const processes: ServerProcess[] = []

afterAll(async () => {
  for (const server of processes) await server.kill('SIGKILL')
  await databases.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qa-replay-backup-'))
  folders.push(folder)
  return folder
}

async function start(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startServerProcess({ ADMIN_KEY, ...environment })
  processes.push(server)
  return server
}

const clientOf = ({ url }: ServerProcess) => createApiClient({ baseUrl: url, key: ADMIN_KEY })
const upload = (server: ServerProcess, session: TestSession) =>
  uploadSession({ client: clientOf(server), websiteId: 'default', ...session })

/** The commands of a part of the document: those that back up, then those that restore. */
async function documentedCommands(heading: string): Promise<[string, string]> {
  const text = await readFile(DEPLOY, 'utf8')
  const part = text.split(/^### /m).find((each) => each.startsWith(heading)) ?? ''
  const blocks = [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands!)
  if (blocks.length !== 2) throw new Error(`"${heading}" should have two blocks of commands`)
  return [blocks[0]!, blocks[1]!]
}

async function run(commands: string, environment: Record<string, string>): Promise<void> {
  const path = [findPostgres(), process.env['PATH']].filter(Boolean).join(':')
  await promisify(execFile)('sh', ['-euc', commands], { env: { PATH: path, ...environment } })
}

/** Every event of every session can be read, and is the one that was recorded; the link opens. */
async function expectPlays(
  server: ServerProcess,
  sessions: TestSession[],
  shareToken: string,
): Promise<void> {
  const client = clientOf(server)
  const { sessions: listed } = await client.listSessions('default', { limit: 200 })
  const ids = listed.map(({ sessionId }) => sessionId)
  for (const session of sessions) {
    const { sessionId } = session.metadata
    expect(ids).toContain(sessionId)
    const { metadata, segments } = await client.manifest(sessionId)
    expect(metadata).toEqual(session.metadata)
    for (const { tab, index } of segments) {
      const bytes = await client.segment(sessionId, tab, index)
      expect(decodeSegment(bytes).events).toEqual(decodeSegment(await session.readSegment(tab, index)).events)
    }
  }
  const [first] = sessions
  const shared = await client.sharedManifest(shareToken)
  expect(shared.metadata.sessionId).toBe(first!.metadata.sessionId)
  expect(decodeSegment(await client.sharedSegment(shareToken, 0, 0)).events.length).toBeGreaterThan(0)
}

async function shareOf(server: ServerProcess, session: TestSession): Promise<string> {
  const { url } = await clientOf(server).createShare(session.metadata.sessionId)
  return url.split('/s/')[1]!
}

describe('a backup, by the commands of the document', () => {
  it('of the embedded server, stopped, is a server again in a new folder', async () => {
    const [backup, restore] = await documentedCommands('Embedded')
    const config = await databases.create('embedded')
    if (config.kind !== 'embedded') throw new TypeError('not the embedded database')
    const paths = {
      DATA_DIR: dirname(config.dataDir),
      BACKUP: await newFolder(),
      NEW_DATA_DIR: join(await newFolder(), 'restored'),
    }
    const before = await start({ DATA_DIR: paths.DATA_DIR })
    const sessions = [makeSession(), makeSession(), makeSession()]
    for (const session of sessions) await upload(before, session)
    const unfinished = makeSession()
    const { missing } = await clientOf(before).createSession('default', unfinished.metadata)
    await clientOf(before).putSegment(missing[0]!, await unfinished.readSegment(0, 0))
    const token = await shareOf(before, sessions[0]!)
    expect(await before.kill('SIGTERM')).toEqual({ code: 0 })
    await run(backup, paths)
    await run(restore, paths)
    // The first one is not needed for anything.
    await rm(paths.DATA_DIR, { recursive: true })

    const after = await start({ DATA_DIR: paths.NEW_DATA_DIR })
    await expectPlays(after, sessions, token)
    // An upload that was under way goes on where it was.
    const { missing: still } = await clientOf(after).createSession('default', unfinished.metadata)
    expect(still).toHaveLength(missing.length - 1)
    await upload(after, unfinished)
    await expectPlays(after, [...sessions, unfinished], token)
    await after.kill('SIGTERM')
  })

  it.skipIf(!DATABASE_KINDS.includes('postgres'))(
    'of Postgres, while sessions come in, is a server again in a new database and folder',
    async () => {
      const [backup, restore] = await documentedCommands('Postgres')
      const [config, empty] = [await databases.create('postgres'), await databases.create('postgres')]
      if (config.kind !== 'postgres' || empty.kind !== 'postgres') throw new TypeError('not Postgres')
      const paths = {
        DATABASE_URL: config.url,
        NEW_DATABASE_URL: empty.url,
        DATA_DIR: join(await newFolder(), 'data'),
        BACKUP: await newFolder(),
        NEW_DATA_DIR: join(await newFolder(), 'restored'),
      }
      const before = await start({ DATABASE_URL: paths.DATABASE_URL, DATA_DIR: paths.DATA_DIR })
      const sessions = [makeSession(), makeSession(), makeSession()]
      for (const session of sessions) await upload(before, session)
      const token = await shareOf(before, sessions[0]!)
      const taken = new AbortController()
      const incoming = (async () => {
        while (!taken.signal.aborted) await upload(before, makeSession())
      })()
      // Between the two commands as well: what comes then is in the files and not in the dump.
      const [dump, ...files] = backup.trim().split('\n')
      await upload(before, makeSession())
      await run(dump!, paths)
      await upload(before, makeSession())
      await run(files.join('\n'), paths)
      taken.abort()
      await incoming
      await before.kill('SIGTERM')
      await run(restore, paths)

      const after = await start({ DATABASE_URL: paths.NEW_DATABASE_URL, DATA_DIR: paths.NEW_DATA_DIR })
      await expectPlays(after, sessions, token)
      // All that it lists can be played, also what came in while the backup was taken.
      const { sessions: listed } = await clientOf(after).listSessions('default', { limit: 200 })
      expect(listed.length).toBeGreaterThan(sessions.length)
      for (const { sessionId } of listed) {
        for (const { tab, index } of (await clientOf(after).manifest(sessionId)).segments) {
          expect((await clientOf(after).segment(sessionId, tab, index)).length).toBeGreaterThan(0)
        }
      }
      await after.kill('SIGTERM')
    },
  )
})
