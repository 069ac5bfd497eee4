import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { asCustomEvent } from '../../shared/session/events.ts'
import { parseEventLine } from '../../shared/session/segment-codec.ts'
import type { FoundError } from '../tables/segments.ts'
import { describeError } from './describe-error.ts'
import { LineSplitter } from './line-splitter.ts'

export interface SegmentContent {
  sha256: string
  inflatedBytes: number
  /** ms since the epoch; null when it holds no event. */
  firstAt: number | null
  lastAt: number | null
  errors: FoundError[]
}

/** The bytes are no segment, whoever announced them. */
export class BadSegmentError extends Error {
  override name = 'BadSegmentError'
  constructor(
    readonly code: 'segment-damaged' | 'segment-too-large',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Errors kept of one segment: a page that throws in a loop is listed, not stored event by event. */
const MAX_ERRORS = 200

/**
 * Reads a segment as a stream: its checksum, that it inflates within the limit, and what is in it. Holds one line at a
 * time, and stops at the limit, so a bomb costs what the limit allows and no memory.
 *
 * @throws {BadSegmentError}
 */
export async function inspectSegment(source: Readable, maxInflatedBytes: number): Promise<SegmentContent> {
  const hash = createHash('sha256')
  const content = { inflatedBytes: 0, errors: [] as FoundError[] }
  let firstAt = Infinity
  let lastAt = -Infinity

  const readLine = (line: string) => {
    const event = parseEventLine(line)
    if (!event) return
    firstAt = Math.min(firstAt, event.timestamp)
    lastAt = Math.max(lastAt, event.timestamp)
    const custom = asCustomEvent(event)
    if (custom?.data.tag === 'qa.error' && content.errors.length < MAX_ERRORS) {
      content.errors.push(describeError(custom.data.payload, custom.timestamp))
    }
  }

  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
    },
    createGunzip({ chunkSize: 64 * 1024 }),
    async (chunks: AsyncIterable<Buffer>) => {
      const lines = new LineSplitter(readLine)
      for await (const chunk of chunks) {
        content.inflatedBytes += chunk.length
        if (content.inflatedBytes > maxInflatedBytes) throw tooLarge(maxInflatedBytes)
        lines.push(chunk)
      }
      lines.end()
    },
  ).catch((error: unknown) => {
    throw asBadSegment(error)
  })

  return {
    ...content,
    sha256: hash.digest('hex'),
    firstAt: Number.isFinite(firstAt) ? firstAt : null,
    lastAt: Number.isFinite(lastAt) ? lastAt : null,
  }
}

function tooLarge(maxInflatedBytes: number): BadSegmentError {
  const megabytes = Math.round(maxInflatedBytes / 1024 / 1024)
  return new BadSegmentError('segment-too-large', `The segment inflates to more than ${megabytes} MB.`)
}

function asBadSegment(cause: unknown): unknown {
  if (cause instanceof RangeError) {
    return new BadSegmentError('segment-too-large', 'The segment holds an event that is too large.', {
      cause,
    })
  }
  const isZlibs = String((cause as NodeJS.ErrnoException).code).startsWith('Z_')
  return isZlibs
    ? new BadSegmentError('segment-damaged', 'The segment is not a whole gzip file.', { cause })
    : cause
}
