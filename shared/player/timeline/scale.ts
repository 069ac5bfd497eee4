import type { Stretch } from '../model/idle.ts'

/** Between times and places of a timeline: ms from the start of the session, and CSS pixels from its left edge. */
export interface TimeScale {
  /** Of what is shown. */
  from: number
  to: number
  toX(time: number): number
  /** Clamped to what is shown. */
  toTime(x: number): number
}

/** Room at both edges, so that markers and the playhead are whole there, CSS pixels. */
const INSET = 6
/** Width of a stretch that is folded, CSS pixels. */
const FOLD_WIDTH = 18
/** Folds take at most this share of the width. */
const MAX_FOLDED = 0.4

/**
 * @param folds stretches that are drawn narrow, however long they are; in the order of time
 */
export function timeScale(
  from: number,
  to: number,
  width: number,
  folds: readonly Stretch[] = [],
): TimeScale {
  const inner = Math.max(1, width - 2 * INSET)
  const knots = knotsOf(from, to, inner, folds)
  return {
    from,
    to,
    toX: (time) => INSET + interpolate(knots, 'time', 'x', time),
    toTime: (x) => Math.min(Math.max(interpolate(knots, 'x', 'time', x - INSET), from), to),
  }
}

/** Where a time is; between two of them it is linear. */
interface Knot {
  time: number
  x: number
}

function knotsOf(from: number, to: number, inner: number, folds: readonly Stretch[]): Knot[] {
  const span = Math.max(1, to - from)
  const inside = folds
    .map(({ start, end }) => ({ start: Math.max(start, from), end: Math.min(end, to) }))
    // What is narrow anyway would only get wider.
    .filter(({ start, end }) => ((end - start) / span) * inner > FOLD_WIDTH)
  const foldWidth = Math.min(FOLD_WIDTH, (inner * MAX_FOLDED) / Math.max(1, inside.length))
  const folded = inside.reduce((sum, { start, end }) => sum + end - start, 0)
  const perMs = (inner - foldWidth * inside.length) / Math.max(1, span - folded)
  const knots: Knot[] = [{ time: from, x: 0 }]
  const advance = (time: number, x: number) => {
    const last = knots.at(-1)!
    if (time > last.time) knots.push({ time, x: last.x + x })
  }
  for (const { start, end } of inside) {
    advance(start, (start - knots.at(-1)!.time) * perMs)
    advance(end, foldWidth)
  }
  advance(Math.max(to, from + 1), (Math.max(to, from + 1) - knots.at(-1)!.time) * perMs)
  return knots
}

/** Beyond the ends it goes on as it does between the first two, and the last two. */
function interpolate(knots: readonly Knot[], by: keyof Knot, wanted: keyof Knot, value: number): number {
  let low = 0
  let high = knots.length - 2
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (knots[middle]![by] <= value) low = middle
    else high = middle - 1
  }
  const [a, b] = [knots[low]!, knots[low + 1]!]
  return a[wanted] + ((value - a[by]) / (b[by] - a[by])) * (b[wanted] - a[wanted])
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
