import { getterOf, methodOf } from '../../../shared/privacy/natives.ts'
import type { VitalName, VitalPayload } from '../../../shared/session/events.ts'
import type { Emit, Stop } from '../emit.ts'
import { attributeOf, isElement, localNameOf } from '../masking/live-dom.ts'
import { isPrivate } from '../masking/private-area.ts'
import { listen } from '../natives.ts'
import { createMessageLimit } from '../network/message-limit.ts'
import { tryOf } from '../network/platform.ts'
import { createInteractionDelay, createShiftScore } from '../vitals.ts'

/** Up to where a vital is good, and from where on it is poor (web.dev/articles/vitals, 2024). */
const LIMITS: Readonly<Record<VitalName, readonly [good: number, poor: number]>> = {
  TTFB: [800, 1800],
  FCP: [1800, 3000],
  LCP: [2500, 4000],
  CLS: [0.1, 0.25],
  INP: [200, 500],
}

/** Interactions shorter than this do not change what is reported (the platform's own default is 104). */
const SHORTEST_EVENT_MS = 40

/**
 * Reports web vitals and long tasks, by the platform's own measurements: paints when they happen, layout shifts and the
 * delay of interactions when the page is hidden, left, or the recording ends.
 */
export function trackVitals(emit: Emit): Stop {
  if (typeof PerformanceObserver === 'undefined' || typeof PerformanceObserverEntryList === 'undefined')
    return () => undefined
  const shifts = createShiftScore()
  const delays = createInteractionDelay()
  const told: Partial<Record<VitalName, number>> = {}
  const limit = createMessageLimit()
  const origin = performance.timeOrigin

  function tell(name: VitalName, value: number, element: string | null = null): void {
    const shown = Math.round(value * 1000) / 1000
    if (told[name] === shown) return
    told[name] = shown
    emit('qa.vital', { name, value: shown, rating: rate(name, shown), element })
  }

  const stops = [
    observe('navigation', (entry) => {
      // 0 until the answer is there, and for pages that were not asked for over a network.
      const start = numberOf(entry, 'responseStart')
      if (start > 0) tell('TTFB', start - numberOf(entry, 'activationStart'))
    }),
    observe('paint', (entry) => {
      if (nameOf(entry) === 'first-contentful-paint') tell('FCP', startOf(entry))
    }),
    observe('largest-contentful-paint', (entry) => {
      tell('LCP', startOf(entry), describe((entry as LargestPaint).element))
    }),
    observe('layout-shift', (entry) => {
      const shift = entry as LayoutShift
      if (!shift.hadRecentInput) shifts.add(startOf(entry), shift.value)
    }),
    observe(
      'event',
      (entry) =>
        delays.add(
          (entry as PerformanceEventTiming & { interactionId: number }).interactionId,
          durationOf(entry),
        ),
      { durationThreshold: SHORTEST_EVENT_MS },
    ),
    observe('longtask', (entry) => {
      if (limit.pass() === null) return
      emit('qa.longtask', { startedAt: origin + startOf(entry), durationMs: durationOf(entry) })
    }),
  ]

  function tellWhatGrows(): void {
    tell('CLS', shifts.score())
    const delay = delays.worst()
    if (delay !== null) tell('INP', delay)
  }
  stops[stops.length] = listen(document, 'visibilitychange', () => document.hidden && tellWhatGrows(), {
    capture: true,
  })
  stops[stops.length] = listen(window, 'pagehide', tellWhatGrows, { capture: true })

  return () => {
    tryOf(tellWhatGrows)
    for (let i = 0; i < stops.length; i++) stops[i]!()
  }
}

interface LargestPaint extends PerformanceEntry {
  readonly element: Element | null
}
interface LayoutShift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
}

function rate(name: VitalName, value: number): VitalPayload['rating'] {
  const [good, poor] = LIMITS[name]
  return value <= good ? 'good' : value <= poor ? 'needs-improvement' : 'poor'
}

/** A tag with its id: enough to find it in the replay. */
function describe(element: Element | null): string | null {
  if (!element || !isElement(element) || isPrivate(element)) return null
  const id = attributeOf(element, 'id')
  return localNameOf(element) + (id ? `#${id}` : '')
}

const EntryPrototype = typeof PerformanceEntry === 'undefined' ? null : PerformanceEntry.prototype
const getter = <Name extends 'name' | 'startTime' | 'duration'>(name: Name) =>
  EntryPrototype ? getterOf(EntryPrototype, name) : (entry: PerformanceEntry) => entry[name]
const nameOf = getter('name')
const startOf = getter('startTime')
const durationOf = getter('duration')

function numberOf(entry: PerformanceEntry, name: string): number {
  const value = (entry as unknown as Record<string, unknown>)[name]
  return typeof value === 'number' ? value : 0
}

/** Reports every entry of a kind, those before as well; nothing where the browser does not know it. */
function observe(
  type: string,
  report: (entry: PerformanceEntry) => void,
  options: { durationThreshold?: number } = {},
): Stop {
  const entriesOf = methodOf<PerformanceObserverEntryList, [], PerformanceEntry[]>(
    PerformanceObserverEntryList.prototype,
    'getEntries',
  )
  const observer = new PerformanceObserver((list) => {
    tryOf(() => {
      const entries = entriesOf(list)
      for (let i = 0; i < entries.length; i++) report(entries[i]!)
    })
  })
  tryOf(() => observer.observe({ type, buffered: true, ...options }))
  return () => observer.disconnect()
}
