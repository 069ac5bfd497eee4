import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeSegment } from '../session/segment-codec.ts'
import type { SessionEvent } from '../session/events.ts'
import { fingerprintOf } from '../session/fingerprint.ts'
import { consoleEvent, metadataFixture, toNdjson } from '../session/testing.ts'
import { openStoreReader, type StoreReader } from './reader.ts'
import { openDatabase, type Database, type SessionRow } from './schema.ts'
import {
  appendBatch,
  deleteSession,
  evictSessions,
  foldChunks,
  makeSegment,
  replaceSegments,
  updateSession,
} from './writer.ts'

let database: Database
let reader: StoreReader
let counter = 0

beforeEach(async () => {
  const name = `test-${counter++}`
  database = await openDatabase(name)
  reader = await openStoreReader(name)
})
afterEach(() => {
  database.close()
  reader.close()
})

function sessionRow(change: Partial<SessionRow> = {}): SessionRow {
  const sessionId = change.sessionId ?? metadataFixture().sessionId
  const metadata = metadataFixture({ sessionId })
  return {
    sessionId,
    startedAt: metadata.startedAt,
    metadata,
    state: 'recording',
    endedAt: null,
    browserRun: 'run',
    recordedTabs: [],
    access: 'site',
    titled: false,
    nextOrdinal: 0,
    pendingChars: {},
    sizeBytes: 0,
    pinned: false,
    upload: { phase: 'local' },
    deletedAt: null,
    ...change,
  }
}

const batch = (seq: number, ndjson: string, documentId = 'd0', tab = 0) => ({
  sessionId: metadataFixture().sessionId,
  documentId,
  tab,
  seq,
  ndjson,
})

async function readAll(): Promise<SessionEvent[]> {
  const source = await reader.openSession(metadataFixture().sessionId)
  const parts = await Promise.all(source.segments.map((ref) => source.readSegment(ref)))
  return parts.flatMap((part) => part.events)
}

const texts = (events: SessionEvent[]) =>
  events.map((event) => (event.data as { payload: { args: string[] } }).payload.args[0])

describe('appendBatch', () => {
  it('stores a batch once, however often it comes', async () => {
    await database.put('sessions', sessionRow())
    const first = batch(0, toNdjson([consoleEvent('a', 1), consoleEvent('b', 2)]))
    expect(await appendBatch(database, first)).toMatchObject({ outcome: 'stored' })
    expect(await appendBatch(database, first)).toEqual({ outcome: 'duplicate' })
    expect(await appendBatch(database, batch(1, toNdjson([consoleEvent('c', 3)])))).toMatchObject({
      outcome: 'stored',
    })
    expect(await appendBatch(database, first)).toEqual({ outcome: 'duplicate' })
    expect(texts(await readAll())).toEqual(['a', 'b', 'c'])
  })

  it('still knows a batch after it was folded', async () => {
    await database.put('sessions', sessionRow())
    const first = batch(0, toNdjson([consoleEvent('a', 1)]))
    await appendBatch(database, first)
    await foldChunks(database, first.sessionId, 0)
    expect(await appendBatch(database, first)).toEqual({ outcome: 'duplicate' })
    expect(texts(await readAll())).toEqual(['a'])
  })

  it('counts documents apart', async () => {
    await database.put('sessions', sessionRow())
    await appendBatch(database, batch(0, toNdjson([consoleEvent('a', 1)]), 'd0'))
    await appendBatch(database, batch(0, toNdjson([consoleEvent('b', 2)]), 'd1'))
    expect(texts(await readAll())).toEqual(['a', 'b'])
  })

  it('refuses what no session takes: unknown, deleted, later than its end', async () => {
    expect(await appendBatch(database, batch(0, toNdjson([consoleEvent('a')])))).toEqual({
      outcome: 'not-recording',
    })
    await database.put('sessions', sessionRow({ deletedAt: 1 }))
    expect(await appendBatch(database, batch(0, toNdjson([consoleEvent('a')])))).toEqual({
      outcome: 'not-recording',
    })
    const endedAt = consoleEvent('', 100).timestamp
    await database.put('sessions', sessionRow({ state: 'stopped', endedAt }))
    expect(await appendBatch(database, batch(0, toNdjson([consoleEvent('late', 101)])))).toEqual({
      outcome: 'not-recording',
    })
    expect(await appendBatch(database, batch(0, toNdjson([consoleEvent('in time', 99)])))).toMatchObject({
      outcome: 'stored',
    })
  })

  it('drops lines that are no events, keeps the rest, and says that something is missing', async () => {
    await database.put('sessions', sessionRow())
    await appendBatch(database, batch(0, `garbage\n${toNdjson([consoleEvent('a', 1)])}\n{"type":77}`))
    expect(texts(await readAll())).toEqual(['a'])
    const [summary] = await reader.listSessions()
    expect(summary?.metadata.incomplete).toMatchObject([{ reason: 'events-lost' }])
  })

  it('acknowledges a batch of nothing but garbage, so that it does not come again', async () => {
    await database.put('sessions', sessionRow())
    expect(await appendBatch(database, batch(0, 'garbage'))).toMatchObject({ outcome: 'stored' })
    expect(await database.count('chunks')).toBe(0)
  })
})

