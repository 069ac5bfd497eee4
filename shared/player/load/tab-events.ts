import { EventType } from '@rrweb/types'
import type { SessionEvent } from '../../session/events.ts'
import type { SegmentRef } from '../../session/source.ts'

/** What is known of a segment's events: not asked for, on the way, there, or not to be had. */
type SegmentState = 'waiting' | 'loading' | 'ready' | 'unreachable'

export interface TabSegment {
  readonly ref: SegmentRef
  state: SegmentState
  /** In order. */
  events: readonly SessionEvent[]
  /** Timestamps of the full snapshots among them. */
  snapshots: readonly number[]
  /** Timestamps of the first and the last event; before they are known, what the session says. */
  start: number
  end: number
}

/** The events of one tab, as far as they are loaded. Times are timestamps, ms since the epoch. */
export class TabEvents {
  readonly segments: readonly TabSegment[]

  /** @param refs of this tab, in the order of their start */
  constructor(refs: readonly SegmentRef[]) {
    this.segments = refs.map((ref) => ({
      ref,
      state: 'waiting',
      events: [],
      snapshots: [],
      start: ref.start,
      end: ref.end,
    }))
  }

  /** @param events in order */
  put(segment: TabSegment, events: readonly SessionEvent[]): void {
    segment.state = 'ready'
    segment.events = events
    segment.snapshots = events.filter(isSnapshot).map((event) => event.timestamp)
    segment.start = Math.min(segment.start, events[0]?.timestamp ?? segment.start)
    segment.end = Math.max(segment.end, events.at(-1)?.timestamp ?? segment.end)
  }

  /** The last snapshot at or before `time` among what is loaded; when all are later, the first one of the tab. */
  snapshotFor(time: number): number | null {
    let found: number | null = null
    let first: number | null = null
    for (const { snapshots } of this.segments) {
      for (const snapshot of snapshots) {
        if (snapshot <= time) found = Math.max(found ?? snapshot, snapshot)
        first = Math.min(first ?? snapshot, snapshot)
      }
    }
    return found ?? first
  }

  /** The segments that have to be loaded before the tab can be shown at `time`, most needed first. */
  missingFor(time: number): TabSegment[] {
    const snapshot = this.snapshotFor(time)
    const pending = this.segments.filter(isPending)
    if (snapshot !== null && snapshot <= time) {
      return pending.filter(({ start, end }) => start <= time && end >= snapshot)
    }
    // Backwards from the time until there is a snapshot; without one, the first that comes after it.
    const before = pending.filter(({ start }) => start <= time)
    if (before.length > 0) return before.reverse()
    return snapshot === null ? pending : []
  }

  /** The events in (after, until], in order. */
  between(after: number, until: number): SessionEvent[] {
    return this.#collect(
      (events) => events.slice(countWhile(events, (event) => event.timestamp <= after)),
      after,
      until,
    )
  }

  /** The snapshot at `time`, and the events after it up to `until`. */
  fromSnapshot(time: number, until: number): SessionEvent[] {
    const events = this.#collect(
      (all) => all.slice(countWhile(all, (event) => event.timestamp < time)),
      time,
      Math.max(time, until),
    )
    return events.slice(Math.max(0, events.findIndex(isSnapshot)))
  }

  #collect(
    tail: (events: readonly SessionEvent[]) => readonly SessionEvent[],
    from: number,
    until: number,
  ): SessionEvent[] {
    const parts = this.segments
      .filter(({ start, end, events }) => events.length > 0 && start <= until && end >= from)
      .map(({ events }) => tail(events))
      .map((events) =>
        events.slice(
          0,
          countWhile(events, (event) => event.timestamp <= until),
        ),
      )
    const events = parts.flat()
    return isSorted(events) ? events : events.sort((a, b) => a.timestamp - b.timestamp)
  }
}

export function isPending({ state }: TabSegment): boolean {
  return state === 'waiting' || state === 'loading'
}

const isSnapshot = (event: SessionEvent) => event.type === EventType.FullSnapshot

/** How many events at the beginning pass `test`, when those that pass come first. */
function countWhile(events: readonly SessionEvent[], test: (event: SessionEvent) => boolean): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(events[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

function isSorted(events: readonly SessionEvent[]): boolean {
  for (let i = 1; i < events.length; i++) if (events[i]!.timestamp < events[i - 1]!.timestamp) return false
  return true
}
