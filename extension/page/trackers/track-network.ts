import type { NetworkPayload } from '../../../shared/session/events.ts'
import type { Emit, Stop } from '../emit.ts'
import { requestBegan } from '../request-began.ts'
import { call, listen, NativeProxy, now } from '../natives.ts'

/** Reports fetch and XMLHttpRequest calls with their answer or failure. Bodies and streams are not touched. */
export function trackNetwork(emit: Emit): Stop {
  const report = reporter(emit)
  const stops = [trackFetch(report), trackXhr(report)]
  return () => stops.forEach((stop) => stop())
}

type Api = NetworkPayload['api']
type Outcome = Pick<NetworkPayload, 'status' | 'statusText' | 'failure' | 'responseType' | 'responseBytes'>
type Report = (api: Api, method: string, url: string) => (outcome: Partial<Outcome>) => void

function reporter(emit: Emit): Report {
  let count = 0
  const prefix = now().toString(36)
  return (api, method, url) => {
    const requestId = `${prefix}-${count++}`
    const startedAt = now()
    requestBegan()
    return (outcome) =>
      emit('qa.network', {
        requestId,
        api,
        method: method.toUpperCase(),
        url: absoluteUrl(url),
        startedAt,
        durationMs: now() - startedAt,
        status: 0,
        statusText: '',
        failure: null,
        responseType: null,
        responseBytes: null,
        ...outcome,
      })
  }
}

const { then } = Promise.prototype

function trackFetch(report: Report): Stop {
  const original = window.fetch
  const proxy = new NativeProxy(original, {
    apply(target, self, args: Parameters<typeof fetch>) {
      const answer = call(target, self, args)
      const done = guard(() => beginFetch(report, args))
      if (!done) return answer
      // The page gets the promise behind ours: a rejection that it does not handle is still reported, and only once.
      return call(then, answer, [
        (response: Response) => {
          guard(() =>
            done(describeAnswer(response.status, response.statusText, (name) => response.headers.get(name))),
          )
          return response
        },
        (error: unknown) => {
          guard(() => done({ failure: isAbort(error) ? 'aborted' : 'network error' }))
          throw error
        },
      ])
    },
  })
  window.fetch = proxy
  return () => {
    if (window.fetch === proxy) window.fetch = original
  }
}

function beginFetch(report: Report, [input, init]: Parameters<typeof fetch>): ReturnType<Report> {
  const request = input instanceof Request ? input : null
  return report('fetch', init?.method ?? request?.method ?? 'GET', request?.url ?? `${input as string | URL}`)
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

/** The page's request goes through whatever happens to our report of it. */
function guard<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

function trackXhr(report: Report): Stop {
  const prototype = XMLHttpRequest.prototype
  const { open, send, getResponseHeader } = prototype
  const opened = new WeakMap<XMLHttpRequest, { method: string; url: string }>()

  const openProxy = new NativeProxy(open, {
    apply(target, self: XMLHttpRequest, args: [string, string | URL]) {
      opened.set(self, { method: args[0], url: `${args[1]}` })
      call(target as (...args: unknown[]) => void, self, args)
    },
  })
  const sendProxy = new NativeProxy(send, {
    apply(target, self: XMLHttpRequest, args: [XMLHttpRequestBodyInit | null]) {
      const request = opened.get(self)
      if (request)
        guard(() => observeXhr(report, self, request, (name) => call(getResponseHeader, self, [name])))
      call(target, self, args)
    },
  })
  prototype.open = openProxy
  prototype.send = sendProxy
  return () => {
    if (prototype.open === openProxy) prototype.open = open
    if (prototype.send === sendProxy) prototype.send = send
  }
}

function observeXhr(
  report: Report,
  xhr: XMLHttpRequest,
  { method, url }: { method: string; url: string },
  header: (name: string) => string | null,
): void {
  const done = report('xhr', method, url)
  const failures = { error: 'network error', abort: 'aborted', timeout: 'timeout' } as const
  const stops = [
    ...Object.entries(failures).map(([type, failure]) => listen(xhr, type, () => done({ failure }))),
    listen(xhr, 'load', () => done(describeAnswer(xhr.status, xhr.statusText, header))),
    listen(xhr, 'loadend', () => stops.forEach((stop) => stop())),
  ]
}

function describeAnswer(
  status: number,
  statusText: string,
  header: (name: string) => string | null,
): Partial<Outcome> {
  const length = header('content-length')
  return {
    status,
    statusText,
    responseType: header('content-type'),
    responseBytes: length === null || !/^\d+$/.test(length) ? null : Number(length),
  }
}

function absoluteUrl(url: string): string {
  try {
    return new URL(url, document.baseURI).href
  } catch {
    return url
  }
}
