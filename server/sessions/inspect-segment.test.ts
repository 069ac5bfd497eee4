import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { constants, createGzip, gzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { encodeSegment } from '../../shared/session/segment-codec.ts'
import { customEvent, STARTED_AT } from '../testing/sessions.ts'
import { inspectSegment } from './inspect-segment.ts'

const MIB = 1024 * 1024
const LIMIT = MIB
const inspect = (bytes: Uint8Array) => inspectSegment(Readable.from([bytes]), LIMIT)

describe('a segment that is received', () => {
  it('is read for its checksum, its times and its errors', async () => {
    const error = {
      kind: 'error',
      name: 'TypeError',
      message: 'total is undefined',
      stack: null,
      source: null,
    }
    const events = [
      customEvent(20, 'qa.error', error),
      customEvent(5, 'qa.page', {}),
      customEvent(9, 'other', {}),
    ]
    const blob = encodeSegment(events.map((event) => JSON.stringify(event)).join('\n'))
    expect(await inspect(blob)).toMatchObject({
      sha256: createHash('sha256').update(blob).digest('hex'),
      firstAt: STARTED_AT + 5,
      lastAt: STARTED_AT + 20,
      errors: [{ name: 'TypeError', message: 'total is undefined', happenedAt: STARTED_AT + 20 }],
    })
  })

  it('may be empty, or hold lines that are no events', async () => {
    expect(await inspect(encodeSegment(''))).toMatchObject({ inflatedBytes: 0, firstAt: null, errors: [] })
    expect(await inspect(encodeSegment('nonsense\n{}\n[]\nnull'))).toMatchObject({
      firstAt: null,
      lastAt: null,
    })
  })

  it.each([
    ['no gzip at all', randomBytes(500)],
    ['cut short', gzipSync(randomBytes(500)).subarray(0, 300)],
    ['nothing', Buffer.alloc(0)],
    ['changed inside', corrupted(gzipSync(randomBytes(500)))],
  ])('is refused when it is %s', async (_case, bytes) => {
    await expect(inspect(bytes)).rejects.toMatchObject({ code: 'segment-damaged' })
  })

  it('is refused when it inflates to more than is allowed', async () => {
    const bomb = await bombOf(300 * MIB)
    expect(bomb.length).toBeLessThan(2 * MIB)
    await expect(inspect(bomb)).rejects.toMatchObject({ code: 'segment-too-large' })
  })

  it('is refused when one event is too large, without being held as a whole', async () => {
    const bomb = await bombOf(300 * MIB)
    const before = process.memoryUsage().rss
    const inspected = inspectSegment(Readable.from([bomb]), 1024 * MIB)
    await expect(inspected).rejects.toMatchObject({ code: 'segment-too-large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB)
  })

  it('keeps a bounded number of errors of a page that throws in a loop', async () => {
    const event = customEvent(1, 'qa.error', {
      kind: 'error',
      name: 'E',
      message: 'again',
      stack: null,
      source: null,
    })
    const blob = encodeSegment(`${JSON.stringify(event)}\n`.repeat(2000))
    expect((await inspect(blob)).errors).toHaveLength(200)
  })
})

function corrupted(bytes: Buffer): Buffer {
  bytes[bytes.length - 6]! ^= 0xff
  return bytes
}

async function bombOf(size: number): Promise<Buffer> {
  const zeros = Buffer.alloc(MIB)
  const source = Readable.from(
    (function* () {
      for (let sent = 0; sent < size; sent += zeros.length) yield zeros
    })(),
  )
  return buffer(source.pipe(createGzip({ level: constants.Z_BEST_SPEED })))
}
