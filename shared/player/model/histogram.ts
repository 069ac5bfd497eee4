/** How much happened in each of equal parts of what is shown. */
export interface Histogram {
  /** What the person did, from 0 to 1 of the busiest part. */
  user: number[]
  /** What the page did by itself, on the same scale. */
  page: number[]
}

/**
 * Counts events in parts. The heights are square roots of the counts, so that a quiet part is still seen beside a busy
 * one.
 *
 * @param bins number of parts, at least 1
 * @param binOf the part that a time is in; one that is none is left out
 */
export function histogram(
  userTimes: readonly number[],
  pageTimes: readonly number[],
  bins: number,
  binOf: (time: number) => number,
): Histogram {
  const user = countIn(userTimes, bins, binOf)
  const page = countIn(pageTimes, bins, binOf)
  let most = 1
  for (const count of [...user, ...page]) most = Math.max(most, count)
  const top = Math.sqrt(most)
  return {
    user: user.map((count) => Math.sqrt(count) / top),
    page: page.map((count) => Math.sqrt(count) / top),
  }
}

function countIn(times: readonly number[], bins: number, binOf: (time: number) => number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const time of times) {
    const bin = Math.floor(binOf(time))
    if (bin >= 0 && bin < bins) counts[bin]!++
  }
  return counts
}
