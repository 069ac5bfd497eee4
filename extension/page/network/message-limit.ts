import { elapsed } from './platform.ts'

/** Messages of one connection that are recorded in a burst, and how many a second afterwards. */
const BURST = 200
const PER_SECOND = 20

/** Lets the messages of a connection through as long as they are not too many, and counts the others. */
export interface MessageLimit {
  /** How many were left out before this one, which is recorded; null when it is left out itself. */
  pass(): number | null
  /** How many were left out since the last one that was recorded. */
  leftOut(): number
}

/** @param now ms, of a clock that never goes back */
export function createMessageLimit(now: () => number = elapsed): MessageLimit {
  let left = BURST
  let at = now()
  let skipped = 0
  return {
    pass() {
      const time = now()
      left = left + ((time - at) * PER_SECOND) / 1000
      if (left > BURST) left = BURST
      at = time
      if (left < 1) {
        skipped++
        return null
      }
      left--
      const before = skipped
      skipped = 0
      return before
    },
    leftOut: () => skipped,
  }
}
