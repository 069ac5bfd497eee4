import type { Timed } from '../search.ts'
import { joinRequests } from './join-requests.ts'
import type { SegmentIndex } from './index-segment.ts'
import type { SessionIndex, TabIndex } from './rows.ts'

/** One index of several segments, in the order of time whichever of them was read first. */
export function mergeRows(segments: readonly SegmentIndex[]): SessionIndex {
  const requestEnds = inOrder(segments.map(({ rows }) => rows.requestEnds))
  const messages = inOrder(segments.map(({ rows }) => rows.messages))
  return {
    console: inOrder(segments.map(({ rows }) => rows.console)),
    errors: inOrder(segments.map(({ rows }) => rows.errors)),
    requests: joinRequests(inOrder(segments.map(({ rows }) => rows.requests)), requestEnds, messages),
    requestEnds,
    messages,
    vitals: inOrder(segments.map(({ rows }) => rows.vitals)),
    longTasks: inOrder(segments.map(({ rows }) => rows.longTasks)),
    environment: inOrder(segments.map(({ rows }) => rows.environment)),
    pages: inOrder(segments.map(({ rows }) => rows.pages)),
    steps: inOrder(segments.map(({ rows }) => rows.steps)),
    signals: inOrder(segments.map(({ rows }) => rows.signals)),
    gaps: inOrder(segments.map(({ rows }) => rows.gaps)),
  }
}

/** The tracks of each tab. */
export function mergeTracks(segments: readonly SegmentIndex[]): Map<number, TabIndex> {
  const tabs = new Set(segments.map(({ tab }) => tab))
  return new Map([...tabs].map((tab) => [tab, mergeTab(segments.filter((segment) => segment.tab === tab))]))
}

function mergeTab(segments: readonly SegmentIndex[]): TabIndex {
  return {
    points: inOrder(segments.map(({ tracks }) => tracks.points)),
    presses: inOrder(segments.map(({ tracks }) => tracks.presses)),
    viewports: inOrder(segments.map(({ tracks }) => tracks.viewports)),
    userTimes: segments.flatMap(({ tracks }) => tracks.userTimes).sort((a, b) => a - b),
    pageTimes: segments.flatMap(({ tracks }) => tracks.pageTimes).sort((a, b) => a - b),
  }
}

function inOrder<Item extends Timed>(parts: readonly Item[][]): Item[] {
  const items = parts.flat()
  for (let i = 1; i < items.length; i++) {
    if (items[i]!.time < items[i - 1]!.time) return items.sort((a, b) => a.time - b.time)
  }
  return items
}
