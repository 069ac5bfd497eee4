import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createApiClient } from '../../shared/api/client.ts'
import { createAdminClient } from '../../shared/api/admin-client.ts'
import { forEachParallel } from '../../shared/api/for-each-parallel.ts'
import type { Fetch } from '../../shared/api/http.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import { startServerProcess } from '../../server/testing/server-process.ts'
import {
  customEvent,
  makeSession,
  metaEvent,
  snapshotEvent,
  type TestSession,
} from '../../server/testing/sessions.ts'
import { quantile, round, timeRuns } from './timing.ts'

const SESSIONS = 120
const CLIENTS = 8
const SEGMENTS = 5
const SEGMENT_BYTES = 100_000
const ADMIN_KEY = randomBytes(24).toString('hex')
/** One segment in 30 s: about what a busy page makes. */
const LONG_SESSION_SEGMENTS = 60
const SHARE_RUNS = 30

export interface Setup {
  name: string
  environment: Record<string, string>
}

/**
 * How many sessions a second go through create, PUT and complete at a server process of its own, how long a share takes
 * to its first segment, and what memory the process took.
 */
export async function measureUploads({ name, environment }: Setup): Promise<Record<string, string | number>> {
  const server = await startServerProcess({
    ADMIN_KEY,
    LOG_LEVEL: 'error',
    // Each session comes from an address of its own, as it would from testers: limits are by address and key.
    TRUSTED_PROXIES: '127.0.0.1',
    ...environment,
  })
  try {
    const idleMb = memoryMb(server.pid, 'VmRSS')
    const admin = createAdminClient({ baseUrl: server.url, key: ADMIN_KEY })
    const keys = await Promise.all(
      Array.from({ length: CLIENTS }, () =>
        admin.createKey({ name: 'bench', scopes: ['ingest', 'read', 'share'], websiteIds: ['default'] }),
      ),
    )
    const sessions = Array.from({ length: SESSIONS }, () => busySession(SEGMENTS))
    const times: number[] = []
    const begun = performance.now()
    await forEachParallel(sessions.entries(), CLIENTS, async ([at, session]) => {
      const client = createApiClient({
        baseUrl: server.url,
        key: keys[at % keys.length]!.key,
        fetch: fromAddress(at),
      })
      const start = performance.now()
      await uploadSession({ client, websiteId: 'default', ...session })
      times.push(performance.now() - start)
    })
    const seconds = (performance.now() - begun) / 1000
    const share = await measureShare(server.url)
    return {
      setup: name,
      'sessions/s': round(SESSIONS / seconds),
      'MB/s': round((SESSIONS * SEGMENTS * SEGMENT_BYTES) / 1e6 / seconds),
      'p50 ms': Math.round(quantile(times, 0.5)),
      'p95 ms': Math.round(quantile(times, 0.95)),
      'share p50 ms': round(quantile(share, 0.5)),
      'share p95 ms': round(quantile(share, 0.95)),
      'idle MB': idleMb,
      'peak MB': memoryMb(server.pid, 'VmHWM'),
    }
  } finally {
    await server.kill('SIGTERM')
  }
}

/** From the token to the first segment of a session of half an hour: what a share page waits for before it can draw. */
async function measureShare(baseUrl: string): Promise<number[]> {
  const client = createApiClient({ baseUrl, key: ADMIN_KEY, fetch: fromAddress(60_000) })
  const session = busySession(LONG_SESSION_SEGMENTS)
  await uploadSession({ client, websiteId: 'default', ...session })
  const { url } = await client.createShare(session.metadata.sessionId)
  const token = url.split('/s/')[1]!
  return timeRuns(SHARE_RUNS, async () => {
    const { segments } = await client.sharedManifest(token)
    await client.sharedSegment(token, segments[0]!.tab, segments[0]!.index)
  })
}

function fromAddress(number: number): Fetch {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  return (url, init) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'x-forwarded-for': address },
    })
}

function busySession(segments: number): TestSession {
  return makeSession(
    {},
    Array.from({ length: segments }, (_, index) => ({
      tab: 0,
      index,
      events: [
        ...(index === 0 ? [metaEvent(0), snapshotEvent(1)] : []),
        // Random bytes as base64: gzip makes them what they were.
        customEvent(index * 30_000 + 2, 'noise', randomBytes(SEGMENT_BYTES).toString('base64')),
      ],
    })),
  )
}

function memoryMb(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1] ?? Number.NaN) / 1024)
}
