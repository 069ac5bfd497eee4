/**
 * The row that a key goes to in a list.
 *
 * @param current index of the row that the keyboard is on; -1 for none
 * @param page rows that fit on the screen
 * @returns null when the key is none of a list's
 */
export function rowForKey(key: string, current: number, count: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current < 0 ? count - 1 : current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: count - 1,
  }
  const next = steps[key]
  return next === undefined || count === 0 ? null : Math.min(Math.max(0, next), count - 1)
}
