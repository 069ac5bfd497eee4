import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { decodeSegment, encodeSegment } from '../session/segment-codec.ts'
import type { SessionMetadata } from '../session/metadata.ts'
import { consoleEvent, metadataFixture, STARTED_AT_MS, toNdjson } from '../session/testing.ts'
import { readSessionFile, SessionFileError } from './read-session-file.ts'
import { sessionFileName, writeSessionFile, type StoredSession } from './session-file.ts'

function makeSession(
  texts: readonly (readonly string[])[],
  change: Partial<SessionMetadata> = {},
): StoredSession {
  const blobs = texts.map((lines) => encodeSegment(toNdjson(lines.map((text, i) => consoleEvent(text, i)))))
  const segments = blobs.map((blob, index) => ({
    tab: 0,
    index,
    start: STARTED_AT_MS,
    end: STARTED_AT_MS + texts[index]!.length - 1,
    events: texts[index]!.length,
    bytes: blob.length,
    sha256: createHash('sha256').update(blob).digest('hex'),
  }))
  return {
    metadata: metadataFixture({ segments, title: 'Paying fails!', ...change }),
    readBlob: async (_tab, index) => blobs[index] ?? null,
  }
}
const refusal = async (bytes: Uint8Array): Promise<string> =>
  readSessionFile(bytes).then(
    () => 'taken',
    (error: unknown) => {
      if (!(error instanceof SessionFileError)) throw error
      return error.code
    },
  )
/** The file with one of its entries changed. */
function changed(
  file: Uint8Array,
  name: RegExp,
  change: (bytes: Uint8Array) => Uint8Array | null,
): Uint8Array {
  const entries = Object.entries(unzipSync(file)).flatMap(([entry, bytes]) => {
    const next = name.test(entry) ? change(bytes) : bytes
    return next ? [[entry, next] as const] : []
  })
  return zipSync(Object.fromEntries(entries))
}
const withMetadata = (file: Uint8Array, change: object) =>
  changed(file, /session\.json$/, (bytes) =>
    strToU8(JSON.stringify({ ...(JSON.parse(strFromU8(bytes)) as object), ...change })),
  )

test('what is written is read back: the same metadata, the same bytes, each event', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), { maxLength: 4 }),
      fc.string(),
      async (texts, title) => {
        const session = makeSession(texts, { title })
        const [read, ...others] = await readSessionFile(await writeSessionFile([session]))
        expect(others).toEqual([])
        expect(read!.metadata).toEqual(session.metadata)
        const decoded = read!.segments.map(({ blob }) => decodeSegment(blob).events.length)
        expect(decoded).toEqual(texts.map(({ length }) => length))
      },
    ),
    { numRuns: 40 },
  )
})

test('a file holds several sessions; packed by another program it is read all the same', async () => {
  const other = makeSession([['b']], { sessionId: '019cb890-a000-7000-8000-000000000002' })
  const file = await writeSessionFile([makeSession([['a']]), other])
  expect(await readSessionFile(file)).toHaveLength(2)
  // Deflated, and with what systems put beside it.
  const again = zipSync({ ...unzipSync(file), '__MACOSX/._x': strToU8('x'), '.DS_Store': strToU8('y') })
  expect(await readSessionFile(again)).toHaveLength(2)
})

test('a file of a newer build is refused by name', async () => {
  const file = await writeSessionFile([makeSession([['a']])])
  const newer = withMetadata(file, { formatVersion: 99 })
  await expect(readSessionFile(newer)).rejects.toThrow(/newer QA Replay \(format 99/)
  expect(await refusal(newer)).toBe('newer-format')
})

test('cut short anywhere, or with any byte changed, it is refused or the same', async () => {
  const file = await writeSessionFile([makeSession([['a', 'b'], ['c']])])
  const whole = await readSessionFile(file)
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), async (length) => {
      expect(await refusal(file.subarray(0, length))).not.toBe('taken')
    }),
    { numRuns: 60 },
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const damaged = file.slice()
      damaged[place]! ^= change
      const read = await readSessionFile(damaged).catch((error: unknown) => error)
      if (read instanceof SessionFileError) return
      // What is no part of the session may differ: dates of the zip, names of its folders.
      expect((read as typeof whole).map(({ segments }) => segments)).toEqual(
        whole.map(({ segments }) => segments),
      )
    }),
    { numRuns: 150 },
  )
})

test('anything else is refused with a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      expect(await refusal(bytes)).toBe('not-a-session')
    }),
  )
  expect(await refusal(zipSync({ 'readme.txt': strToU8('hello') }))).toBe('not-a-session')
  expect(await refusal(zipSync({ 'session.json': strToU8('{') }))).toBe('damaged')
})

test('nothing in it is trusted', async () => {
  const file = await writeSessionFile([makeSession([['a'], ['b']])])
  expect(await refusal(changed(file, /0-1/, () => null))).toBe('damaged')
  expect(await refusal(changed(file, /0-1/, () => encodeSegment(toNdjson([consoleEvent('x')]))))).toBe(
    'damaged',
  )
  expect(await refusal(withMetadata(file, { sessionId: '../../etc' }))).toBe('not-a-session')
  expect(await refusal(withMetadata(file, { duration: 1e300 }))).toBe('damaged')
  expect(await refusal(withMetadata(file, { startedAt: '2026-99-99T99:99:99.999Z' }))).toBe('damaged')
  const { metadata } = makeSession([['a'], ['b']])
  const twice = [metadata.segments[0], metadata.segments[0]]
  expect(await refusal(withMetadata(file, { segments: twice }))).toBe('damaged')
  const more = metadata.segments.map((segment) => ({ ...segment, events: 7 }))
  expect(await refusal(withMetadata(file, { segments: more }))).toBe('damaged')
})

test('a bomb is refused before it is unpacked', async () => {
  const bomb = zipSync({ 'a/session.json': new Uint8Array(33 * 1024 * 1024) }, { level: 9 })
  expect(bomb.length).toBeLessThan(100_000)
  expect(await refusal(bomb)).toBe('too-large')
  // One that lies about its size gets no more room than it says.
  const lying = bomb.slice()
  const view = new DataView(lying.buffer)
  const directory = view.getUint32(lying.length - 6, true)
  view.setUint32(directory + 24, 10, true)
  expect(await refusal(lying)).not.toBe('taken')
})

test('the file is named after what is in it', () => {
  expect(sessionFileName([metadataFixture({ title: 'Zahlung: "geht" nicht/ä' })])).toBe(
    'Zahlung-geht-nicht-ä-2026-03-04.qa-replay.zip',
  )
  expect(sessionFileName([metadataFixture({ initialUrl: 'https://shop.example/' })])).toBe(
    'shop-example-2026-03-04.qa-replay.zip',
  )
  expect(sessionFileName([metadataFixture(), metadataFixture()])).toBe('2 sessions.qa-replay.zip')
})
