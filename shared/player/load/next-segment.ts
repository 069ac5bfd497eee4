import type { TabEvents, TabSegment } from './tab-events.ts'

/**
 * Which segment to load next: first what is needed to show the tab at `time`, then what comes after it, in order, then
 * the rest from the beginning.
 *
 * @param time ms since the epoch
 * @returns null when there is nothing left to ask for
 */
export function nextSegment(
  tabs: ReadonlyMap<number, TabEvents>,
  tab: number,
  time: number,
): TabSegment | null {
  const needed = tabs.get(tab)?.missingFor(time).find(isWaiting)
  if (needed) return needed
  const waiting = [...tabs.values()]
    .flatMap(({ segments }) => segments.filter(isWaiting))
    .sort((a, b) => a.start - b.start)
  return waiting.find(({ end }) => end >= time) ?? waiting[0] ?? null
}

const isWaiting = ({ state }: TabSegment) => state === 'waiting'
