import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { SessionEvent } from '../../shared/session/events.ts'
import type { SegmentDescriptor, SessionMetadata } from '../../shared/session/metadata.ts'
import { encodeSegment } from '../../shared/session/segment-codec.ts'
import { FORMAT_VERSION } from '../../shared/session/version.ts'

/** A recorded session, as an extension would upload it. */
export interface TestSession {
  metadata: SessionMetadata
  blobs: Map<string, Uint8Array<ArrayBuffer>>
  readSegment: (tab: number, index: number) => Promise<Uint8Array<ArrayBuffer>>
}

export const STARTED_AT = Date.parse('2026-03-01T12:00:00.000Z')

/** Events of one segment of one tab. */
export interface TestSegment {
  tab: number
  index: number
  events: SessionEvent[]
}

/** A session with these segments. Without any: two of one tab, a full snapshot first. */
export function makeSession(
  change: Partial<SessionMetadata> = {},
  segments: TestSegment[] = defaultSegments(),
): TestSession {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  const descriptors = segments.map((segment) => {
    const blob = encodeSegment(segment.events.map((event) => JSON.stringify(event)).join('\n'))
    blobs.set(`${segment.tab}/${segment.index}`, blob)
    return describe(segment, blob)
  })
  const metadata: SessionMetadata = {
    formatVersion: FORMAT_VERSION,
    sessionId: uuidv7(),
    visitorId: 'visitor-1',
    startedAt: new Date(STARTED_AT).toISOString(),
    duration: 5000,
    pageViews: 1,
    hasErrors: false,
    hasFrustration: false,
    viewport: { width: 1280, height: 720 },
    device: { type: 'desktop', model: null },
    browser: { name: 'Chrome', version: '140' },
    country: null,
    initialUrl: 'https://shop.test/checkout',
    title: 'Checkout fails',
    os: { name: 'Linux', version: '6' },
    errorCount: 0,
    frustrationScore: 0,
    trigger: { mode: 'manual', reason: 'The tester pressed Record' },
    maskingLevel: 'standard',
    tabs: [{ tab: 0, openedBy: null, title: 'Checkout', url: 'https://shop.test/checkout' }],
    segments: descriptors,
    ...change,
  }
  const readSegment = async (tab: number, index: number) => blobs.get(`${tab}/${index}`)!
  return { metadata, blobs, readSegment }
}

/** A descriptor that is true of the blob. */
export function describe({ tab, index, events }: TestSegment, blob: Uint8Array): SegmentDescriptor {
  const times = events.map(({ timestamp }) => timestamp)
  return {
    tab,
    index,
    start: times.length > 0 ? Math.min(...times) : STARTED_AT,
    end: times.length > 0 ? Math.max(...times) : STARTED_AT,
    events: events.length,
    bytes: blob.length,
    sha256: createHash('sha256').update(blob).digest('hex'),
  }
}

export function defaultSegments(): TestSegment[] {
  return [
    {
      tab: 0,
      index: 0,
      events: [metaEvent(0), snapshotEvent(1), customEvent(10, 'qa.page', { kind: 'load' })],
    },
    {
      tab: 0,
      index: 1,
      events: [customEvent(2000, 'qa.step', { sentence: 'Clicks "Pay"' }), customEvent(5000, 'qa.note', {})],
    },
  ]
}

export function customEvent(atMs: number, tag: string, payload: unknown): SessionEvent {
  return event(5, atMs, { tag, payload })
}

export function metaEvent(atMs: number): SessionEvent {
  return event(4, atMs, { href: 'https://shop.test/checkout', width: 1280, height: 720 })
}

export function snapshotEvent(atMs: number): SessionEvent {
  const node = {
    type: 0,
    id: 1,
    childNodes: [{ type: 2, id: 2, tagName: 'html', attributes: {}, childNodes: [] }],
  }
  return event(2, atMs, { node, initialOffset: { left: 0, top: 0 } })
}

function event(type: number, atMs: number, data: unknown): SessionEvent {
  const made: unknown = { type, timestamp: STARTED_AT + atMs, data }
  return made as SessionEvent
}
