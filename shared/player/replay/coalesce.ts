import { EventType, IncrementalSource } from '@rrweb/types'
import type { SessionEvent } from '../../session/events.ts'

/**
 * What of a run of events has to be applied, and in which order, for the document to look as it did after the last one.
 *
 * - Of snapshots only the last counts, and nothing before it.
 * - Scrolling makes the browser lay the page out, so that of each scrolled element only the last position is applied,
 *   after everything else. This is most of what makes a jump fast.
 * - Pointers, sizes and our own events are shown by others.
 *
 * @param events in order
 */
export function coalesce(events: readonly SessionEvent[]): SessionEvent[] {
  const from = Math.max(0, events.findLastIndex(isSnapshot))
  const applied: SessionEvent[] = []
  const scrolls = new Map<number, SessionEvent>()
  let selection: SessionEvent | null = null
  for (let i = from; i < events.length; i++) {
    const event = events[i]!
    if (isSnapshot(event)) applied.push(event)
    if (event.type !== EventType.IncrementalSnapshot) continue
    const { data } = event
    if (SHOWN_BY_OTHERS.has(data.source)) continue
    if (data.source === IncrementalSource.Scroll) scrolls.set(data.id, event)
    else if (data.source === IncrementalSource.Selection) selection = event
    else applied.push(event)
  }
  applied.push(...scrolls.values())
  if (selection) applied.push(selection)
  return applied
}

function isSnapshot(event: SessionEvent): boolean {
  return event.type === EventType.FullSnapshot
}

const SHOWN_BY_OTHERS: ReadonlySet<IncrementalSource> = new Set([
  IncrementalSource.MouseMove,
  IncrementalSource.TouchMove,
  IncrementalSource.Drag,
  IncrementalSource.MouseInteraction,
  IncrementalSource.ViewportResize,
])
