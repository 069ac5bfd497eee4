import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { SessionEvent } from '../../shared/session/events.ts'
import { parseEventLine } from '../../shared/session/segment-codec.ts'
import { LineSplitter } from './line-splitter.ts'

/** A segment to read events from, and between which times (ms since the epoch) they are. */
export interface TimedSegment {
  firstAt: number
  lastAt: number
  inflatedBytes: number
  open: () => Promise<Readable>
}

interface EventLine {
  timestamp: number
  json: string
}

/**
 * The events of all segments, as JSON text, sorted by time; those of one moment in the order of their segments. Only
 * segments that overlap in time are held at once.
 */
export async function* mergeEvents(
  segments: readonly TimedSegment[],
  upgradeEvent: ((event: SessionEvent) => SessionEvent) | null,
): AsyncGenerator<string> {
  const waiting = [...segments].sort((a, b) => a.firstAt - b.firstAt)
  let open: { lines: EventLine[]; at: number }[] = []
  while (waiting.length > 0 || open.length > 0) {
    const next = waiting[0]
    const earliest = minBy(open, ({ lines, at }) => lines[at]!.timestamp)
    if (next && (!earliest || next.firstAt < earliest.lines[earliest.at]!.timestamp)) {
      waiting.shift()
      const lines = await readLines(next, upgradeEvent)
      if (lines.length > 0) open.push({ lines, at: 0 })
    } else if (earliest) {
      yield earliest.lines[earliest.at]!.json
      earliest.at++
      if (earliest.at === earliest.lines.length) open = open.filter((segment) => segment !== earliest)
    }
  }
}

/** The most bytes of inflated segments that {@link mergeEvents} holds at once. */
export function peakBytes(segments: readonly TimedSegment[]): number {
  const changes = segments.flatMap(({ firstAt, lastAt, inflatedBytes }) => [
    { at: firstAt, bytes: inflatedBytes },
    { at: lastAt, bytes: -inflatedBytes },
  ])
  // Of one moment, those that open come first: they are held together with those that close.
  changes.sort((a, b) => a.at - b.at || b.bytes - a.bytes)
  let held = 0
  let peak = 0
  for (const { bytes } of changes) {
    held += bytes
    peak = Math.max(peak, held)
  }
  return peak
}

async function readLines(
  segment: TimedSegment,
  upgradeEvent: ((event: SessionEvent) => SessionEvent) | null,
): Promise<EventLine[]> {
  const lines: EventLine[] = []
  const splitter = new LineSplitter((text) => {
    const event = parseEventLine(text)
    if (!event) return
    const json = upgradeEvent ? JSON.stringify(upgradeEvent(event)) : text
    lines.push({ timestamp: event.timestamp, json })
  })
  const gunzip = createGunzip({ chunkSize: 64 * 1024 })
  const source = await segment.open()
  source.on('error', (error) => gunzip.destroy(error))
  for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) splitter.push(chunk)
  splitter.end()
  // A stable sort: events of one moment stay in the order in which they were recorded.
  return lines.sort((a, b) => a.timestamp - b.timestamp)
}

function minBy<Item>(items: readonly Item[], value: (item: Item) => number): Item | undefined {
  let best: Item | undefined
  for (const item of items) if (best === undefined || value(item) < value(best)) best = item
  return best
}
