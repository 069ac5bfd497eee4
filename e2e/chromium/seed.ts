import type { Page } from '@playwright/test'
import { metadataFixture } from '../../shared/session/testing.ts'
import type { SessionMetadata } from '../../shared/session/metadata.ts'
import type { SessionRow } from '../../shared/store/schema.ts'

const MINUTE_MS = 60_000
const SITES = ['shop.example', 'docs.example', 'admin.shop.example', 'localhost:5173']
const TITLES = ['Checkout fails', 'Search shows nothing', 'Sign-up', 'Invoice without an address', '']
const BROWSERS = ['Chrome', 'Firefox', 'Edge']

/** A session that is in the store and has no segments: for lists. @param number the higher, the older */
export function sessionRow(number: number, change: Partial<SessionMetadata> = {}): SessionRow {
  const sessionId = `019cb890-a000-7000-8000-${String(number).padStart(12, '0')}`
  const startedAt = new Date(Date.now() - number * 37 * MINUTE_MS).toISOString()
  const errorCount = number % 4 === 0 ? (number % 7) + 1 : 0
  const frustrationScore = number % 6 === 0 ? (number % 40) + 2 : 0
  return {
    sessionId,
    startedAt,
    metadata: metadataFixture({
      sessionId,
      startedAt,
      title: TITLES[number % TITLES.length]!,
      initialUrl: `https://${SITES[number % SITES.length]}/page/${number}`,
      browser: { name: BROWSERS[number % BROWSERS.length]!, version: '152.0.1' },
      device: { type: number % 5 === 1 ? 'mobile' : 'desktop', model: null },
      duration: ((number * 7919) % 2400) * 1000,
      pageViews: (number % 9) + 1,
      errorCount,
      hasErrors: errorCount > 0,
      frustrationScore,
      hasFrustration: frustrationScore > 0,
      ...change,
    }),
    state: 'stopped',
    endedAt: Date.parse(startedAt),
    browserRun: '',
    recordedTabs: [],
    access: 'site',
    titled: true,
    nextOrdinal: 0,
    pendingChars: {},
    sizeBytes: number * 997,
    pinned: number % 11 === 3,
    tags: number % 8 === 2 ? ['release 7'] : [],
    upload:
      number % 3 === 2
        ? { phase: 'uploaded', serverUrl: 'https://replay.example', shareUrl: null }
        : { phase: 'local' },
    deletedAt: null,
  }
}

/** Puts rows of sessions into the store, without the extension. The store has to be there. */
export async function putSessions(inside: Page, rows: readonly SessionRow[]): Promise<void> {
  await inside.evaluate(async (sessions) => {
    const promised = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('failed'))
      })
    const database = await promised(indexedDB.open('qa-replay'))
    try {
      const tx = database.transaction('sessions', 'readwrite')
      for (const row of sessions) tx.objectStore('sessions').put(row)
      await new Promise((resolve) => (tx.oncomplete = resolve))
    } finally {
      database.close()
    }
  }, rows)
}

/** Opens the panel as a page of its own. */
export async function openPanel(page: Page, extensionId: string, query = ''): Promise<void> {
  await page.goto(`chrome-extension://${extensionId}/devtools-panel/panel.html${query}`)
}
