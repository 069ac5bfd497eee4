import type { PageCommand } from '../../shared/protocol/capture.ts'
import {
  EVENT_TYPE,
  type ErrorPayload,
  type NetworkPayload,
  type SessionCustomEvent,
} from '../../shared/session/events.ts'
import { openChannel } from './channel.ts'
import type { Emit } from './emit.ts'
import { createPageMasker, maskCustomEvent, nodeId } from './mask-events.ts'
import type { Masker } from './masking/create-masker.ts'
import { listen, now, startTimer, stopTimer } from './natives.ts'
import { createOutbox } from './outbox.ts'
import { trackConsole } from './trackers/track-console.ts'
import { trackDom, type DomTracker } from './trackers/track-dom.ts'
import { trackEnvironment } from './trackers/track-environment.ts'
import { trackErrors } from './trackers/track-errors.ts'
import { trackFrustration, type FrustrationTracker } from './trackers/track-frustration.ts'
import { trackNetwork } from './trackers/track-network.ts'
import { trackPage } from './trackers/track-page.ts'
import { trackSteps, type StepTracker } from './trackers/track-steps.ts'
import { trackReports } from './trackers/track-reports.ts'
import { trackVitals } from './trackers/track-vitals.ts'

/**
 * Runs in the page's own world at document_start. Console, errors, network and page are tracked from the first moment;
 * what they find waits, inside the page, until the relay says that this document is recorded, and how it is masked.
 * The DOM is recorded from then on. If it is not to be recorded, everything is undone.
 */

/** A page that logs without end before the answer comes loses its oldest lines. */
const MAX_WAITING = 5_000
/** The answer takes milliseconds. Without one the extension has gone. */
const ANSWER_TIMEOUT_MS = 30_000

/** What was masked is told no more often than this. */
const COUNTS_INTERVAL_MS = 3_000

let countedAt = 0
let masker: Masker | null = null
let dom: DomTracker | null = null
let steps: StepTracker | null = null
let frustration: FrustrationTracker | null = null
let waiting: SessionCustomEvent[] = []

const channel = openChannel(onCommand)
const outbox = createOutbox((ndjson) => channel.send({ type: 'batch', ndjson }), maskedCounts)

const emit: Emit = (tag, payload, timestamp = now()) => {
  const event = { type: EVENT_TYPE.custom, timestamp, data: { tag, payload } } as SessionCustomEvent
  if (masker) outbox.add(maskCustomEvent(masker, event))
  else keepWaiting(event)
}

const stops = [
  trackConsole(emit),
  trackErrors((tag, payload) => {
    emit(tag, payload)
    if (tag === 'qa.error') frustration?.error(payload as ErrorPayload)
  }),
  trackNetwork((tag, payload) => {
    emit(tag, payload)
    if (tag === 'qa.network') frustration?.response(payload as NetworkPayload)
  }),
  trackPage(emit),
  trackEnvironment(emit),
  trackReports(emit),
  trackVitals(emit),
  listen(window, 'pagehide', () => {
    frustration?.leave()
    flushLast()
  }),
  listen(document, 'visibilitychange', () => document.hidden && flushLast()),
]
const timeout = startTimer(stop, ANSWER_TIMEOUT_MS)

function onCommand(command: PageCommand): void {
  switch (command.type) {
    case 'record': {
      startRecording(command)
      return
    }
    case 'check-opt-out': {
      stopIfOptedOut()
      return
    }
    case 'snapshot':
      return dom?.snapshot()
    case 'flush': {
      steps?.flush()
      outbox.flush()
      return
    }
    case 'stop': {
      stop()
      return
    }
  }
}

/** Without methods of arrays, which the page may have replaced. */
function keepWaiting(event: SessionCustomEvent): void {
  if (waiting.length < MAX_WAITING) waiting[waiting.length] = event
  else {
    for (let i = 1; i < waiting.length; i++) waiting[i - 1] = waiting[i]!
    waiting[waiting.length - 1] = event
  }
}

/** There may be no other time. */
function flushLast(): void {
  steps?.flush()
  outbox.flushLast()
}

/** What the masks have masked, when that has changed: for the review before sharing. */
function maskedCounts(last: boolean): SessionCustomEvent | null {
  const timestamp = now()
  if (!masker || (!last && timestamp - countedAt < COUNTS_INTERVAL_MS)) return null
  const masked = masker.masked()
  if (!masked) return null
  countedAt = timestamp
  return { type: EVENT_TYPE.custom, timestamp, data: { tag: 'qa.privacy', payload: { masked } } }
}

function startRecording({ rules, automatic }: PageCommand & { type: 'record' }): void {
  if (masker) return
  if (automatic && stopIfOptedOut()) return
  stopTimer(timeout)
  masker = createPageMasker(rules)
  for (let i = 0; i < waiting.length; i++) outbox.add(maskCustomEvent(masker, waiting[i]!))
  waiting = []
  steps = trackSteps({ masker, getId: nodeId, tell: (payload, time) => emit('qa.step', payload, time) })
  frustration = trackFrustration({
    masker,
    getId: nodeId,
    tell: (payload, time) => emit('qa.signal', payload, time),
  })
  dom = trackDom({ masker, onEvent: outbox.add })
}

/** @returns whether the page opts out of what nobody clicked for */
function stopIfOptedOut(): boolean {
  if (!optsOut()) return false
  channel.send({ type: 'opted-out' })
  stop()
  return true
}

/** Global Privacy Control, of the browser or of an extension that defines it in the page (w3c.github.io/gpc). */
function optsOut(): boolean {
  try {
    return (navigator as Navigator & { globalPrivacyControl?: unknown }).globalPrivacyControl === true
  } catch {
    return true
  }
}

function stop(): void {
  stopTimer(timeout)
  waiting = []
  // What a page has broken keeps the rest from nothing, least of all from being handed over.
  for (let i = 0; i < stops.length; i++) attempt(stops[i]!)
  attempt(() => steps?.stop())
  attempt(() => frustration?.stop())
  attempt(() => dom?.stop())
  outbox.close()
  channel.send({ type: 'stopped' })
  channel.close()
}

function attempt(run: () => void): void {
  try {
    run()
  } catch {
    // The page is not to notice.
  }
}
