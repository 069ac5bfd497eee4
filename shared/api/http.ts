import { Check } from 'typebox/value'
import { ApiError, UnreachableError } from './errors.ts'
import { ProblemSchema } from './schemas.ts'

/** The part of `fetch` that the client needs. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface HttpRequest {
  url: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
  signal?: AbortSignal | undefined
  /** By default nothing is kept, and nothing kept is used. */
  cache?: RequestCache | undefined
  timeoutMs: number
}

/** A whole answer with a status of success. */
export interface HttpReply {
  status: number
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * Sends a request and reads the whole answer.
 *
 * @throws {UnreachableError} when no whole answer came in time
 * @throws {ApiError} when the status is not one of success
 * @throws the signal's reason, when it was aborted
 */
export async function sendRequest(fetch: Fetch, request: HttpRequest): Promise<HttpReply> {
  const { signal, timeoutMs } = request
  signal?.throwIfAborted()
  const timeout = AbortSignal.timeout(timeoutMs)
  const init: RequestInit = {
    method: request.method,
    headers: request.headers ?? {},
    body: request.body ?? null,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    credentials: 'same-origin',
    cache: request.cache ?? 'no-store',
  }
  let response: Response
  let bytes: Uint8Array<ArrayBuffer>
  try {
    response = await fetch(request.url, init)
    bytes = new Uint8Array(await response.arrayBuffer())
  } catch (error) {
    signal?.throwIfAborted()
    throw new UnreachableError(unreachableSentence(request.url, timeout.aborted), { cause: error })
  }
  if (!response.ok) throw refusal(response, bytes)
  return { status: response.status, bytes }
}

function unreachableSentence(url: string, timedOut: boolean): string {
  const { host } = new URL(url)
  return timedOut
    ? `The server at ${host} did not answer in time.`
    : `The server at ${host} cannot be reached.`
}

/** An answer that is not what this server sends: a captive portal's, a proxy's, another program's. */
export function unexpectedReply(url: string, status: number): ApiError {
  return new ApiError(`What answers at ${new URL(url).host} is not a QA Replay server, or a newer one.`, {
    status,
    code: 'unexpected-reply',
    retryable: true,
    retryAfterMs: null,
  })
}

function refusal(response: Response, bytes: Uint8Array<ArrayBuffer>): ApiError {
  const { status } = response
  const problem = parseJson(bytes)
  const known = Check(ProblemSchema, problem) ? problem : null
  return new ApiError(known?.detail ?? `The server answered with status ${status}.`, {
    status,
    code: known?.code ?? `http-${status}`,
    retryable: status >= 500 || status === 429 || status === 408,
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  })
}

/** The JSON value in `bytes`, or undefined when it is none. */
export function parseJson(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

/** RFC 9110, 10.2.3: seconds or a date. A year's wait is somebody's mistake: capped at a day. */
export function retryAfterMs(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), DAY_MS)
}

const DAY_MS = 86_400_000
