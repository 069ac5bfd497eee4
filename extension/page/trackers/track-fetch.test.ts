// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { CustomPayloads, CustomTag } from '../../../shared/session/events.ts'

// Node's own fetch, responses and streams: what happy-dom has instead of them is not what browsers do.
vi.hoisted(() => {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- stands for classes that Node does not have
  class Nothing {}
  Object.assign(globalThis, {
    window: new EventTarget(),
    Node: Nothing,
    MutationObserver: Nothing,
    ProgressEvent: Nothing,
    document: { baseURI: 'https://page.example/' },
    location: { origin: 'https://page.example' },
  })
})
const { trackFetch } = await import('./track-fetch.ts')
const { createRequestLog } = await import('../network/request-log.ts')

type Reported = { [Tag in CustomTag]?: CustomPayloads[Tag][] }

/** Does something with fetch answered by `answer`, with a tracker or without; gives what was reported. */
async function withFetch(
  answer: typeof fetch,
  tracked: boolean,
  act: () => Promise<void>,
): Promise<Reported> {
  const reported: Reported = {}
  window.fetch = answer
  const log = createRequestLog((tag, payload) => {
    const list = (reported[tag] ??= []) as unknown[]
    list.push(payload)
  })
  const stop = tracked ? trackFetch(log) : () => undefined
  try {
    await act()
    // What the tracker reads on its own comes to an end in tasks of its own.
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve))
  } finally {
    stop()
    log.stop()
    Reflect.deleteProperty(window, 'fetch')
  }
  return reported
}

/** What a page did with an answer, and what came of it. */
type Read = 'text' | 'json' | 'arrayBuffer' | 'blob' | 'stream' | 'some' | 'cancel' | 'clone' | 'nothing'
const READS: Read[] = ['text', 'json', 'arrayBuffer', 'blob', 'stream', 'some', 'cancel', 'clone', 'nothing']

interface Case {
  chunks: string[]
  /** After which of them the source fails. */
  failsAfter: number | null
  status: number
  type: string
  withLength: boolean
  read: Read
  abort: 'never' | 'before' | 'between'
}

const cases: fc.Arbitrary<Case> = fc.record({
  chunks: fc.array(fc.oneof(fc.string(), fc.json(), fc.constant('x'.repeat(70_000))), { maxLength: 5 }),
  failsAfter: fc.option(fc.nat(3), { freq: 4 }),
  status: fc.constantFrom(200, 201, 404, 500),
  type: fc.constantFrom('application/json', 'text/plain', 'text/event-stream', 'image/png', ''),
  withLength: fc.boolean(),
  read: fc.constantFrom(...READS),
  abort: fc.constantFrom('never', 'never', 'before', 'between'),
})

/** Everything that a page can see of a case. */
async function outcomeOf(
  { chunks, failsAfter, status, type, withLength, read, abort }: Case,
  tracked: boolean,
) {
  const pulled = { count: 0, cancelled: '' }
  const controller = new AbortController()
  const failure = new TypeError('the network went away')
  const answer = async (_input: unknown, init?: RequestInit) => {
    init?.signal?.throwIfAborted()
    await Promise.resolve()
    const source = new ReadableStream<Uint8Array>(
      {
        pull(stream) {
          const index = pulled.count++
          if (failsAfter === index) stream.error(failure)
          else if (index < chunks.length) stream.enqueue(new TextEncoder().encode(chunks[index]))
          else stream.close()
        },
        cancel(reason) {
          pulled.cancelled = String(reason)
        },
      },
      { highWaterMark: 0 },
    )
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
    if (withLength) headers['content-length'] = String(new TextEncoder().encode(chunks.join('')).length)
    return new Response(source, { status, headers })
  }
  const seen: unknown[] = []
  await withFetch(answer, tracked, async () => {
    try {
      if (abort === 'before') controller.abort(new Error('changed my mind'))
      const response = await window.fetch('https://api.example/a', { signal: controller.signal })
      seen.push(response.status, response.headers.get('content-type'), response.bodyUsed, response.url)
      if (abort === 'between') controller.abort()
      seen.push(await use(response, read), response.bodyUsed)
    } catch (error) {
      seen.push((error as Error).name, (error as Error).message)
    }
  })
  return { seen, cancelled: pulled.cancelled, pulled: pulled.count }
}

async function use(response: Response, read: Read): Promise<unknown> {
  switch (read) {
    case 'text':
    case 'json':
      return response[read]()
    case 'arrayBuffer':
      return Buffer.from(await response.arrayBuffer()).toString('base64')
    case 'blob':
      return (await response.blob()).size
    case 'clone':
      return [await response.clone().text(), response.bodyUsed]
    case 'nothing':
      return null
    case 'cancel':
      await response.body?.cancel('enough')
      return null
    case 'some':
    case 'stream': {
      const reader = response.body!.getReader()
      const parts: string[] = []
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return parts
        parts.push(Buffer.from(value).toString('base64'))
        if (read === 'some') return parts
      }
    }
  }
}

