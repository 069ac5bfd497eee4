import { matches } from '../../../shared/privacy/natives.ts'
import type { NetworkHeader } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { call, NativeProxy } from '../natives.ts'
import { isStreamType, isTextType } from '../network/body-limits.ts'
import { headerOf, listHeaders, readHeaders } from '../network/headers.ts'
import {
  after,
  cloneRequest,
  createNotes,
  dataProperty,
  exceptionName,
  isForeign,
  replace,
  requestBodyOf,
  requestHeadersOf,
  requestMethodOf,
  requestSignalOf,
  requestText,
  requestUrlOf,
  requestUsedOf,
  responseHeadersOf,
  responseStatusOf,
  responseStatusTextOf,
  responseTypeOf,
  responseUrlOf,
  signalAbortedOf,
  signalReasonOf,
  tryOf,
  upperCase,
  urlTextOf,
} from '../network/platform.ts'
import { describeBody, textBody, type DescribedBody } from '../network/request-body.ts'
import { contentLength, type Asked, type OpenRequest, type RequestLog } from '../network/request-log.ts'
import { readCopy, readText } from '../network/response-body.ts'

/** An answer up to this size, as its header says, is copied at once; any other when the page reads all of it. */
const SMALL_BYTES = 256 * 1024
/** What reads all of an answer. Whoever reads its stream may be slow, and then nobody may read ahead. */
const READERS = ['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData'] as const

/** Reports calls of fetch. The page's promise is the one behind ours, and resolves with the very answer it would get. */
export function trackFetch(log: RequestLog): Stop {
  const original = window.fetch
  const unread = createNotes<{ request: OpenRequest; type: string }>()

  const proxy = new NativeProxy(original, {
    apply(target, self, args: Parameters<typeof fetch>) {
      const asked = tryOf(() => describeCall(args))
      const request = asked && tryOf(() => log.open(asked))
      const answer = call(target, self, args)
      if (!request) return answer
      // A rejection that the page does not handle is still reported, and only once. A promise that is not the
      // platform's is given as it is.
      const watched = tryOf(() =>
        after(
          answer,
          (response) => {
            tryOf(() => answered(request, response))
            return response
          },
          (error) => {
            tryOf(() => request.failed(failureOf(error, args, asked.url)))
            throw error
          },
        ),
      )
      return (watched ?? answer) as Promise<Response>
    },
  })

  function answered(request: OpenRequest, response: Response): void {
    const headers = listHeaders(responseHeadersOf(response))
    const opaque = matches(/^opaque/, responseTypeOf(response))
    const status = responseStatusOf(response)
    request.answered({
      status,
      statusText: responseStatusTextOf(response),
      headers,
      url: responseUrlOf(response),
      ...(opaque ? { answer: 'opaque' as const } : {}),
    })
    const type = headerOf(headers, 'content-type') ?? ''
    // What is in an address comes from no server.
    const isInAddress = matches(/^(?:data|blob):/i, responseUrlOf(response))
    if (opaque || isInAddress || !isTextType(type) || isStreamType(type)) {
      log.awaits(request, 'timing')
      return
    }
    const length = contentLength(headers)
    // Answers that say what went wrong are not long, and often nobody reads them.
    const small = length === null ? status >= 400 : length <= SMALL_BYTES
    if (!small || !read(request, response, type)) {
      unread.set(response, { request, type })
      log.awaits(request, 'timing')
    }
  }

  function read(request: OpenRequest, response: Response, type: string): boolean {
    const reading = readCopy(response, type)
    if (!reading) return false
    log.awaits(request, 'body')
    void after(
      reading,
      ({ body, failed }) =>
        request.ended({ body, failure: failed === null ? null : isAbort(failed) ? 'abort' : 'network' }),
      () => undefined,
    )
    return true
  }

  const stops = [replace(window, 'fetch', proxy)]
  const methods = Response.prototype as unknown as Record<
    string,
    ((...args: unknown[]) => unknown) | undefined
  >
  for (const name of READERS) {
    const method = methods[name]
    if (!method) continue
    const reader = new NativeProxy(method, {
      apply(target, self: object, args) {
        tryOf(() => {
          const found = unread.get(self)
          if (!found) return
          unread.remove(self)
          read(found.request, self as Response, found.type)
        })
        return call(target, self, args)
      },
    })
    stops[stops.length] = replace(Response.prototype, name, reader)
  }
  return () => stops.forEach((stop) => stop())
}

/** What a call asks for. Nothing of the page's is run or consumed by looking at it. */
function describeCall([input, init]: Parameters<typeof fetch>): Asked {
  const request = input as Request
  const requestUrl = tryOf(() => requestUrlOf(request))
  const url = requestUrl ?? (typeof input === 'string' ? input : tryOf(() => urlTextOf(input as URL)))
  const method = dataProperty(init, 'method')
  const headers =
    readHeaders(dataProperty(init, 'headers')) ??
    (requestUrl === undefined ? [] : listHeaders(requestHeadersOf(request)))
  const given = dataProperty(init, 'body')
  const type = headerOf(headers, 'content-type') ?? ''
  return {
    api: 'fetch',
    method:
      typeof method === 'string'
        ? upperCase(method)
        : requestUrl === undefined
          ? 'GET'
          : requestMethodOf(request),
    // What turns itself into an address is not asked to do so twice: the answer tells.
    url: url ?? '',
    headers,
    sent:
      given === undefined && requestUrl !== undefined
        ? describeRequestBody(request, headers)
        : describeBody(given, type),
  }
}

/** A Request holds its body closed; a copy of it can be read. Streams have no type unless the page gives one. */
function describeRequestBody(request: Request, headers: NetworkHeader[]): DescribedBody {
  const type = headerOf(headers, 'content-type') ?? ''
  const method = requestMethodOf(request)
  if (method === 'GET' || method === 'HEAD' || requestUsedOf(request)) return { body: null, later: null }
  if (type === '') return { body: { type, sizeBytes: null, text: null, gap: 'unread' }, later: null }
  if (!isTextType(type)) return { body: { type, sizeBytes: null, text: null, gap: 'binary' }, later: null }
  const copy = cloneRequest(request)
  const stream = tryOf(() => requestBodyOf(copy))
  // Firefox gives no stream of it, and sends none.
  const later: Promise<unknown> = stream
    ? after(
        readText(stream, type),
        ({ body }) => body,
        () => null,
      )
    : after(
        requestText(copy),
        (text) => textBody(text, type),
        () => null,
      )
  return {
    body: { type, sizeBytes: null, text: null, gap: 'unread' },
    later: later as DescribedBody['later'],
  }
}

/** Why fetch rejected. The reason of an abort may be anything of the page's; the signal tells. */
function failureOf(error: unknown, [input, init]: Parameters<typeof fetch>, url: string): string {
  const given = dataProperty(init, 'signal') as AbortSignal | undefined
  const signal = given ?? tryOf(() => requestSignalOf(input as Request))
  if (signal && tryOf(() => signalAbortedOf(signal)) === true) {
    return exceptionName(tryOf((): unknown => signalReasonOf(signal))) === 'TimeoutError'
      ? 'timeout'
      : 'abort'
  }
  if (isAbort(error)) return 'abort'
  if (exceptionName(error) === 'TimeoutError') return 'timeout'
  return isForeign(url) ? 'blocked' : 'network'
}

const isAbort = (error: unknown) => exceptionName(error) === 'AbortError'
