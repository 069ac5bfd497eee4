import type { Stop } from '../emit.ts'
import { call, NativeProxy } from '../natives.ts'
import { replace, tryOf, urlTextOf } from '../network/platform.ts'
import { describeBody } from '../network/request-body.ts'
import type { RequestLog } from '../network/request-log.ts'

/** Reports calls of sendBeacon. Whether it arrived, the browser tells by its timing at most. */
export function trackBeacon(log: RequestLog): Stop {
  const prototype = Navigator.prototype as unknown as Record<string, Navigator['sendBeacon'] | undefined>
  const original = prototype['sendBeacon']
  if (!original) return () => undefined
  const proxy = new NativeProxy(original, {
    apply(target, self, args: Parameters<Navigator['sendBeacon']>) {
      const request = tryOf(() => {
        const [url, body] = args
        return log.open({
          api: 'beacon',
          method: 'POST',
          url: typeof url === 'string' ? url : (tryOf(() => urlTextOf(url)) ?? ''),
          headers: [],
          sent: describeBody(body, ''),
        })
      })
      let queued = false
      try {
        queued = call(target, self, args)
        return queued
      } finally {
        tryOf(() => {
          if (!request) return
          if (!queued) request.failed('refused')
          else {
            request.answered({ status: 0, statusText: '', headers: [], answer: 'queued' })
            log.awaits(request, 'timing')
          }
        })
      }
    },
  })
  return replace(prototype, 'sendBeacon', proxy)
}