describe('foldChunks', () => {
  it('turns chunks into a segment, and deletes them, and describes it in the metadata', async () => {
    await database.put('sessions', sessionRow())
    await appendBatch(database, batch(0, toNdjson([consoleEvent('a', 10)])))
    await appendBatch(database, batch(1, toNdjson([consoleEvent('b', 20)])))
    const segment = await foldChunks(database, metadataFixture().sessionId, 0)
    expect(segment).toMatchObject({
      tab: 0,
      index: 0,
      events: 2,
      start: consoleEvent('', 10).timestamp,
      end: consoleEvent('', 20).timestamp,
    })
    expect(await database.count('chunks')).toBe(0)
    const [row] = await database.getAll('segments')
    expect(row && decodeSegment(row.blob).damage).toEqual([])
    const [summary] = await reader.listSessions()
    expect(summary?.metadata.segments).toEqual([segment])
    expect(summary?.sizeBytes).toBe(segment?.bytes)
  })

  it('leaves alone what comes in while it works', async () => {
    await database.put('sessions', sessionRow())
    await appendBatch(database, batch(0, toNdjson([consoleEvent('a', 1)])))
    await Promise.all([
      foldChunks(database, metadataFixture().sessionId, 0),
      appendBatch(database, batch(1, toNdjson([consoleEvent('b', 2)]))),
    ])
    expect(texts(await readAll())).toEqual(['a', 'b'])
    await foldChunks(database, metadataFixture().sessionId, 0)
    expect((await database.getAll('segments')).map(({ index }) => index)).toEqual([0, 1])
    expect(texts(await readAll())).toEqual(['a', 'b'])
  })

  it('gives null when there is nothing to fold', async () => {
    await database.put('sessions', sessionRow())
    expect(await foldChunks(database, metadataFixture().sessionId, 0)).toBeNull()
  })
})

describe('the reader', () => {
  it('reads what has been folded since it opened the session', async () => {
    await database.put('sessions', sessionRow())
    await appendBatch(database, batch(0, toNdjson([consoleEvent('a', 1)])))
    const source = await reader.openSession(metadataFixture().sessionId)
    await foldChunks(database, metadataFixture().sessionId, 0)
    await appendBatch(database, batch(1, toNdjson([consoleEvent('b', 2)])))
    const parts = await Promise.all(source.segments.map((ref) => source.readSegment(ref)))
    expect(texts(parts.flatMap((part) => part.events))).toEqual(['a', 'b'])
  })

  it('says what is damaged, and gives the rest', async () => {
    await database.put('sessions', sessionRow())
    await appendBatch(database, batch(0, toNdjson([consoleEvent('a', 1)])))
    await foldChunks(database, metadataFixture().sessionId, 0)
    await appendBatch(database, batch(1, toNdjson([consoleEvent('b', 2)])))
    const [row] = await database.getAll('segments')
    if (row) await database.put('segments', { ...row, blob: row.blob.map((byte) => byte ^ 0x5a) })
    const source = await reader.openSession(metadataFixture().sessionId)
    const parts = await Promise.all(source.segments.map((ref) => source.readSegment(ref)))
    expect(parts.map(({ damage }) => damage.length > 0)).toEqual([true, false])
    expect(texts(parts.flatMap((part) => part.events))).toEqual(['b'])
  })

  it('says that a session is gone, or from a newer build', async () => {
    await expect(reader.openSession('nope')).rejects.toThrow('no longer here')
    await database.put('sessions', sessionRow({ metadata: { ...metadataFixture(), formatVersion: 9 } }))
    await expect(reader.openSession(metadataFixture().sessionId)).rejects.toThrow(
      'recorded by a newer QA Replay',
    )
  })

  it('lists newest first, without the deleted', async () => {
    const row = (n: number, change: Partial<SessionRow> = {}) =>
      sessionRow({
        sessionId: `019cb890-a000-7000-8000-00000000000${n}`,
        startedAt: `2026-01-0${n}T00:00:00.000Z`,
        ...change,
      })
    await Promise.all(
      [row(1), row(3), row(2), row(4, { deletedAt: 1 })].map((one) => database.put('sessions', one)),
    )
    expect((await reader.listSessions()).map(({ metadata }) => metadata.sessionId.at(-1))).toEqual([
      '3',
      '2',
      '1',
    ])
  })
})

