import { EVENT_TYPE, type CustomPayloads, type CustomTag, type SessionEvent } from '../../session/events.ts'
import type { SessionMetadata } from '../../session/metadata.ts'
import type { DecodedSegment, SegmentRef, SessionSource } from '../../session/source.ts'

/** Makers of events for tests. Their start is the beginning of the sessions that they are in. */
export const START = 1_700_000_000_000

/** An event that may be anything. */
export const event = (type: number, time: number, data: unknown) =>
  ({ type, timestamp: START + time, data }) as unknown as SessionEvent

export const meta = (time: number, width = 800, height = 600) =>
  event(EVENT_TYPE.meta, time, { href: 'https://shop.example/', width, height })

export const snapshot = (time: number, id = 1) =>
  event(EVENT_TYPE.fullSnapshot, time, {
    node: { type: 0, id, childNodes: [] },
    initialOffset: { top: 0, left: 0 },
  })

export const increment = (time: number, data: Record<string, unknown>) =>
  event(EVENT_TYPE.incrementalSnapshot, time, data)

export const custom = <Tag extends CustomTag>(
  time: number,
  tag: Tag,
  payload: Partial<CustomPayloads[Tag]>,
) => event(EVENT_TYPE.custom, time, { tag, payload })

export const metadata = (overrides: Partial<SessionMetadata> = {}): SessionMetadata => ({
  formatVersion: 1,
  sessionId: '0197b7a2-6f5e-7cc1-9d3a-2f6c1e4b8a10',
  visitorId: 'v-1',
  startedAt: new Date(START).toISOString(),
  duration: 10_000,
  pageViews: 1,
  hasErrors: false,
  hasFrustration: false,
  viewport: { width: 800, height: 600 },
  device: { type: 'desktop', model: null },
  browser: { name: 'Chrome', version: '140' },
  country: null,
  initialUrl: 'https://shop.example/',
  title: 'Shop',
  os: { name: 'Linux', version: '' },
  errorCount: 0,
  frustrationScore: 0,
  trigger: { mode: 'manual', reason: 'Recorded by hand' },
  maskingLevel: 'standard',
  tabs: [],
  segments: [],
  ...overrides,
})

export const segmentRef = (index: number, start: number, end: number, tab = 0): SegmentRef => ({
  tab,
  index,
  start: START + start,
  end: START + end,
  events: 1,
})

/** A source of segments that are at hand. Rejects for those that are errors. */
export function sourceOf(
  parts: { ref: SegmentRef; events: SessionEvent[] | Error; damage?: string[] }[],
  overrides: Partial<SessionMetadata> = {},
): SessionSource & { reads: SegmentRef[] } {
  const reads: SegmentRef[] = []
  return {
    metadata: metadata(overrides),
    segments: parts.map(({ ref }) => ref),
    reads,
    async readSegment(ref): Promise<DecodedSegment> {
      reads.push(ref)
      const part = parts.find((candidate) => candidate.ref === ref)!
      if (part.events instanceof Error) throw part.events
      return { events: structuredClone(part.events), damage: part.damage ?? [] }
    },
  }
}
