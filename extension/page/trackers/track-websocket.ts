import { getterOf } from '../../../shared/privacy/natives.ts'
import type { Emit, Stop } from '../emit.ts'
import { call, listen, NativeProxy } from '../natives.ts'
import { standIn } from '../network/constructors.ts'
import { createMessages, type Messages } from '../network/messages.ts'
import { createNotes, replace, tryOf } from '../network/platform.ts'
import type { OpenRequest, RequestLog } from '../network/request-log.ts'

interface Watched {
  request: OpenRequest
  messages: Messages
}

/** Reports WebSockets with their messages. Each socket is the platform's own; text is recorded, of the rest its size. */
export function trackWebSocket(emit: Emit, log: RequestLog): Stop {
  if (typeof WebSocket === 'undefined') return () => undefined
  const { prototype } = WebSocket
  const watched = createNotes<Watched>()
  const urlOf = getterOf(prototype, 'url')
  const stateOf = getterOf(prototype, 'readyState')
  const protocolOf = getterOf(prototype, 'protocol')
  const extensionsOf = getterOf(prototype, 'extensions')
  const dataOf = getterOf(MessageEvent.prototype, 'data')
  const close = {
    code: getterOf(CloseEvent.prototype, 'code'),
    reason: getterOf(CloseEvent.prototype, 'reason'),
    wasClean: getterOf(CloseEvent.prototype, 'wasClean'),
  }

  function watch(socket: WebSocket): void {
    const request = log.open({
      api: 'websocket',
      method: 'GET',
      url: urlOf(socket),
      headers: [],
      sent: { body: null, later: null },
    })
    const messages = createMessages(emit, request.id)
    watched.set(socket, { request, messages })
    const stops = [
      listen(socket, 'open', () =>
        request.answered({ status: 101, statusText: 'Switching Protocols', headers: agreed(socket) }),
      ),
      listen(socket, 'message', (event) => messages.note('received', dataOf(event as MessageEvent))),
      listen(socket, 'close', (event) => {
        const closed = event as CloseEvent
        // One that never opened failed; why, a page is not told.
        request.failed('network')
        request.ended({
          body: null,
          close: { code: close.code(closed), reason: close.reason(closed), wasClean: close.wasClean(closed) },
          leftOut: messages.leftOut(),
        })
        for (let i = 0; i < stops.length; i++) stops[i]!()
      }),
    ]
  }

  function agreed(socket: WebSocket): [string, string][] {
    const headers: [string, string][] = []
    const protocol = protocolOf(socket)
    const extensions = extensionsOf(socket)
    if (protocol !== '') headers[headers.length] = ['sec-websocket-protocol', protocol]
    if (extensions !== '') headers[headers.length] = ['sec-websocket-extensions', extensions]
    return headers
  }

  const send: (...args: Parameters<WebSocket['send']>) => unknown = prototype.send
  const sendProxy = new NativeProxy(send, {
    apply(target, self: WebSocket, args: Parameters<WebSocket['send']>) {
      const result = call(target, self, args)
      tryOf(() => {
        if (stateOf(self) === OPEN) watched.get(self)?.messages.note('sent', args[0])
      })
      return result
    },
  })
  const stops = [standIn('WebSocket', watch), replace(prototype, 'send', sendProxy)]
  return () => stops.forEach((stop) => stop())
}

const OPEN = 1