describe('a page with its requests tracked', () => {
  it('sees what it would see without', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const plain = await outcomeOf(given, false)
        const tracked = await outcomeOf(given, true)
        // An answer that is copied ahead breaks off when the network does, and not when the page comes to read on.
        const isCopied = given.withLength || given.status >= 400
        const breaksOff = given.failsAfter !== null && (given.read === 'cancel' || given.read === 'some')
        const compared = isCopied && breaksOff ? 4 : Infinity
        expect(tracked.seen.slice(0, compared)).toEqual(plain.seen.slice(0, compared))
        // What is small and known to be is read ahead; of anything else not a byte.
        if (!given.withLength && given.status < 400) {
          if (given.read !== 'json' && given.read !== 'text') expect(tracked.cancelled).toBe(plain.cancelled)
          expect(tracked.pulled).toBe(plain.pulled)
        }
      }),
      { numRuns: 100 },
    )
  }, 60_000)

  it('sends what it would send', async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.dictionary(fc.string(), fc.string()).map((entries) => new URLSearchParams(entries)),
      fc.uint8Array(),
      fc.string().map((text) => new Blob([text], { type: 'text/plain' })),
      fc.array(fc.tuple(fc.string(), fc.string())).map((entries) => {
        const form = new FormData()
        for (const [name, value] of entries) form.append(name, value)
        return form
      }),
    )
    await fc.assert(
      fc.asyncProperty(bodies, fc.boolean(), async (body, asRequest) => {
        const sent = async (tracked: boolean) => {
          let got = ''
          const answer = async (input: Request | string, init?: RequestInit) => {
            const request = new Request(input, init)
            // The boundary of a form is random.
            got = `${request.method} ${(await request.text()).replace(/formdata-undici-\d+/g, 'boundary')}`
            return new Response(null, { status: 204 })
          }
          await withFetch(answer as typeof fetch, tracked, async () => {
            const init = { method: 'POST', body: body as BodyInit }
            if (asRequest) await window.fetch(new Request('https://api.example/', init))
            else await window.fetch('https://api.example/', init)
          })
          return got
        }
        expect(await sent(true)).toBe(await sent(false))
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})

describe('trackFetch', () => {
  const json = (value: unknown, init: ResponseInit = {}) => {
    const text = JSON.stringify(value)
    return new Response(text, {
      headers: { 'content-type': 'application/json', 'content-length': String(text.length) },
      ...init,
    })
  }

  it('reports a request, its answer and both bodies', async () => {
    const reported = await withFetch(
      async () => json({ ok: true }, { status: 200 }),
      true,
      async () => {
        await window.fetch('/orders#part', { method: 'post', headers: { 'X-A': '1' }, body: '{"a":1}' })
      },
    )
    expect(reported['qa.network']).toMatchObject([
      {
        api: 'fetch',
        method: 'POST',
        url: 'https://page.example/orders#part',
        status: 200,
        requestHeaders: [['x-a', '1']],
        requestBody: { text: '{"a":1}', sizeBytes: 7 },
      },
    ])
    expect(reported['qa.network-end']).toMatchObject([
      { failure: null, responseBody: { text: '{"ok":true}', sizeBytes: 11, gap: null } },
    ])
  })

  it('does not run code of the page’s to see what it asks for', async () => {
    const calls: string[] = []
    const init = {
      get method() {
        calls.push('method')
        return 'POST'
      },
      headers: {
        get accept() {
          calls.push('accept')
          return 'text/plain'
        },
      },
    }
    const input = {
      toString() {
        calls.push('toString')
        return 'https://api.example/'
      },
    }
    await withFetch(
      async () => new Response(''),
      true,
      async () => {
        await window.fetch(input as unknown as string, init)
      },
    )
    expect(calls).toEqual([])
  })

  it('gives a promise that is none of the platform’s as it is', async () => {
    const own = { then: (done: (value: string) => void) => done('own') }
    await withFetch((() => own) as unknown as typeof fetch, true, async () => {
      expect(window.fetch('/')).toBe(own)
    })
  })

  it.each([
    ['abort', new DOMException('gone', 'AbortError')],
    ['timeout', new DOMException('late', 'TimeoutError')],
    ['blocked', new TypeError('Failed to fetch')],
  ])('names a failure: %s', async (failure, error) => {
    const reported = await withFetch(
      () => Promise.reject(error),
      true,
      async () => {
        await expect(window.fetch('https://other.example/')).rejects.toBe(error)
      },
    )
    expect(reported['qa.network']).toMatchObject([{ failure, status: 0 }])
    expect(reported['qa.network-end']).toBeUndefined()
  })

  it('says of a request that is not answered that it is unfinished, when the recording ends', async () => {
    const reported = await withFetch(
      () => new Promise(() => undefined),
      true,
      async () => {
        void window.fetch('/')
      },
    )
    expect(reported['qa.network']).toMatchObject([{ failure: 'unfinished' }])
  })

  it('keeps the name and the length of fetch', async () => {
    function fetch2(input: unknown) {
      return Promise.resolve(new Response(typeof input))
    }
    await withFetch(fetch2, true, async () => {
      expect(window.fetch).not.toBe(fetch2)
      expect([window.fetch.name, window.fetch.length]).toEqual(['fetch2', 1])
    })
  })
})
