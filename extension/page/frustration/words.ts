const { round, hypot, max } = Math

/** `0.4 s`, at least `0.1 s`. */
export const inSeconds = (ms: number): string => `${max(1, round(ms / 100)) / 10} s`

/** Of two points, in whole CSS pixels. */
export const distance = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
  round(hypot(a.x - b.x, a.y - b.y))
