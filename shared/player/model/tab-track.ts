import type { SegmentRef } from '../../session/source.ts'
import type { PageRow } from './rows.ts'

/** From `time` on the person looked at this tab. */
export interface TabSwitch {
  time: number
  tab: number
}

/**
 * Which tab the person looked at, and from when. A tab is looked at from its first event on, and from each moment it
 * became visible again. Where a tab's visibility is not known, its segments tell.
 *
 * @param startMs ms since the epoch: what times count from
 */
export function findTabSwitches(
  segments: readonly SegmentRef[],
  pages: readonly PageRow[],
  startMs: number,
): TabSwitch[] {
  const first = new Map<number, number>()
  for (const { tab, start } of segments) {
    const time = start - startMs
    first.set(tab, Math.min(time, first.get(tab) ?? time))
  }
  const switches: TabSwitch[] = [...first].map(([tab, time]) => ({ tab, time }))
  for (const { tab, time, payload } of pages) {
    if (payload.kind === 'visible') switches.push({ tab, time })
  }
  return switches.sort((a, b) => a.time - b.time)
}

/** The tab at a time; 0 when there is none yet. */
export function tabAt(switches: readonly TabSwitch[], time: number): number {
  return (switches.findLast((change) => change.time <= time) ?? switches[0])?.tab ?? 0
}
