import { getterOf, indexOf, methodOf, slice } from '../../../shared/privacy/natives.ts'
import type { NetworkTiming } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { tryOf } from './platform.ts'

/** What the browser tells of a request when it is over. */
export interface ResourceEntry {
  /** Whole, without the fragment. */
  url: string
  /** ms since the time origin. */
  startedAt: number
  endedAt: number
  /** 0 when the browser does not tell. */
  status: number
  timing: NetworkTiming
}

const PHASES = [
  'startTime',
  'redirectStart',
  'redirectEnd',
  'domainLookupStart',
  'domainLookupEnd',
  'connectStart',
  'secureConnectionStart',
  'connectEnd',
  'requestStart',
  'responseStart',
  'responseEnd',
  'transferSize',
  'encodedBodySize',
  'decodedBodySize',
  'responseStatus',
] as const
type Numbers = Record<(typeof PHASES)[number], number>

/** Reports every request of this document that is over, by the platform's own measurements. */
export function observeResources(report: (entry: ResourceEntry) => void): Stop {
  if (typeof PerformanceObserver === 'undefined' || typeof PerformanceResourceTiming === 'undefined') {
    return () => undefined
  }
  const entriesOf = methodOf<PerformanceObserverEntryList, [], PerformanceEntry[]>(
    PerformanceObserverEntryList.prototype,
    'getEntries',
  )
  const read = entryReader()
  const observer = new PerformanceObserver((list) => {
    tryOf(() => {
      const entries = entriesOf(list)
      for (let i = 0; i < entries.length; i++) report(read(entries[i] as PerformanceResourceTiming))
    })
  })
  tryOf(() => observer.observe({ type: 'resource' }))
  return () => observer.disconnect()
}

function entryReader(): (entry: PerformanceResourceTiming) => ResourceEntry {
  const prototype = PerformanceResourceTiming.prototype
  const nameOf = getterOf(PerformanceEntry.prototype, 'name')
  const startOf = getterOf(PerformanceEntry.prototype, 'startTime')
  const protocolOf = getterOf(prototype, 'nextHopProtocol')
  const getters = PHASES.map(
    (phase) => [phase, phase === 'startTime' ? startOf : getterOf(prototype, phase)] as const,
  )
  return (entry) => {
    const numbers = {} as Numbers
    for (let i = 0; i < getters.length; i++) {
      const getter = getters[i]!
      const value = tryOf(() => getter[1](entry))
      numbers[getter[0]] = typeof value === 'number' ? value : 0
    }
    return {
      url: withoutFragment(nameOf(entry)),
      startedAt: numbers.startTime,
      endedAt: numbers.responseEnd,
      status: numbers.responseStatus,
      timing: describeTiming(numbers, protocolOf(entry)),
    }
  }
}

/** The phases of a request (w3.org/TR/resource-timing, figure 1). Exported for tests. */
export function describeTiming(entry: Numbers, protocol: string): NetworkTiming {
  // Without Timing-Allow-Origin everything between the start and the end is 0.
  const told = entry.requestStart > 0
  const phase = (from: number, to: number) => (told && from > 0 && to >= from ? rounded(to - from) : null)
  const secure = entry.secureConnectionStart
  return {
    redirectMs: entry.redirectEnd > 0 ? phase(entry.redirectStart, entry.redirectEnd) : null,
    blockedMs: phase(entry.redirectEnd || entry.startTime, entry.domainLookupStart),
    dnsMs: phase(entry.domainLookupStart, entry.domainLookupEnd),
    connectMs: phase(entry.connectStart, secure > 0 ? secure : entry.connectEnd),
    tlsMs: secure > 0 ? phase(secure, entry.connectEnd) : null,
    waitMs: phase(entry.requestStart, entry.responseStart),
    receiveMs: phase(entry.responseStart, entry.responseEnd),
    protocol,
    fromCache: told && entry.transferSize === 0 && entry.decodedBodySize > 0,
    transferBytes: told ? entry.transferSize : null,
    encodedBytes: told ? entry.encodedBodySize : null,
    decodedBytes: told ? entry.decodedBodySize : null,
  }
}

/** Browsers round to 0.1 ms or more. */
const rounded = (ms: number) => Math.round(ms * 10) / 10

export function withoutFragment(url: string): string {
  const hash = indexOf(url, '#')
  return hash === -1 ? url : slice(url, 0, hash)
}
