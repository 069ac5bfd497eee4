import { getterOf, methodOf } from '../../../shared/privacy/natives.ts'
import type { NetworkBody, NetworkHeader } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { call, listen, NativeProxy } from '../natives.ts'
import { MAX_BODY_CHARS } from '../network/body-limits.ts'
import { headerOf, parseHeaderLines, readHeaders } from '../network/headers.ts'
import {
  blobSizeOf,
  bytesOf,
  createNotes,
  isForeign,
  replace,
  tryOf,
  upperCase,
  urlTextOf,
} from '../network/platform.ts'
import { bytesBody, describeBody, textBody } from '../network/request-body.ts'
import type { OpenRequest, RequestLog } from '../network/request-log.ts'
import { shortJson } from '../network/short-json.ts'

/** A longer text is not asked for: the browser would have to make a string of it for us. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024

interface Opened {
  method: string
  url: string
  headers: NetworkHeader[]
}

/** Reports XMLHttpRequests. The page's object is the platform's own; listeners of ours are beside the page's. */
export function trackXhr(log: RequestLog): Stop {
  const prototype = XMLHttpRequest.prototype
  const { open } = prototype
  const send: (body: XMLHttpRequestBodyInit | null) => unknown = prototype.send
  const setRequestHeader: (...args: [string, string]) => unknown = prototype.setRequestHeader
  const opened = createNotes<Opened>()
  const underWay = createNotes<() => void>()
  const read = xhrReader()

  const openProxy = new NativeProxy(open, {
    apply(target, self: XMLHttpRequest, args: [string, string | URL]) {
      const result = call(target as (...args: unknown[]) => unknown, self, args)
      tryOf(() => {
        // A request that is still under way ends by this, without an event.
        underWay.get(self)?.()
        const [method, url] = args
        opened.set(self, {
          method: typeof method === 'string' ? upperCase(method) : 'GET',
          url: typeof url === 'string' ? url : (tryOf(() => urlTextOf(url)) ?? ''),
          headers: [],
        })
      })
      return result
    },
  })
  const headerProxy = new NativeProxy(setRequestHeader, {
    apply(target, self: XMLHttpRequest, args: [string, string]) {
      const result = call(target, self, args)
      tryOf(() => {
        const header = readHeaders([args])?.[0]
        const request = opened.get(self)
        if (header && request) request.headers[request.headers.length] = header
      })
      return result
    },
  })
  const sendProxy = new NativeProxy(send, {
    apply(target, self: XMLHttpRequest, args: [XMLHttpRequestBodyInit | null]) {
      const request = tryOf(() => opened.get(self))
      const observed = request && tryOf(() => observe(self, request, args[0]))
      // Sending twice is an error, and no second request.
      tryOf(() => opened.remove(self))
      try {
        return call(target, self, args)
      } catch (error) {
        // A synchronous request fails here, without an event.
        tryOf(() => observed?.failed('network'))
        throw error
      }
    },
  })

  function observe(xhr: XMLHttpRequest, { method, url, headers }: Opened, body: unknown): OpenRequest {
    const request = log.open({
      api: 'xhr',
      method,
      url,
      headers,
      sent: describeBody(body, headerOf(headers, 'content-type') ?? ''),
    })
    const answered = () => {
      const given = parseHeaderLines(read.headers(xhr) ?? '')
      request.answered({
        status: read.status(xhr),
        statusText: read.statusText(xhr),
        headers: given,
        url: read.url(xhr),
      })
      log.awaits(request, 'body')
      return headerOf(given, 'content-type') ?? ''
    }
    const fail = (failure: string) => () => {
      request.failed(failure)
      request.ended({ body: null, failure })
    }
    const stopListening = () => {
      underWay.remove(xhr)
      for (let i = 0; i < stops.length; i++) stops[i]!()
    }
    underWay.set(xhr, () => {
      fail('abort')()
      stopListening()
    })
    const stops = [
      listen(xhr, 'readystatechange', () => {
        if (read.state(xhr) === HEADERS_RECEIVED) answered()
      }),
      listen(xhr, 'error', () => fail(isForeign(url) ? 'blocked' : 'network')()),
      listen(xhr, 'abort', fail('abort')),
      listen(xhr, 'timeout', fail('timeout')),
      listen(xhr, 'load', (event) => request.ended({ body: read.body(xhr, answered(), read.loaded(event)) })),
      listen(xhr, 'loadend', stopListening),
    ]
    return request
  }

  const stops = [
    replace(prototype, 'open', openProxy),
    replace(prototype, 'setRequestHeader', headerProxy),
    replace(prototype, 'send', sendProxy),
  ]
  return () => stops.forEach((stop) => stop())
}

const HEADERS_RECEIVED = 2

function xhrReader() {
  const prototype = XMLHttpRequest.prototype
  const typeOf = getterOf(prototype, 'responseType')
  const textOf = getterOf(prototype, 'responseText')
  const responseOf = getterOf(prototype, 'response')
  const loadedOf = getterOf(ProgressEvent.prototype, 'loaded')
  return {
    state: getterOf(prototype, 'readyState'),
    status: getterOf(prototype, 'status'),
    statusText: getterOf(prototype, 'statusText'),
    url: getterOf(prototype, 'responseURL'),
    headers: methodOf<XMLHttpRequest, [], string | null>(prototype, 'getAllResponseHeaders'),
    loaded: (event: Event) => tryOf(() => loadedOf(event as ProgressEvent)) ?? 0,
    /** @param size bytes that came, as the browser counts them; 0 when it does not */
    body(xhr: XMLHttpRequest, type: string, size: number): NetworkBody | null {
      const kind = typeOf(xhr)
      const sizeBytes = size > 0 ? size : null
      const without = (gap: NetworkBody['gap']): NetworkBody => ({ type, sizeBytes, text: null, gap })
      if (size > MAX_TEXT_BYTES) return without('large')
      if (kind === '' || kind === 'text') {
        const text = textOf(xhr)
        return text === '' ? null : textBody(text, type || 'text/plain')
      }
      const response: unknown = responseOf(xhr)
      if (response === null) return null
      if (kind === 'json') {
        const { text, whole } = shortJson(response, MAX_BODY_CHARS)
        return { ...textBody(text, type || 'application/json', sizeBytes, whole) }
      }
      if (kind === 'arraybuffer') {
        const found = bytesOf(response, MAX_BODY_CHARS)
        return found && bytesBody(found.bytes, found.size, type)
      }
      if (kind === 'blob') return { ...without('binary'), sizeBytes: blobSizeOf(response as Blob) }
      return without('unread')
    },
  }
}
