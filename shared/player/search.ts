/** Searches in arrays that are sorted by time. */

export interface Timed {
  /** ms from the start of the session. */
  time: number
}

/** Index of the last item at or before `time`; -1 when all are later. */
export function lastIndexAt(items: readonly Timed[], time: number): number {
  return partition(items, (item) => item.time <= time) - 1
}

/** Index of the first item at or after `time`; the length when all are earlier. */
export function firstIndexAt(items: readonly Timed[], time: number): number {
  return partition(items, (item) => item.time < time)
}

/** The last item at or before `time`. */
export function lastAt<Item extends Timed>(items: readonly Item[], time: number): Item | null {
  return items[lastIndexAt(items, time)] ?? null
}

/** The items in [from, to]. */
export function within<Item extends Timed>(
  items: readonly Item[],
  from: number,
  to: number,
): readonly Item[] {
  return items.slice(firstIndexAt(items, from), lastIndexAt(items, to) + 1)
}

/** How many items at the beginning are `before`, when those that are come first. */
function partition(items: readonly Timed[], before: (item: Timed) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (before(items[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
