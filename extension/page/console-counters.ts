import { cutText } from './serialize-value.ts'
import { dictionary, keysOf } from '../../shared/privacy/natives.ts'
import { elapsed } from './network/platform.ts'

/** Labels that are kept apart; a page that makes one for each item loses the oldest. */
const MAX_LABELS = 500

/** The counters and timers of a console, whose values it tells nobody but its reader (console.spec.whatwg.org). */
export interface Counters {
  /** What `console.count` writes. */
  count(label: unknown): string
  /** What `console.countReset` writes: nothing, unless there is no such counter. */
  resetCount(label: unknown): string[] | null
  /** What `console.time` writes: nothing, unless the timer runs already. */
  startTimer(label: unknown): string[] | null
  /** What `console.timeLog` and `console.timeEnd` write. */
  readTimer(label: unknown, ends: boolean): string
}

/** @param now ms, of a clock that never goes back */
export function createCounters(now: () => number = elapsed): Counters {
  const counts = dictionary<number>()
  const timers = dictionary<number>()
  return {
    count(label) {
      const name = nameOf(label)
      forgetOldest(counts)
      counts[name] = (counts[name] ?? 0) + 1
      return `${name}: ${counts[name]}`
    },
    resetCount(label) {
      const name = nameOf(label)
      if (counts[name] === undefined) return [`Count for '${name}' does not exist`]
      counts[name] = undefined
      return null
    },
    startTimer(label) {
      const name = nameOf(label)
      if (timers[name] !== undefined) return [`Timer '${name}' already exists`]
      forgetOldest(timers)
      timers[name] = now()
      return null
    },
    readTimer(label, ends) {
      const name = nameOf(label)
      const begun = timers[name]
      if (begun === undefined) return `Timer '${name}' does not exist`
      if (ends) timers[name] = undefined
      return `${name}: ${Math.round((now() - begun) * 1000) / 1000} ms`
    },
  }
}

/** A label that would have to be turned into text by code of the page's is left out. */
function nameOf(label: unknown): string {
  if (label === undefined) return 'default'
  if (typeof label === 'string') return cutText(label, 200)
  return typeof label === 'number' ? `${label}` : typeof label
}

function forgetOldest(values: Record<string, unknown>): void {
  const names = keysOf(values)
  if (names.length >= MAX_LABELS) Reflect.deleteProperty(values, names[0]!)
}
