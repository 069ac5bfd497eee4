/** How much happened in each of equal parts of a session. */
export interface Histogram {
  /** What the person did, from 0 to 1 of the busiest part. */
  user: number[]
  /** What the page did by itself, on the same scale. */
  page: number[]
}

/**
 * Counts events in equal parts. The heights are square roots of the counts, so that a quiet part is still seen beside a
 * busy one.
 *
 * @param bins number of parts, at least 1
 */
export function histogram(
  userTimes: readonly number[],
  pageTimes: readonly number[],
  durationMs: number,
  bins: number,
): Histogram {
  const user = countIn(userTimes, durationMs, bins)
  const page = countIn(pageTimes, durationMs, bins)
  const top = Math.sqrt(Math.max(1, ...user, ...page))
  return {
    user: user.map((count) => Math.sqrt(count) / top),
    page: page.map((count) => Math.sqrt(count) / top),
  }
}

function countIn(times: readonly number[], durationMs: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const time of times) {
    const bin = Math.min(bins - 1, Math.floor((time / (durationMs || 1)) * bins))
    if (bin >= 0) counts[bin]!++
  }
  return counts
}
