/** A stretch of time, ms from the start of the session. */
export interface Stretch {
  start: number
  end: number
}

/** Nothing happening for longer than this is skipped, ms. rrweb's own player waits for 10 s. */
const IDLE_AFTER_MS = 5000

/** What is left of a skipped stretch at its beginning and its end, ms, so that one sees where it was and what follows. */
const LEAD_MS = 1000

/**
 * The stretches in which nothing happened that anybody would want to see.
 *
 * @param activity times at which something did, sorted
 * @param durationMs of the session
 */
export function findIdle(activity: readonly number[], durationMs: number): Stretch[] {
  const stretches: Stretch[] = []
  let previous = 0
  for (const time of [...activity, durationMs]) {
    if (time - previous > IDLE_AFTER_MS) stretches.push({ start: previous + LEAD_MS, end: time - LEAD_MS })
    previous = Math.max(previous, time)
  }
  return stretches
}

/** The stretch that a time is in. */
export function stretchAt<Item extends Stretch>(stretches: readonly Item[], time: number): Item | null {
  return stretches.find(({ start, end }) => time >= start && time < end) ?? null
}
