import type { ErrorPayload } from '../../../shared/session/events.ts'
import type { SerializedValue } from '../../../shared/session/serialized-value.ts'
import type { Emit, Stop } from '../emit.ts'
import { isPrivate } from '../masking/private-area.ts'
import { listen } from '../natives.ts'
import { describeNode, serializeValue } from '../serialize-value.ts'

/** Reports uncaught errors, unhandled rejections, and resources that failed to load. */
export function trackErrors(emit: Emit): Stop {
  const stops = [
    listen(
      window,
      'error',
      (event) =>
        emit('qa.error', event instanceof ErrorEvent ? describeError(event) : describeResource(event)),
      { capture: true },
    ),
    listen(window, 'unhandledrejection', (event) => {
      const reason: unknown = (event as PromiseRejectionEvent).reason
      emit('qa.error', {
        kind: 'unhandledrejection',
        source: null,
        ...describeThrown(reason, 'Unhandled rejection'),
      })
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

function describeError(event: ErrorEvent): ErrorPayload {
  const source = event.filename ? { url: event.filename, line: event.lineno, column: event.colno } : null
  return { kind: 'error', source, ...describeThrown(event.error, event.message) }
}

/** @param fallback the message when what was thrown gives none: the browser's own words, or `Script error.` across origins */
function describeThrown(
  thrown: unknown,
  fallback: string,
): Pick<ErrorPayload, 'name' | 'message' | 'stack' | 'value'> {
  const value = serializeValue(thrown)
  if (typeof value === 'object' && value?.$ === 'error') {
    return {
      name: value.name,
      message: value.message,
      stack: value.stack,
      ...(value.cause === undefined ? {} : { value }),
    }
  }
  if (thrown === undefined || thrown === null) return { name: 'Error', message: fallback, stack: null }
  return { name: typeof thrown, message: messageOf(thrown, value, fallback), stack: null, value }
}

/** The browser's own words hold the text of an object, or the source of a function: those are in `value`, by names. */
function messageOf(thrown: unknown, value: SerializedValue, fallback: string): string {
  if (typeof value === 'string') return value
  if (typeof thrown === 'function') return 'Uncaught function'
  if (typeof thrown !== 'object') return fallback
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : ''
  return `Uncaught ${name || 'object'}`
}

function describeResource(event: Event): ErrorPayload {
  const element = event.target
  const url = element instanceof Element && !isPrivate(element) ? resourceUrl(element) : ''
  const tag = element instanceof Element ? describeNode(element) : 'A resource'
  return {
    kind: 'resource',
    name: 'ResourceError',
    message: `${tag} failed to load`,
    stack: null,
    source: url ? { url, line: 0, column: 0 } : null,
  }
}

function resourceUrl(element: Element): string {
  const url = element.getAttribute('src') ?? element.getAttribute('href') ?? element.getAttribute('data')
  if (url === null) return ''
  try {
    return new URL(url, document.baseURI).href
  } catch {
    return url
  }
}
