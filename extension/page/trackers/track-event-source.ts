import { dictionary, getterOf } from '../../../shared/privacy/natives.ts'
import type { Emit, Stop } from '../emit.ts'
import { call, listen, NativeProxy } from '../natives.ts'
import { standIn } from '../network/constructors.ts'
import { createMessages } from '../network/messages.ts'
import { createNotes, isForeign, replace, tryOf } from '../network/platform.ts'
import type { RequestLog } from '../network/request-log.ts'

interface Watched {
  /** Reports events of a type from now on; a source does not tell which types it gets. */
  hear(type: string): void
  close(): void
}

const CLOSED = 2
/** Types of one source that are listened for. */
const MAX_TYPES = 50

/** Reports EventSources with their events: unnamed ones, and those of the types that the page listens for. */
export function trackEventSource(emit: Emit, log: RequestLog): Stop {
  if (typeof EventSource === 'undefined') return () => undefined
  const { prototype } = EventSource
  const watched = createNotes<Watched>()
  const urlOf = getterOf(prototype, 'url')
  const stateOf = getterOf(prototype, 'readyState')
  const dataOf = getterOf(MessageEvent.prototype, 'data')

  function watch(source: EventSource): void {
    const url = urlOf(source)
    const request = log.open({
      api: 'eventsource',
      method: 'GET',
      url,
      headers: [['accept', 'text/event-stream']],
      sent: { body: null, later: null },
    })
    const messages = createMessages(emit, request.id)
    const heard = dictionary<true>()
    let types = 0
    const stops: Stop[] = []
    const end = (failure: string | null) => {
      request.failed(failure ?? 'abort')
      request.ended({ body: null, failure, leftOut: messages.leftOut() })
      for (let i = 0; i < stops.length; i++) stops[i]!()
    }
    const hear = (type: string) => {
      if (type === 'open' || type === 'error' || heard[type] || types >= MAX_TYPES) return
      heard[type] = true
      types++
      stops[stops.length] = listen(source, type, (event) => {
        const data = tryOf(() => dataOf(event as MessageEvent) as unknown)
        if (data !== undefined) messages.note('received', data, type === 'message' ? '' : type)
      })
    }
    stops[0] = listen(source, 'open', () =>
      request.answered({ status: 200, statusText: '', headers: [['content-type', 'text/event-stream']] }),
    )
    // It connects again by itself, unless the answer was none of an event source's.
    stops[1] = listen(source, 'error', () => {
      if (stateOf(source) === CLOSED) end(isForeign(url) ? 'blocked' : 'network')
    })
    hear('message')
    watched.set(source, { hear, close: () => end(null) })
  }

  const close: () => unknown = prototype.close
  const closeProxy = new NativeProxy(close, {
    apply(target, self: EventSource, args: []) {
      tryOf(() => watched.get(self)?.close())
      return call(target, self, args)
    },
  })
  const add = prototype.addEventListener as (...args: unknown[]) => unknown
  const addProxy = new NativeProxy(add, {
    apply(target, self: object, args: unknown[]) {
      tryOf(() => {
        if (typeof args[0] === 'string') watched.get(self)?.hear(args[0])
      })
      return call(target, self, args)
    },
  })
  const stops = [
    standIn('EventSource', watch),
    replace(prototype, 'close', closeProxy),
    // Every target of events has the method; only sources get one of their own.
    replace(prototype, 'addEventListener', addProxy),
  ]
  return () => stops.forEach((stop) => stop())
}
