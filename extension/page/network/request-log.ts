import type {
  NetworkBody,
  NetworkEndPayload,
  NetworkHeader,
  NetworkPayload,
} from '../../../shared/session/events.ts'
import type { Emit, Stop } from '../emit.ts'
import { listen, now, startTimer, stopTimer } from '../natives.ts'
import { requestBegan } from '../request-began.ts'
import { callerStack } from '../stack.ts'
import { createBodyBudget } from './body-limits.ts'
import { headerOf } from './headers.ts'
import { absoluteUrl, after, elapsed } from './platform.ts'
import { observeResources, withoutFragment, type ResourceEntry } from './timing.ts'
import type { DescribedBody } from './request-body.ts'

/** What is asked for. */
export interface Asked {
  api: NetworkPayload['api']
  method: string
  url: string
  headers: NetworkHeader[]
  sent: DescribedBody
}

/** How an answer begins. */
export interface Answered {
  status: number
  statusText: string
  headers: NetworkHeader[]
  /** The address when it was not known before. */
  url?: string
  answer?: NetworkPayload['answer']
}

/** How a request goes on. Each of these may come once, in this order; what comes twice is left out. */
export interface OpenRequest {
  readonly id: string
  answered(answer: Answered): void
  failed(failure: string): void
  /** All of the answer is there, or it broke off. */
  ended(end: Ended): void
}

export interface Ended {
  body: NetworkBody | null
  failure?: string | null
  close?: NetworkEndPayload['close']
  leftOut?: number
}

/** Notes the requests of a document, each when its answer begins or it fails, and once more at its end. */
export interface RequestLog {
  open(asked: Asked): OpenRequest
  /** What tells that an answered request is over: its body, which somebody reads, or only the browser's timing. */
  awaits(request: OpenRequest, what: 'body' | 'timing'): void
  stop: Stop
}

/** The browser measures a request some time after the page has its answer; without a measurement it ends after this. */
const TIMING_WAIT_MS = 1_000
/** Requests that are remembered for what is still to come of them. */
const MAX_OPEN = 500

/** Firefox rounds times to 1 ms. */
const CLOCK_STEP_MS = 2

type State = 'asked' | 'answered' | 'over'

interface Entry extends OpenRequest {
  state: State
  payload: NetworkPayload
  url: string
  /** ms since the time origin. */
  begunAt: number
  end: (Ended & { at: number }) | null
  byTiming: boolean
  measured: ResourceEntry | null
  sentBody: NetworkBody | null
  timer: number | null
}

