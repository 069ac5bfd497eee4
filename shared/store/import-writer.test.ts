import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { encodeSegment } from '../session/segment-codec.ts'
import type { SessionMetadata } from '../session/metadata.ts'
import { consoleEvent, metadataFixture, STARTED_AT_MS, toNdjson } from '../session/testing.ts'
import {
  addImportedSegment,
  beginImportedSession,
  completeImportedSession,
  ImportError,
} from './import-writer.ts'
import { openStoreReader } from './reader.ts'
import { openDatabase, type Database } from './schema.ts'
import { evictSessions } from './writer.ts'

let database: Database
let name = 0
beforeEach(async () => {
  database = await openDatabase(`import-${++name}`)
})

const BLOB = encodeSegment(toNdjson([consoleEvent('hello')]))
const metadata: SessionMetadata = metadataFixture({
  segments: [
    {
      tab: 0,
      index: 0,
      start: STARTED_AT_MS,
      end: STARTED_AT_MS,
      events: 1,
      bytes: BLOB.length,
      sha256: createHash('sha256').update(BLOB).digest('hex'),
    },
  ],
})
const { sessionId } = metadata
const listed = async () => (await (await openStoreReader(`import-${name}`)).listSessions()).length
const add = (blob = BLOB, index = 0) => addImportedSegment(database, { sessionId, tab: 0, index, blob })

test('a session is listed when all of it is there, and not before; then it is known', async () => {
  expect(await beginImportedSession(database, metadata)).toBe(true)
  await expect(completeImportedSession(database, sessionId)).rejects.toThrow(ImportError)
  await add()
  expect(await listed()).toBe(0)
  // Making room takes nothing away that is coming in.
  expect(await evictSessions(database, 0)).toEqual([])
  const row = await completeImportedSession(database, sessionId)
  expect(row).toMatchObject({ deletedAt: null, pinned: false, sizeBytes: BLOB.length })
  expect(await listed()).toBe(1)
  expect(await beginImportedSession(database, metadata)).toBe(false)
  // What is here cannot be changed by another file of the same id.
  await expect(add()).rejects.toThrow(ImportError)
})

test('a segment that is not what the metadata tells of is refused', async () => {
  await beginImportedSession(database, metadata)
  await expect(add(encodeSegment(toNdjson([consoleEvent('other')])))).rejects.toThrow(ImportError)
  await expect(add(BLOB, 1)).rejects.toThrow(ImportError)
  await expect(
    addImportedSegment(database, { sessionId: 'another', tab: 0, index: 0, blob: BLOB }),
  ).rejects.toThrow(ImportError)
  expect(await database.count('segments')).toBe(0)
})

test('what was begun and never completed is begun anew', async () => {
  await beginImportedSession(database, metadata)
  await add()
  expect(await beginImportedSession(database, metadata)).toBe(true)
  expect(await database.count('segments')).toBe(0)
})
