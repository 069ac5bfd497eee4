import { createTabRedactor, redactionsOfTab, redactMetadata } from '../../shared/privacy/redact.ts'
import type { SessionRedactions } from '../../shared/session/review.ts'
import type { DecodedSegment, SegmentRef, SessionSource } from '../../shared/session/source.ts'

/** The session as it would be with `redactions`: a preview, made as it is read. */
export function redactedSource(source: SessionSource, redactions: SessionRedactions): SessionSource {
  /** By tab; who reads a segment again, gets it anew. */
  const tabs = new Map<number, Promise<Map<number, DecodedSegment>>>()

  async function redactTab(tab: number): Promise<Map<number, DecodedSegment>> {
    const refs = source.segments.filter((segment) => segment.tab === tab)
    const redactor = createTabRedactor(redactionsOfTab(redactions, tab))
    const decoded: [SegmentRef, DecodedSegment][] = []
    for (const ref of refs) {
      const segment = await source.readSegment(ref)
      for (const event of segment.events) redactor.learn(event)
      decoded.push([ref, segment])
    }
    const redacted = new Map<number, DecodedSegment>()
    for (const [{ index }, { events, damage }] of decoded) {
      const left = events.map((event) => redactor.redact(event)).filter((event) => event !== null)
      redacted.set(index, { events: left, damage })
    }
    return redacted
  }

  return {
    metadata: redactMetadata(source.metadata, redactions),
    segments: source.segments,
    async readSegment(ref) {
      let tab = tabs.get(ref.tab)
      if (!tab) tabs.set(ref.tab, (tab = redactTab(ref.tab)))
      try {
        const segments = await tab
        const segment = segments.get(ref.index)
        // A player changes what it gets.
        segments.delete(ref.index)
        if (segment) return segment
      } catch (error) {
        tabs.delete(ref.tab)
        throw error
      }
      tabs.delete(ref.tab)
      return (await redactTab(ref.tab)).get(ref.index) ?? { events: [], damage: [] }
    },
  }
}
