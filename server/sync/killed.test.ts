import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createApiClient } from '../../shared/api/client.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import { DATABASE_KINDS, TestDatabases } from '../testing/databases.ts'
import { startGate, type Gate } from '../testing/gate.ts'
import { startServerProcess, type ServerProcess } from '../testing/server-process.ts'
import { customEvent, makeSession, metaEvent, snapshotEvent, type TestSession } from '../testing/sessions.ts'

vi.setConfig({ testTimeout: 240_000 })
const PATIENCE = { timeout: 60_000, interval: 100 }
const ADMIN_KEY = 'an-admin-key-for-the-tests-of-the-process'

const databases = new TestDatabases()
const folders: string[] = []
const processes: ServerProcess[] = []
const gates: Gate[] = []

afterAll(async () => {
  for (const gate of gates) await gate.close()
  for (const server of processes) await server.kill('SIGKILL')
  await databases.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function start(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startServerProcess({ ADMIN_KEY, ...environment })
  processes.push(server)
  return server
}

async function newEnvironment(kind: (typeof DATABASE_KINDS)[number]): Promise<Record<string, string>> {
  const config = await databases.create(kind)
  if (config.kind === 'embedded') return { DATA_DIR: dirname(config.dataDir) }
  const folder = await mkdtemp(join(tmpdir(), 'qa-replay-sync-'))
  folders.push(folder)
  return { DATABASE_URL: config.url, DATA_DIR: folder, STORAGE_KEY: randomBytes(32).toString('hex') }
}

const clientOf = ({ url }: { url: string }) => createApiClient({ baseUrl: url, key: ADMIN_KEY })

function longSession(): TestSession {
  return makeSession(
    {},
    Array.from({ length: 8 }, (_, index) => ({
      tab: 0,
      index,
      events: [
        ...(index === 0 ? [metaEvent(0), snapshotEvent(1)] : []),
        customEvent(index * 1000 + 2, 'noise', randomBytes(50_000).toString('base64')),
      ],
    })),
  )
}

async function startPair(kind: (typeof DATABASE_KINDS)[number]) {
  const team = await start(await newEnvironment('embedded'))
  const gate = await startGate(team.url)
  gates.push(gate)
  const environment = { ...(await newEnvironment(kind)), TEAM_URL: gate.url, TEAM_API_KEY: ADMIN_KEY }
  return { team, gate, environment }
}

async function expectWhole(from: ServerProcess, session: TestSession): Promise<void> {
  const { sessionId, segments } = session.metadata
  for (const { tab, index } of segments) {
    expect(await clientOf(from).segment(sessionId, tab, index)).toEqual(await session.readSegment(tab, index))
  }
}

describe.each(DATABASE_KINDS)('a companion that is killed, on %s', (kind) => {
  it('sends the whole session once, whatever it was doing when it died, each time', async () => {
    const { team, gate, environment } = await startPair(kind)
    const session = longSession()
    const { sessionId } = session.metadata
    // Which of the requests that fit, and whether the team had it when the companion died.
    const moments: [RegExp, number, 'break-before' | 'break-after'][] = [
      [/^POST .*sessions$/, 1, 'break-before'],
      [/^POST .*sessions$/, 1, 'break-after'],
      [/^PUT /, 3, 'break-after'],
      [/^PUT /, 2, 'break-before'],
      [/complete$/, 1, 'break-before'],
      [/complete$/, 1, 'break-after'],
    ]
    let local = start(environment)
    expect((await local).output()).toContain(`Every session will be sent to ${gate.url}`)
    for (const [at, [pattern, count, passage]] of moments.entries()) {
      const killed = new Promise<void>((resolve) => {
        let seen = 0
        gate.judge = async ({ line }) => {
          if (!pattern.test(line) || ++seen !== count) return 'pass'
          await (await local).kill('SIGKILL')
          resolve()
          return passage
        }
      })
      if (at === 0) {
        await uploadSession({ client: clientOf(await local), websiteId: 'default', ...session })
      } else {
        local = start(environment)
      }
      await killed
    }
    gate.judge = () => 'pass'
    local = start(environment)
    const last = await local
    await expect
      .poll(() => clientOf(last).syncState(sessionId), PATIENCE)
      .toMatchObject({ state: 'synced', teamUrl: gate.url })
    await expectWhole(team, session)
    expect((await clientOf(team).listSessions('default')).total.count).toBe(1)
    // What the team had was not sent again: of the 8 segments, those in flight at a kill may have been.
    const puts = gate.seen.filter(({ line }) => line.startsWith('PUT ')).length
    expect(puts).toBeLessThanOrEqual(session.metadata.segments.length + 2 * 3)
    expect(await last.kill('SIGTERM')).toEqual({ code: 0 })
  })
})

describe.skipIf(!DATABASE_KINDS.includes('postgres'))('several companions on one Postgres', () => {
  it('send each session once, and take over from one that was killed', async () => {
    const { team, gate, environment } = await startPair('postgres')
    const [one, two] = await Promise.all([start(environment), start(environment)])
    const sessions = Array.from({ length: 12 }, () => makeSession())
    for (const session of sessions) {
      await uploadSession({ client: clientOf(one), websiteId: 'default', ...session })
    }
    const untilSynced = async (session: TestSession) =>
      expect
        .poll(async () => (await clientOf(two).syncState(session.metadata.sessionId)).state, PATIENCE)
        .toBe('synced')
    for (const session of sessions) await untilSynced(session)
    for (const { metadata } of sessions) {
      const completes = gate.seen.filter(
        ({ line }) => line === `POST /api/replay/${metadata.sessionId}/complete`,
      )
      expect(completes).toHaveLength(1)
    }
    expect((await clientOf(team).listSessions('default')).total.count).toBe(12)

    const last = longSession()
    let isHeld = false
    gate.judge = ({ line }) => {
      if (isHeld || !line.endsWith('complete')) return 'pass'
      isHeld = true
      return new Promise(() => undefined)
    }
    await uploadSession({ client: clientOf(one), websiteId: 'default', ...last })
    await expect.poll(() => isHeld, PATIENCE).toBe(true)
    // Whichever has it dies; here both, one after the other, so that the one with it does for certain.
    await one.kill('SIGKILL')
    await two.kill('SIGKILL')
    const three = await start(environment)
    await expect
      .poll(() => clientOf(three).syncState(last.metadata.sessionId), PATIENCE)
      .toMatchObject({ state: 'synced' })
    await expectWhole(team, last)
    expect(await three.kill('SIGTERM')).toEqual({ code: 0 })
  })
})