export function createRequestLog(emit: Emit): RequestLog {
  const prefix = now().toString(36)
  const budget = createBodyBudget()
  let count = 0
  /** In the order of their beginning. Plain arrays: what iterates may have been replaced by the page. */
  let open: Entry[] = []

  /** The body as it fits into what all bodies may take. */
  function within(body: NetworkBody | null): NetworkBody | null {
    if (body?.text == null || budget.take(body.text.length)) return body
    return { ...body, text: null, gap: 'budget' }
  }

  function report(entry: Entry, outcome: Partial<NetworkPayload>): void {
    emit('qa.network', { ...entry.payload, durationMs: sinceStart(entry), ...outcome })
  }

  /** The clock of the page may be set; that of its performance goes on evenly. */
  const sinceStart = (entry: Entry) => Math.round((elapsed() - entry.begunAt) * 10) / 10

  function finish(entry: Entry): void {
    if (entry.state === 'over') return
    entry.state = 'over'
    if (entry.timer !== null) stopTimer(entry.timer)
    remove(entry)
    const { end, measured } = entry
    emit('qa.network-end', {
      requestId: entry.id,
      endedAt: end?.at ?? entry.payload.startedAt + (measured ? measured.endedAt - entry.begunAt : 0),
      failure: end?.failure ?? null,
      status: measured?.status ?? 0,
      timing: measured?.timing ?? null,
      ...(entry.sentBody === null ? {} : { requestBody: entry.sentBody }),
      responseBody: within(end?.body ?? null),
      ...(end?.close === undefined ? {} : { close: end.close }),
      leftOut: end?.leftOut ?? 0,
    })
  }

  function remove(entry: Entry): void {
    const rest: Entry[] = []
    for (let i = 0; i < open.length; i++) if (open[i] !== entry) rest[rest.length] = open[i]!
    open = rest
  }

  function finishIfKnown(entry: Entry): void {
    if (entry.state !== 'answered') return
    if (entry.measured && (entry.end || entry.byTiming)) finish(entry)
    else if (entry.end) entry.timer ??= startTimer(() => finish(entry), TIMING_WAIT_MS)
  }

  const stopObserving = observeResources((resource) => {
    let best: Entry | null = null
    for (let i = 0; i < open.length; i++) {
      const entry = open[i]!
      if (entry.measured || entry.url !== resource.url) continue
      // Of several to one address, the last that began before the browser did. Both clocks are rounded.
      if (resource.startedAt >= entry.begunAt - CLOCK_STEP_MS) best = entry
    }
    if (!best) return
    best.measured = resource
    finishIfKnown(best)
  })

  /** Nothing more may come of what is still under way. */
  function giveUp(): void {
    const left = open
    for (let i = 0; i < left.length; i++) {
      const entry = left[i]!
      if (entry.state === 'asked') report(entry, { failure: 'unfinished' })
      else {
        entry.end ??=
          entry.byTiming && entry.measured ? null : { body: null, failure: 'unfinished', at: now() }
        finish(entry)
      }
    }
  }
  const stopListening = listen(window, 'pagehide', giveUp, { capture: true })

  return {
    open({ api, method, url, headers, sent }) {
      requestBegan()
      const whole = url === '' ? '' : absoluteUrl(url)
      const id = `${prefix}-${count++}`
      const entry: Entry = {
        id,
        state: 'asked',
        url: withoutFragment(whole),
        begunAt: elapsed(),
        end: null,
        byTiming: false,
        measured: null,
        sentBody: null,
        timer: null,
        payload: {
          requestId: id,
          api,
          method,
          url: whole,
          startedAt: now(),
          durationMs: 0,
          status: 0,
          statusText: '',
          failure: null,
          responseType: null,
          responseBytes: null,
          initiator: callerStack(),
          requestHeaders: headers,
          requestBody: within(sent.body),
        },
        answered({ status, statusText, headers: given, url: found, answer }) {
          if (entry.state !== 'asked') return
          entry.state = 'answered'
          if (entry.url === '' && found !== undefined) {
            entry.payload.url = found
            entry.url = withoutFragment(found)
          }
          report(entry, {
            status,
            statusText,
            responseType: headerOf(given, 'content-type'),
            responseBytes: contentLength(given),
            responseHeaders: given,
            ...(answer === undefined ? {} : { answer }),
          })
          finishIfKnown(entry)
        },
        failed(failure) {
          if (entry.state !== 'asked') return
          entry.state = 'over'
          remove(entry)
          report(entry, { failure })
        },
        ended(end) {
          if (entry.state !== 'answered' || entry.end) return
          entry.end = { ...end, at: now() }
          finishIfKnown(entry)
        },
      }
      if (sent.later)
        void after(
          sent.later,
          (body) => (entry.sentBody = within(body)),
          () => undefined,
        )
      if (open.length >= MAX_OPEN) finishOldest()
      open[open.length] = entry
      return entry
    },
    awaits(request, what) {
      const entry = request as Entry
      entry.byTiming = what === 'timing'
      finishIfKnown(entry)
    },
    stop() {
      stopObserving()
      stopListening()
      giveUp()
    },
  }

  function finishOldest(): void {
    const oldest = open[0]!
    if (oldest.state === 'asked') remove(oldest)
    else finish(oldest)
  }
}

/** What an answer says of its length; null when it does not. */
export function contentLength(headers: readonly NetworkHeader[]): number | null {
  const length = headerOf(headers, 'content-length')
  if (length === null || length === '') return null
  const bytes = +length
  return bytes >= 0 && bytes % 1 === 0 ? bytes : null
}
