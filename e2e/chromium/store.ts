import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { CustomPayloads, CustomTag, SessionEvent } from '../../shared/session/events.ts'
import { asCustomEvent } from '../../shared/session/events.ts'
import { decodeSegment, parseEventLines } from '../../shared/session/segment-codec.ts'
import type { ChunkRow, SegmentRow, SessionRow } from '../../shared/store/schema.ts'

// The store as it is on the disk, read without the product's own reader: tests see the rows that are there.

type StoreName = 'sessions' | 'chunks' | 'segments' | 'documents' | 'settings'

/** All rows of a store. Bytes come as base64. */
function rows(inside: Page, store: StoreName): Promise<unknown[]> {
  return inside.evaluate(async (name) => {
    const promised = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('failed'))
      })
    const database = await promised(indexedDB.open('qa-replay'))
    try {
      const all = (await promised(database.transaction(name).objectStore(name).getAll())) as object[]
      return all.map((row) =>
        'blob' in row
          ? {
              ...row,
              blob: btoa(Array.from(row.blob as Uint8Array, (byte) => String.fromCharCode(byte)).join('')),
            }
          : row,
      )
    } finally {
      database.close()
    }
  }, store)
}

export async function sessionRows(inside: Page): Promise<SessionRow[]> {
  return (await rows(inside, 'sessions')) as SessionRow[]
}

/** The only session that is there. */
export async function onlySession(inside: Page): Promise<SessionRow> {
  const sessions = await sessionRows(inside)
  if (sessions.length !== 1) throw new Error(`There are ${sessions.length} sessions, not 1`)
  return sessions[0]!
}

/** Of how many documents something was stored. */
export async function documentCount(inside: Page): Promise<number> {
  return (await rows(inside, 'documents')).length
}

/** All events of a session: of its segments, and of the batches that are not folded yet. */
export async function storedEvents(inside: Page, sessionId: string): Promise<SessionEvent[]> {
  const segments = (await rows(inside, 'segments')) as (Omit<SegmentRow, 'blob'> & { blob: string })[]
  const chunks = (await rows(inside, 'chunks')) as ChunkRow[]
  return [
    ...segments
      .filter((row) => row.sessionId === sessionId)
      .map((row) => decodeSegment(Buffer.from(row.blob, 'base64'))),
    ...chunks.filter((row) => row.sessionId === sessionId).map((row) => parseEventLines(row.ndjson)),
  ].flatMap((decoded) => decoded.events)
}

/** SHA-256 of the bytes of every segment that is there, in the order of its key. */
export async function segmentDigests(inside: Page): Promise<string[]> {
  const segments = (await rows(inside, 'segments')) as { blob: string }[]
  return segments.map(({ blob }) => createHash('sha256').update(Buffer.from(blob, 'base64')).digest('hex'))
}

/** What the custom events of a tag carry. */
export function payloadsOf<Tag extends CustomTag>(events: SessionEvent[], tag: Tag): CustomPayloads[Tag][] {
  return events
    .map(asCustomEvent)
    .filter((event) => event?.data.tag === tag)
    .map((event) => event!.data.payload as CustomPayloads[Tag])
}

/** Everything in the store as one text, blobs inflated: to look for what must not be there. */
export async function storeText(inside: Page): Promise<string> {
  const parts = await Promise.all(
    (['sessions', 'chunks', 'documents', 'settings'] as const).map((store) => rows(inside, store)),
  )
  const ids = (await sessionRows(inside)).map((row) => row.sessionId)
  const events = await Promise.all(ids.map((id) => storedEvents(inside, id)))
  return JSON.stringify([parts, events])
}
