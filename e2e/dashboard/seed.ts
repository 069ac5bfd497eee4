import { readFileSync } from 'node:fs'
import { v7 as uuidv7 } from 'uuid'
import { createAdminClient } from '../../shared/api/admin-client.ts'
import { createApiClient, type ApiClient } from '../../shared/api/client.ts'
import { forEachParallel } from '../../shared/api/for-each-parallel.ts'
import { uploadSession } from '../../shared/api/upload.ts'
import { TRIGGER_MODES, type SessionMetadata } from '../../shared/session/metadata.ts'

const FIXTURE = new URL('../../shared/player/fixtures/shop/', import.meta.url)
const RECORDED = JSON.parse(readFileSync(new URL('metadata.json', FIXTURE), 'utf8')) as SessionMetadata
const segmentFile = (tab: number, index: number) =>
  new Uint8Array(readFileSync(new URL(`${tab}-${index}.ndjson.gz`, FIXTURE)))

export const SHOP = 'shop'
/** The website that has no session. */
export const EMPTY = 'empty'

/** How many of the look-alikes have segments: uploading is what takes the time. */
const PLAYABLE = 3

const TITLES = ['Paying fails with a 500', 'Cart empties itself', 'Search finds nothing', 'Sign-in loops']
const BROWSERS = [
  { name: 'Chrome', version: '140' },
  { name: 'Firefox', version: '142' },
  { name: 'Safari', version: '18' },
]
const DEVICES = ['desktop', 'mobile', 'tablet'] as const

export interface Seeded {
  admin: ReturnType<typeof createAdminClient>
  client: ApiClient
  /** A key that may list, play and share, and nothing else. */
  readerKey: string
  /** The session that was recorded, with its errors. */
  recordedId: string
}

/**
 * Two websites, one with a session that was recorded in the demo shop and `others` that look alike in lists: their
 * metadata differ, what they play is the same.
 */
export async function seed(baseUrl: string, adminKey: string, others: number): Promise<Seeded> {
  const admin = createAdminClient({ baseUrl, key: adminKey })
  const client = createApiClient({ baseUrl, key: adminKey })
  await admin.createWebsite({ websiteId: SHOP, name: 'Kettle & Co', plan: 'scale' })
  await admin.createWebsite({ websiteId: EMPTY, name: 'Nothing yet', plan: 'pro' })
  const { key: readerKey } = await admin.createKey({
    name: 'Reader',
    scopes: ['read', 'share'],
    websiteIds: [SHOP],
  })
  await upload(client, RECORDED)
  await forEachParallel(
    Array.from({ length: others }, (_, index) => index),
    4,
    async (index) => upload(client, variant(index + 1)),
  )
  return { admin, client, readerKey, recordedId: RECORDED.sessionId }
}

async function upload(client: ApiClient, metadata: SessionMetadata): Promise<void> {
  await uploadSession({
    client,
    websiteId: SHOP,
    metadata,
    readSegment: async (tab, index) => segmentFile(tab, index),
  })
}

/** A session `n` hours older than the recorded one. The first few have what was recorded; the others only metadata. */
function variant(n: number): SessionMetadata {
  const hasErrors = n % 3 === 0
  const frustrationScore = n % 5 === 0 ? (n * 7) % 100 : 0
  return {
    ...RECORDED,
    segments: n <= PLAYABLE ? RECORDED.segments : [],
    sessionId: uuidv7(),
    visitorId: `visitor-${n % 7}`,
    startedAt: new Date(Date.parse(RECORDED.startedAt) - n * 3_600_000).toISOString(),
    duration: 5000 + ((n * 7919) % 600) * 1000,
    title: `${TITLES[n % TITLES.length]!} ${n}`,
    initialUrl: `https://kettle.example/${['', 'cart', 'search', 'account'][n % 4]!}`,
    device: { type: DEVICES[n % 3]!, model: null },
    browser: BROWSERS[n % 3]!,
    trigger: { mode: TRIGGER_MODES[n % 5]!, reason: 'Recorded by hand' },
    hasErrors,
    errorCount: hasErrors ? 1 + (n % 9) : 0,
    hasFrustration: frustrationScore > 0,
    frustrationScore,
  }
}
