/** Between times and places of a timeline: ms from the start of the session, and CSS pixels from its left edge. */
export interface TimeScale {
  toX(time: number): number
  /** Clamped to what is shown. */
  toTime(x: number): number
}

/** Room at both edges, so that markers and the playhead are whole there, CSS pixels. */
const INSET = 6

export function timeScale(from: number, to: number, width: number): TimeScale {
  const span = Math.max(1, to - from)
  const inner = Math.max(1, width - 2 * INSET)
  return {
    toX: (time) => INSET + ((time - from) / span) * inner,
    toTime: (x) => Math.min(Math.max(from + ((x - INSET) / inner) * span, from), to),
  }
}

/** Distances between ticks that are easy to read, ms. */
const TICK_STEPS = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000,
]

/** Times for ticks that are at least `minGap` pixels apart. */
export function ticks(from: number, to: number, width: number, minGap: number): number[] {
  const atLeast = ((to - from) / Math.max(1, width)) * minGap
  const step =
    TICK_STEPS.find((candidate) => candidate >= atLeast) ?? Math.ceil(atLeast / 3_600_000) * 3_600_000
  const times: number[] = []
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) times.push(time)
  return times
}