describe('evictSessions', () => {
  it('deletes the oldest, but none that is recorded, pinned, or on its way', async () => {
    const row = (n: number, change: Partial<SessionRow> = {}) =>
      sessionRow({
        sessionId: `s${n}`,
        startedAt: `2026-01-0${n}T00:00:00.000Z`,
        sizeBytes: 100,
        state: 'stopped',
        ...change,
      })
    const rows = [
      row(1, { state: 'recording' }),
      row(2, { pinned: true }),
      row(3, { upload: { phase: 'queued', sentBytes: 0, totalBytes: 1, waiting: null } }),
      row(4),
      row(5),
      row(6),
    ]
    await Promise.all(rows.map((one) => database.put('sessions', one)))
    expect(await evictSessions(database, 450)).toEqual(['s4', 's5'])
    expect(await evictSessions(database, 0, 's6')).toEqual([])
    expect(await evictSessions(database, 0)).toEqual(['s6'])
    expect(await database.getAllKeys('sessions')).toEqual(['s1', 's2', 's3'])
  })
})

it('deleteSession leaves nothing of a session, and all of the others', async () => {
  await database.put('sessions', sessionRow())
  await database.put('sessions', sessionRow({ sessionId: 'other' }))
  await appendBatch(database, batch(0, toNdjson([consoleEvent('a', 1)])))
  await foldChunks(database, metadataFixture().sessionId, 0)
  await appendBatch(database, batch(1, toNdjson([consoleEvent('b', 2)])))
  await appendBatch(database, { ...batch(0, toNdjson([consoleEvent('c', 2)])), sessionId: 'other' })
  await deleteSession(database, metadataFixture().sessionId)
  expect(await database.getAllKeys('sessions')).toEqual(['other'])
  for (const name of ['segments', 'chunks', 'documents'] as const) {
    expect((await database.getAll(name)).filter(({ sessionId }) => sessionId !== 'other')).toEqual([])
  }
  expect(await database.count('chunks')).toBe(1)
})

it('updateSession gives the row as it is then, changed or not', async () => {
  await database.put('sessions', sessionRow())
  const id = metadataFixture().sessionId
  expect(await updateSession(database, id, (row) => ({ ...row, pinned: true }))).toMatchObject({
    pinned: true,
  })
  expect(await updateSession(database, id, () => undefined)).toMatchObject({ pinned: true })
  expect(await updateSession(database, 'nope', (row) => row)).toBeUndefined()
})

