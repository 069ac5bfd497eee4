import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import {
  parseJson,
  sendRequest,
  unexpectedReply,
  type Fetch,
  type HttpReply,
  type HttpRequest,
} from './http.ts'

export interface ConnectionOptions {
  /** Where the server is: https://replay.example.com. A path is kept. */
  baseUrl: string
  /** Sent as a Bearer key with what is asked of the server itself. */
  key?: string | undefined
  fetch?: Fetch
}

/** A request to the server, below its base URL. */
export interface PathRequest extends Partial<Pick<HttpRequest, 'method' | 'signal' | 'cache'>> {
  path: string
  json?: unknown
  accept?: string
}

/** How a client speaks to one server with one key. */
export interface Connection {
  /** Where the server is, without a slash at the end. */
  base: string
  fetch: Fetch
  /** The JSON of an answer, checked. */
  call: <Schema extends TSchema>(schema: Schema, request: PathRequest) => Promise<Static<Schema>>
  /** The bytes of an answer, as they are. */
  bytesOf: (request: PathRequest, timeoutMs?: number) => Promise<HttpReply>
}

/** Time for an answer of JSON: long enough for `complete` to read a large session. */
const REPLY_TIMEOUT_MS = 60_000

export function openConnection({ baseUrl, key, fetch = globalFetch }: ConnectionOptions): Connection {
  const base = baseUrl.replace(/\/+$/, '')

  async function bytesOf(request: PathRequest, timeoutMs = REPLY_TIMEOUT_MS): Promise<HttpReply> {
    const headers: Record<string, string> = { accept: request.accept ?? 'application/json' }
    if (key !== undefined) headers['authorization'] = `Bearer ${key}`
    if (request.json !== undefined) headers['content-type'] = 'application/json'
    return sendRequest(fetch, {
      url: base + request.path,
      method: request.method ?? 'GET',
      headers,
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
      signal: request.signal,
      cache: request.cache,
      timeoutMs,
    })
  }

  async function call<Schema extends TSchema>(schema: Schema, request: PathRequest): Promise<Static<Schema>> {
    const { bytes, status } = await bytesOf(request)
    const value = parseJson(bytes)
    if (!Check(schema, value)) throw unexpectedReply(base + request.path, status)
    return value
  }

  return { base, fetch, call, bytesOf }
}

/** Not `fetch` itself: called as a method of anything but the global, browsers refuse it. */
const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init)

/** `?name=value&...` of what is given; empty for nothing. */
export function queryString(query: object): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query) as [string, string | number | boolean | undefined][]) {
    if (value !== undefined) params.set(name, String(value))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
