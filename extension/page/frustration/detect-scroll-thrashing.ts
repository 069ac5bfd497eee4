import type { Detector, Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'
import { inSeconds } from './words.ts'

const { abs, sign, round } = Math

interface Leg {
  scroller: number
  /** Where the direction changed, or scrolling began, and when. */
  from: number
  fromAt: number
  /** The farthest point since then, and when. */
  to: number
  toAt: number
}

interface Reversal {
  time: number
  /** How far it went before, CSS pixels; negative is up. */
  distance: number
}

/** Scrolling back and forth by large steps: looking for something that is not there. */
export function detectScrollThrashing({ scrollThrash: settings }: FrustrationSettings): Detector {
  let leg: Leg | null = null
  let reversals: Reversal[] = []

  function reverse(reversal: Reversal, time: number, viewport: number): Signal[] {
    const recent: Reversal[] = []
    for (let i = 0; i < reversals.length; i++) {
      if (time - reversals[i]!.time <= settings.withinMs) recent[recent.length] = reversals[i]!
    }
    recent[recent.length] = reversal
    reversals = recent
    if (recent.length < settings.reversals) return []
    reversals = []
    return [signalOf(recent, viewport)]
  }

  return {
    wakeAt: () => Infinity,
    see(moment) {
      if (moment.type !== 'scroll') return []
      const { time, scroller, y, viewport } = moment
      if (leg?.scroller !== scroller) {
        leg = { scroller, from: y, fromAt: time, to: y, toAt: time }
        reversals = []
        return []
      }
      const least = viewport * settings.viewportShare
      const direction = sign(leg.to - leg.from)
      if (direction === 0 || sign(y - leg.to) === direction) {
        leg.to = y
        leg.toAt = time
        return []
      }
      if (abs(y - leg.to) < least) return []
      const turned: Reversal = { time: leg.toAt, distance: round(leg.to - leg.from) }
      const isLarge = abs(turned.distance) >= least
      leg = { scroller, from: leg.to, fromAt: leg.toAt, to: y, toAt: time }
      return isLarge ? reverse(turned, time, viewport) : []
    },
  }
}

function signalOf(reversals: Reversal[], viewport: number): Signal {
  const first = reversals[0]!
  const spanMs = reversals[reversals.length - 1]!.time - first.time
  const turns: { afterMs: number; distance: number }[] = []
  for (let i = 0; i < reversals.length; i++) {
    turns[i] = { afterMs: reversals[i]!.time - first.time, distance: reversals[i]!.distance }
  }
  return {
    kind: 'scroll-thrash',
    time: first.time,
    target: null,
    evidence: { turns, spanMs, viewport },
    sentence: `Scrolls back and forth ${reversals.length} times within ${inSeconds(spanMs)}`,
  }
}
