import type { NetworkBody, NetworkHeader } from '../../session/events.ts'
import type { NetworkRow } from '../model/rows.ts'

/** A request as a command for a shell. What was masked is asterisks there as well. */
export function toCurl(row: NetworkRow): string {
  const { method, url, requestHeaders = [] } = row.payload
  const body = sentText(row)
  return [
    `curl ${quoteForShell(url)}`,
    ...(method === (body === null ? 'GET' : 'POST') ? [] : [`-X ${quoteForShell(method)}`]),
    ...withType(requestHeaders, row).map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quoteForShell(body)}`]),
  ].join(' \\\n  ')
}

/** The same as a call of fetch. */
export function toFetch(row: NetworkRow): string {
  const { method, url, requestHeaders = [] } = row.payload
  const body = sentText(row)
  const headers = Object.fromEntries(withType(requestHeaders, row))
  const init = {
    ...(method === 'GET' ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body === null ? {} : { body }),
  }
  const options = Object.keys(init).length === 0 ? '' : `, ${JSON.stringify(init, null, 2)}`
  return `await fetch(${JSON.stringify(url)}${options})`
}

/** The same as an entry of a HAR file (HAR 1.2), with what Chromium adds for the messages of sockets. */
export function toHarEntry(row: NetworkRow): unknown {
  const { payload, end, messages } = row
  const timing = end?.timing
  const sent = sentBody(row)
  const durationMs = end ? Math.max(0, end.endedAt - payload.startedAt) : payload.durationMs
  const httpVersion = timing?.protocol ?? ''
  const connects = timing?.connectMs == null ? null : timing.connectMs + (timing.tlsMs ?? 0)
  return {
    startedDateTime: new Date(payload.startedAt).toISOString(),
    time: durationMs,
    request: {
      method: payload.method,
      url: payload.url,
      httpVersion,
      cookies: [],
      headers: toHarHeaders(payload.requestHeaders),
      queryString: queryOf(payload.url),
      ...(sent?.text == null ? {} : { postData: { mimeType: sent.type, text: sent.text } }),
      headersSize: -1,
      bodySize: sent?.sizeBytes ?? (sent ? -1 : 0),
    },
    response: {
      status: payload.status,
      statusText: payload.statusText,
      httpVersion,
      cookies: [],
      headers: toHarHeaders(payload.responseHeaders),
      content: {
        size: timing?.decodedBytes ?? end?.responseBody?.sizeBytes ?? payload.responseBytes ?? 0,
        mimeType: end?.responseBody?.type || (payload.responseType ?? ''),
        ...(end?.responseBody?.text == null ? {} : { text: end.responseBody.text }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: timing?.encodedBytes ?? -1,
      ...(payload.failure === null ? {} : { _error: payload.failure }),
    },
    cache: {},
    timings: {
      blocked: timing?.blockedMs ?? -1,
      dns: timing?.dnsMs ?? -1,
      connect: connects ?? -1,
      ssl: timing?.tlsMs ?? -1,
      send: 0,
      wait: timing?.waitMs ?? payload.durationMs,
      receive: timing?.receiveMs ?? Math.max(0, durationMs - payload.durationMs),
    },
    ...(messages.length === 0
      ? {}
      : {
          _webSocketMessages: messages.map(({ payload: { direction, text }, time }) => ({
            type: direction === 'sent' ? 'send' : 'receive',
            time: time / 1000,
            opcode: text === null ? 2 : 1,
            data: text ?? '',
          })),
        }),
  }
}

/** What was sent; of a blob it is known only at the end. */
export const sentBody = ({ payload, end }: NetworkRow): NetworkBody | null =>
  end?.requestBody ?? payload.requestBody ?? null

const sentText = (row: NetworkRow): string | null => sentBody(row)?.text ?? null

/** A browser adds the type of a body by itself, a shell would send another one. */
function withType(headers: readonly NetworkHeader[], row: NetworkRow): readonly NetworkHeader[] {
  const body = sentBody(row)
  if (!body?.text || body.type === '' || headers.some(([name]) => name.toLowerCase() === 'content-type'))
    return headers
  return [...headers, ['content-type', body.type]]
}

const toHarHeaders = (headers: readonly NetworkHeader[] = []) =>
  headers.map(([name, value]) => ({ name, value }))

function queryOf(url: string): { name: string; value: string }[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}

/** For a POSIX shell: nothing within single quotes means anything. */
const quoteForShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
