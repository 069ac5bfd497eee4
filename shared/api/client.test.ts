import { describe, expect, it } from 'vitest'
import { createApiClient } from './client.ts'
import { ApiError, UnreachableError } from './errors.ts'
import { retryAfterMs } from './http.ts'

interface Sent {
  url: string
  init: RequestInit
}

/** A client whose requests are answered by `answer`, and the list of what it sent. */
function clientOver(
  answer: (sent: Sent) => Response | Promise<Response>,
  baseUrl = 'https://replay.test/base/',
) {
  const sent: Sent[] = []
  const client = createApiClient({
    baseUrl,
    key: 'the-key',
    fetch: async (url, init) => {
      sent.push({ url, init })
      return answer({ url, init })
    },
  })
  return { client, sent }
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: 'about:blank', title: 'No', status, code, detail: 'A sentence.' }
  return new Response(JSON.stringify(body), { status, headers })
}

const ME = { keyName: 'tester', scopes: ['read'], websites: [{ websiteId: 'default', name: 'Default' }] }

describe('requests', () => {
  it('carry the key, and keep the path of the base URL', async () => {
    const { client, sent } = clientOver(() => Response.json(ME))
    expect(await client.me()).toEqual(ME)
    expect(sent[0]!.url).toBe('https://replay.test/base/api/me')
    expect(sent[0]!.init.headers).toMatchObject({ authorization: 'Bearer the-key' })
  })

  it('escape what goes into a path', async () => {
    const { client, sent } = clientOver(() => new Response(null, { status: 204 }))
    await client.deleteSession('../me?')
    expect(sent[0]!.url).toBe('https://replay.test/base/api/replay/..%2Fme%3F')
  })

  it('do not hand the key to the store that a segment goes to', async () => {
    const { client, sent } = clientOver(() => new Response(null, { status: 200 }))
    const headers = { 'content-type': 'application/gzip' }
    await client.putSegment(
      { tab: 0, index: 1, url: 'https://store.test/x?sig=1', headers },
      new Uint8Array([1]),
    )
    await client.putSegment({ tab: 0, index: 1, url: '/upload/x', headers }, new Uint8Array([1]))
    expect(sent.map(({ url }) => url)).toEqual([
      'https://store.test/x?sig=1',
      'https://replay.test/base/upload/x',
    ])
    for (const { init } of sent) expect(init.headers).toEqual(headers)
  })
})

describe('failures carry the decision', () => {
  const failureOf = (answer: () => Response | Promise<Response>) =>
    clientOver(answer)
      .client.me()
      .catch((e: unknown) => e)

  it.each([
    [401, 'unauthorized', false],
    [404, 'not-found', false],
    [409, 'session-conflict', false],
    [429, 'rate-limited', true],
    [500, 'internal', true],
    [503, 'unavailable', true],
  ])('status %i', async (status, code, retryable) => {
    const error = await failureOf(() => problem(status, code))
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status, code, retryable, message: 'A sentence.', retryAfterMs: null })
  })

  it('says how long to wait', async () => {
    expect(await failureOf(() => problem(429, 'rate-limited', { 'retry-after': '7' }))).toMatchObject({
      retryAfterMs: 7000,
    })
  })

  it('an error page of a proxy', async () => {
    expect(await failureOf(() => new Response('<h1>Bad gateway', { status: 502 }))).toMatchObject({
      code: 'http-502',
      retryable: true,
      message: 'The server answered with status 502.',
    })
  })

  it('an answer that is not this API’s', async () => {
    expect(await failureOf(() => new Response('<h1>Log in to the hotel'))).toMatchObject({
      code: 'unexpected-reply',
      retryable: true,
    })
  })

  it('no answer', async () => {
    const error = await failureOf(() => Promise.reject(new TypeError('fetch failed')))
    expect(error).toBeInstanceOf(UnreachableError)
    expect(error).toMatchObject({ retryable: true, message: 'The server at replay.test cannot be reached.' })
  })

  it('an answer cut short', async () => {
    const cut = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) })
    expect(await failureOf(() => new Response(cut))).toBeInstanceOf(UnreachableError)
  })

  it('the caller’s own abort is not a failure of the server', async () => {
    const { client } = clientOver(({ init }) => {
      init.signal!.throwIfAborted()
      return Response.json(ME)
    })
    await expect(client.me(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })

  it('a session of a newer build is refused by name', async () => {
    const { client } = clientOver(() =>
      Response.json({ metadata: { formatVersion: 999 }, segments: [], startAtMs: null }),
    )
    await expect(client.manifest('x')).rejects.toMatchObject({ code: 'newer-format' })
  })
})

describe('retryAfterMs', () => {
  it.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['0', 0],
    ['120', 120_000],
    ['-5', 0],
    ['1e12', 86_400_000],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 9000],
  ])('%s', (header, expected) => {
    expect(retryAfterMs(header, 1000)).toBe(expected)
  })
})