describe('replaceSegments', () => {
  const { sessionId } = metadataFixture()

  /** A session of two segments with `a` and `b`, and what takes `a` out of it. */
  async function folded() {
    await database.put('sessions', sessionRow())
    for (const [seq, text] of ['a secret', 'b'].entries()) {
      await appendBatch(database, batch(seq, toNdjson([consoleEvent(text, seq)])))
      await foldChunks(database, sessionId, 0)
    }
    const before = (await database.get('sessions', sessionId))!
    const segments = await Promise.all(
      ['********', 'b'].map((text, index) =>
        makeSegment({ sessionId, tab: 0, index }, [consoleEvent(text, index)]),
      ),
    )
    const madeFrom = before.metadata.segments.map(({ sha256 }) => sha256)
    const change = (row: SessionRow): SessionRow => ({
      ...row,
      state: 'stopped',
      endedAt: consoleEvent('', 100).timestamp,
      metadata: {
        ...row.metadata,
        segments: row.metadata.segments.map((known, i) => ({ ...known, sha256: segments[i]!.sha256 })),
      },
      review: { scan: null, acknowledged: [], redactedAt: 1, staleCopy: null },
    })
    return { before, segments, madeFrom, change }
  }

  /** All that is in the database, blobs read. */
  async function everything(): Promise<string> {
    const parts = await Promise.all([
      database.getAll('sessions'),
      database.getAll('documents'),
      database.getAll('chunks'),
      database.getAll('settings'),
    ])
    const blobs = (await database.getAll('segments')).map(({ blob }) => decodeSegment(blob).events)
    return JSON.stringify([parts, blobs])
  }

  it('puts the new segments in the place of the old ones', async () => {
    const { segments, madeFrom, change } = await folded()
    const row = await replaceSegments(database, sessionId, { madeFrom, segments, change })
    expect(row?.metadata.segments.map(({ sha256 }) => sha256)).toEqual(segments.map(({ sha256 }) => sha256))
    expect(texts(await readAll())).toEqual(['********', 'b'])
    expect(await everything()).not.toContain('secret')
    expect((await reader.getSession(sessionId))?.review.redactedAt).toBe(1)
  })

  it('changes nothing when it is refused, or fails half-way', async () => {
    const { segments, madeFrom, change } = await folded()
    const before = await everything()
    const refusing = () => {
      throw new Error('refused')
    }
    await expect(
      replaceSegments(database, sessionId, { madeFrom, segments, change: refusing }),
    ).rejects.toThrow('refused')
    // The same key twice: the second one cannot be added.
    await expect(
      replaceSegments(database, sessionId, { madeFrom, segments: [...segments, segments[0]!], change }),
    ).rejects.toThrow()
    expect(await everything()).toBe(before)
  })

  it('changes nothing when the session is not the one any more that they were made from', async () => {
    const { segments, madeFrom, change } = await folded()
    await appendBatch(database, batch(2, toNdjson([consoleEvent('c', 3)])))
    const before = await everything()
    expect(await replaceSegments(database, sessionId, { madeFrom, segments, change })).toBeNull()
    await foldChunks(database, sessionId, 0)
    expect(await replaceSegments(database, sessionId, { madeFrom, segments, change })).toBeNull()
    expect(texts(await readAll())).toEqual(['a secret', 'b', 'c'])
    expect(before).toContain('secret')
    expect(await replaceSegments(database, 'another', { madeFrom, segments, change })).toBeNull()
  })

  it('lets nothing come in afterwards, which would bring back what was taken out', async () => {
    const { segments, madeFrom, change } = await folded()
    const late = batch(2, toNdjson([consoleEvent('secret', 5)]))
    await replaceSegments(database, sessionId, { madeFrom, segments, change })
    expect(await appendBatch(database, late)).toEqual({ outcome: 'not-recording' })
  })
})

describe('the summary of a review', () => {
  const finding = {
    id: 'x',
    kind: 'phone' as const,
    detail: null,
    value: '1',
    shape: '0',
    count: 1,
    places: [],
  }
  const open = async (change: Partial<SessionRow>) => {
    await database.put('sessions', sessionRow(change))
    return (await reader.getSession(metadataFixture().sessionId))?.review.open
  }

  it('counts what is not decided, and knows of nothing when the session is another one than was scanned', async () => {
    const { metadata } = sessionRow()
    const scan = { fingerprint: fingerprintOf(metadata, 1), findings: [finding], masked: [] }
    const review = { scan, acknowledged: [], redactedAt: null, staleCopy: null }
    expect(await open({})).toBeNull()
    expect(await open({ review })).toBe(1)
    expect(await open({ review: { ...review, acknowledged: ['x'] } })).toBe(0)
    expect(await open({ review, metadata: { ...metadata, title: 'another' } })).toBeNull()
  })
})
