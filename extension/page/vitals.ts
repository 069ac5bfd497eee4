/** The arithmetic of web vitals that are more than one measurement. */

const WINDOW_GAP_MS = 1_000
const WINDOW_MS = 5_000

export interface ShiftScore {
  /** @param atMs of the shift, on any clock; in order */
  add(atMs: number, value: number): void
  score(): number
}

/**
 * Cumulative layout shift: the largest window of shifts with less than a second between them, of five seconds at most
 * (web.dev/articles/cls).
 */
export function createShiftScore(): ShiftScore {
  let worst = 0
  let sum = 0
  let firstAt = 0
  let lastAt = -Infinity
  return {
    add(atMs, value) {
      const same = atMs - lastAt < WINDOW_GAP_MS && atMs - firstAt < WINDOW_MS
      sum = same ? sum + value : value
      if (!same) firstAt = atMs
      lastAt = atMs
      if (sum > worst) worst = sum
    },
    score: () => worst,
  }
}

/** Of so many interactions, the worst one is left out as an accident. */
const INTERACTIONS_PER_OUTLIER = 50
const MAX_WORST = 10

export interface InteractionDelay {
  /** @param id of the interaction that an event is part of; 0 for none */
  add(id: number, durationMs: number): void
  /** Null when nothing was interacted with. */
  worst(): number | null
}

/** Interaction to next paint: the longest of all interactions, without one of every fifty (web.dev/articles/inp). */
export function createInteractionDelay(): InteractionDelay {
  let longest: { id: number; durationMs: number }[] = []
  let count = 0
  let lastId = 0
  return {
    add(id, durationMs) {
      if (!(id > 0)) return
      if (id > lastId) {
        lastId = id
        count++
      }
      const rest: typeof longest = []
      let own = durationMs
      for (let i = 0; i < longest.length; i++) {
        const known = longest[i]!
        if (known.id !== id) rest[rest.length] = known
        else if (known.durationMs > own) own = known.durationMs
      }
      longest = inserted(rest, { id, durationMs: own })
    },
    worst() {
      if (longest.length === 0) return null
      const left = Math.floor(count / INTERACTIONS_PER_OUTLIER)
      return longest[left < longest.length ? left : longest.length - 1]!.durationMs
    },
  }
}

/** The longest first, of which only so many are kept. */
function inserted<Item extends { durationMs: number }>(items: readonly Item[], item: Item): Item[] {
  const all: Item[] = []
  let placed = false
  for (let i = 0; i < items.length && all.length < MAX_WORST; i++) {
    if (!placed && item.durationMs > items[i]!.durationMs) {
      all[all.length] = item
      placed = true
    }
    if (all.length < MAX_WORST) all[all.length] = items[i]!
  }
  if (!placed && all.length < MAX_WORST) all[all.length] = item
  return all
}
