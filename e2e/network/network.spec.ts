import { test as base, expect, record, stop } from '../chromium/fixtures.ts'
import type { Page } from '@playwright/test'
import type { CustomPayloads, CustomTag } from '../../shared/session/events.ts'
import { onlySession, payloadsOf, storedEvents, storeText } from '../chromium/store.ts'
import { serveNetwork, type NetworkSite } from './serve-network.ts'

// What a page asks of servers, recorded by the built extension; and that the page does not notice.

const test = base.extend<object, { network: NetworkSite }>({
  network: [
    async ({}, use) => {
      const site = await serveNetwork()
      await use(site)
      await site.close()
    },
    { scope: 'worker' },
  ],
})

/** What was recorded of a tag up to now. */
async function recorded<Tag extends CustomTag>(inside: Page, tag: Tag): Promise<CustomPayloads[Tag][]> {
  const { sessionId } = await onlySession(inside)
  return payloadsOf(await storedEvents(inside, sessionId), tag)
}

/** A request whose address ends so, with its end, once both are stored. */
async function request(inside: Page, path: string) {
  let found: { begin: CustomPayloads['qa.network']; end: CustomPayloads['qa.network-end'] } | null = null
  await expect
    .poll(async () => {
      const begin = (await recorded(inside, 'qa.network')).findLast(({ url }) => url.endsWith(path))
      const ends = await recorded(inside, 'qa.network-end')
      const end = ends.find(({ requestId }) => requestId === begin?.requestId)
      found = begin && end ? { begin, end } : null
      return found !== null
    }, path)
    .toBe(true)
  return found!
}

test('requests have headers, bodies, sizes and timing, without what is secret', async ({
  context,
  inside,
  network,
}) => {
  const page = await context.newPage()
  await page.goto(network.url)
  await record(page)
  await page.evaluate(async () => {
    const answer = await fetch('/json', {
      method: 'POST',
      headers: {
        authorization: 'Bearer tok-header-1',
        'content-type': 'application/json',
        'x-shop': 'kettle',
      },
      body: JSON.stringify({ colour: 'red', password: 'tok-body-1' }),
    })
    await answer.json()
    await (
      await fetch(
        new Request('/echo?a', {
          method: 'PUT',
          body: 'colour=green&pin=tok-body-2',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      )
    ).text()
    await (await fetch('/chunked')).json()
    void fetch('/error')
    const form = new FormData()
    form.append('colour', 'black')
    form.append('otp', 'tok-body-3')
    form.append('photo', new File(['tok-body-4'], 'tok-name-1.txt', { type: 'text/plain' }))
    await fetch('/echo?form', { method: 'POST', body: form })
    await fetch('/echo?blob', {
      method: 'POST',
      body: new Blob(['{"colour":"pink"}'], { type: 'application/json' }),
    })
    const xhr = new XMLHttpRequest()
    xhr.open('POST', '/json?xhr')
    xhr.responseType = 'json'
    xhr.setRequestHeader('X-Api-Key', 'tok-header-2')
    const done = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
    xhr.send(new URLSearchParams({ colour: 'white', passwd: 'tok-body-5' }))
    await done
    navigator.sendBeacon('/echo?beacon', 'colour=grey')
  })

  const json = await request(inside, '/json')
  expect(json.begin).toMatchObject({ api: 'fetch', method: 'POST', status: 200, failure: null })
  expect(json.begin.requestHeaders).toEqual([
    ['authorization', expect.stringMatching(/^[\s*]+$/)],
    ['content-type', 'application/json'],
    ['x-shop', 'kettle'],
  ])
  expect(json.begin.requestBody).toMatchObject({
    text: '{"colour":"red","password":"**********"}',
    sizeBytes: 40,
  })
  expect(json.begin.responseHeaders).toContainEqual(['x-build', '42'])
  expect(json.begin.initiator).toContain('at ')
  expect(json.end.responseBody).toMatchObject({
    text: '{"colour":"blue","accessToken":"************"}',
    type: 'application/json',
    gap: null,
  })
  expect(json.end.timing).toMatchObject({ protocol: 'http/1.1', encodedBytes: 46, decodedBytes: 46 })
  expect(json.end.timing!.waitMs).toBeGreaterThan(0)

  const put = await request(inside, '/echo?a')
  expect(put.begin.method).toBe('PUT')
  expect(put.end.requestBody?.text).toBe('colour=green&pin=**********')
  expect((await request(inside, '/chunked')).end.responseBody?.text).toBe('{"first":1,"second":"two"}')
  const error = await request(inside, '/error')
  expect(error.begin).toMatchObject({ status: 503, statusText: 'Out of coffee' })
  expect(error.end.responseBody?.text).toBe('{"error":"no beans"}')
  const form = (await request(inside, '/echo?form')).begin.requestBody!
  expect(form.text).toContain('name="colour"\r\n\r\nblack')
  expect(form.text).toContain('Content-Type: text/plain\r\nContent-Length: 10')
  expect((await request(inside, '/echo?blob')).end.requestBody?.text).toBe('{"colour":"pink"}')
  const xhr = await request(inside, '/json?xhr')
  expect(xhr.begin).toMatchObject({
    api: 'xhr',
    status: 200,
    requestBody: { text: 'colour=white&passwd=**********' },
  })
  expect(xhr.end.responseBody?.text).toContain('"colour":"blue"')
  expect(xhr.end.timing!.waitMs).toBeGreaterThan(0)
  const beacon = await request(inside, '/echo?beacon')
  expect(beacon.begin).toMatchObject({
    api: 'beacon',
    answer: 'queued',
    requestBody: { text: 'colour=grey' },
  })
  expect((await storeText(inside)).match(/tok-\w+-\d/g)).toBe(null)
})

test('failures say why', async ({ context, inside, network }) => {
  const page = await context.newPage()
  await page.goto(network.url)
  await record(page)
  const errors = await page.evaluate(async (otherUrl) => {
    const nameOf = (promise: Promise<unknown>) =>
      promise.then(
        () => '',
        (error: unknown) => (error as Error).name,
      )
    const controller = new AbortController()
    const aborted = nameOf(fetch('/hang?abort', { signal: controller.signal }))
    controller.abort()
    const reasoned = new AbortController()
    const withReason = fetch('/hang?reason', { signal: reasoned.signal }).catch((error: unknown) => error)
    reasoned.abort('changed my mind')
    const xhr = new XMLHttpRequest()
    xhr.open('GET', '/hang?xhr')
    xhr.timeout = 50
    const timedOut = new Promise((resolve) => (xhr.ontimeout = resolve))
    xhr.send()
    const again = new XMLHttpRequest()
    again.open('GET', '/hang?first')
    again.send()
    again.open('GET', '/json?second')
    again.send()
    await timedOut
    const broken = await fetch('/broken')
    return [
      await aborted,
      await withReason,
      await nameOf(fetch('/hang?timeout', { signal: AbortSignal.timeout(50) })),
      await nameOf(fetch(`${otherUrl}/json?cors`)),
      await nameOf(fetch('http://localhost:1/?refused')),
      await nameOf(broken.text()),
    ]
  }, network.otherUrl)
  expect(errors).toEqual([
    'AbortError',
    'changed my mind',
    'TimeoutError',
    'TypeError',
    'TypeError',
    'TypeError',
  ])
  await expect
    .poll(async () =>
      Object.fromEntries(
        (await recorded(inside, 'qa.network')).map(({ url, failure }) => [
          url.replace(/.*[/?]/, ''),
          failure,
        ]),
      ),
    )
    .toEqual({
      abort: 'abort',
      reason: 'abort',
      xhr: 'timeout',
      first: 'abort',
      second: null,
      broken: null,
      timeout: 'timeout',
      cors: 'blocked',
      refused: 'blocked',
    })
  expect((await request(inside, '/broken')).end).toMatchObject({
    failure: 'network',
    responseBody: { gap: 'broken' },
  })
})

test('a slow reader still holds back the sender, and what is large is neither held nor recorded', async ({
  context,
  inside,
  network,
}) => {
  const page = await context.newPage()
  await page.goto(network.url)
  await record(page)
  await page.evaluate(async () => {
    Object.assign(window, { kept: await fetch('/flood') })
  })
  // It is held back when for a second nothing more was taken.
  let before = -1
  await expect
    .poll(
      () => {
        const still = network.flooded() === before
        before = network.flooded()
        return still
      },
      { intervals: [1000] },
    )
    .toBe(true)
  expect(network.flooded()).toBeLessThan(200 * 1024 * 1024)

  const read = await page.evaluate(async () => {
    const reader = (await fetch('/big')).body!.getReader()
    let bytes = 0
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return bytes
      bytes += value.byteLength
    }
  })
  expect(read).toBe(100 * 1024 * 1024)
  expect((await request(inside, '/big')).end).toMatchObject({
    responseBody: null,
    timing: { decodedBytes: 100 * 1024 * 1024 },
  })
  expect(await page.evaluate(async () => (await (await fetch('/big?text')).text()).length)).toBe(
    100 * 1024 * 1024,
  )
  const { end } = await request(inside, '/big?text')
  expect(end.responseBody).toMatchObject({ gap: 'cut' })
  expect(end.responseBody!.text!.length).toBeLessThanOrEqual(65_536)
})

test('an endless stream is read as it comes, and is unfinished when the recording ends', async ({
  context,
  inside,
  network,
}) => {
  const page = await context.newPage()
  await page.goto(network.url)
  const popup = await record(page)
  const ticks = await page.evaluate(async () => {
    const reader = (await fetch('/stream')).body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('"tick":5')) text += (await reader.read()).value ?? ''
    Object.assign(window, { reader })
    return text
  })
  expect(ticks).toContain('data: {"tick":0}')
  await popup.bringToFront()
  await stop(popup)
  expect((await request(inside, '/stream')).end).toMatchObject({ failure: 'unfinished', responseBody: null })
})

test('messages of sockets and event sources, and no more than a session can hold', async ({
  context,
  inside,
  network,
}) => {
  const page = await context.newPage()
  await page.goto(network.url)
  await record(page)
  const seen = await page.evaluate(async (url) => {
    class Socket extends WebSocket {
      extra = 1
    }
    const socket = new Socket(`${url.replace('http', 'ws')}/chat`)
    socket.binaryType = 'arraybuffer'
    const got: unknown[] = []
    socket.onmessage = ({ data }) => got.push(data)
    await new Promise((resolve) => (socket.onopen = resolve))
    socket.send('{"say":"hello","token":"ws-secret"}')
    socket.send(new Uint8Array(1000))
    for (let i = 0; i < 1000; i++) socket.send(`flood ${i}`)
    while (got.length < 1002) await new Promise((resolve) => setTimeout(resolve, 20))
    const closed = new Promise((resolve) => (socket.onclose = resolve))
    socket.close(4001, 'enough')
    await closed

    const source = new EventSource('/events')
    const prices: string[] = []
    await new Promise<void>((resolve) =>
      source.addEventListener('price', ({ data }) => {
        prices.push(data as string)
        resolve()
      }),
    )
    source.close()
    let refused = ''
    try {
      new WebSocket('nonsense://x')
    } catch (error) {
      refused = (error as Error).name
    }
    return {
      first: got[0],
      prices,
      refused,
      same: [
        socket instanceof Socket && socket instanceof WebSocket && socket.extra === 1,
        new WebSocket(`${url.replace('http', 'ws')}/`).constructor === WebSocket,
        [WebSocket.OPEN, WebSocket.CLOSED].join() === '1,3',
        WebSocket.name === 'WebSocket' && WebSocket.length === 1,
        EventSource.prototype.constructor === EventSource,
        /\[native code\]/.test(String(WebSocket)),
      ],
    }
  }, network.url)
  expect(seen).toEqual({
    first: '{"say":"hello","token":"ws-secret"}',
    prices: ['12'],
    refused: 'SyntaxError',
    same: [true, true, true, true, true, true],
  })
  const chat = await request(inside, '/chat')
  expect(chat.begin).toMatchObject({ api: 'websocket', status: 101 })
  expect(chat.end.close).toEqual({ code: 4001, reason: 'enough', wasClean: true })
  const all = await recorded(inside, 'qa.message')
  const frames = all.filter(({ requestId }) => requestId === chat.begin.requestId)
  expect(frames[0]).toMatchObject({ direction: 'sent', text: '{"say":"hello","token":"*********"}' })
  expect(frames).toContainEqual(expect.objectContaining({ direction: 'sent', text: null, sizeBytes: 1000 }))
  expect(frames.length).toBeLessThan(500)
  const leftOut = frames.reduce((sum, frame) => sum + frame.leftOut, 0) + chat.end.leftOut
  expect(frames.length + leftOut).toBe(2004)
  const events = await request(inside, '/events')
  expect(
    all
      .filter(({ requestId }) => requestId === events.begin.requestId)
      .map(({ event, text }) => [event, text]),
  ).toEqual([
    ['', '{"hello":"there","password":"**********"}'],
    ['price', '12'],
  ])
})

test('the page finds what it expects of the platform', async ({ context, network }) => {
  const page = await context.newPage()
  await page.goto(network.url)
  // Their methods are looked at, not called.
  /* eslint-disable @typescript-eslint/unbound-method */
  const look = () =>
    page.evaluate(() => ({
      names: [fetch.name, XMLHttpRequest.prototype.send.name, WebSocket.name, navigator.sendBeacon.name],
      lengths: [
        fetch.length,
        XMLHttpRequest.prototype.open.length,
        WebSocket.length,
        navigator.sendBeacon.length,
      ],
      native: [fetch, XMLHttpRequest.prototype.open, WebSocket, EventSource, Response.prototype.json].every(
        (item) => /\[native code\]/.test(Function.prototype.toString.call(item)),
      ),
      own: [
        Object.keys(window).includes('fetch'),
        'prototype' in fetch,
        Object.getOwnPropertyDescriptor(window, 'fetch')?.enumerable,
        Object.getOwnPropertyDescriptor(window, 'WebSocket')?.enumerable,
      ],
      statics: Object.keys(WebSocket),
    }))
  /* eslint-enable @typescript-eslint/unbound-method */
  const before = await look()
  await record(page)
  expect(await look()).toEqual(before)
  // A rejection that the page does not handle is an error of the page's, once.
  const unhandled = await page.evaluate(async () => {
    const reasons: string[] = []
    addEventListener('unhandledrejection', (event) => {
      event.preventDefault()
      reasons.push(String(event.reason))
    })
    void fetch('http://localhost:1/')
    await fetch('http://localhost:1/').catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return reasons
  })
  expect(unhandled).toEqual(['TypeError: Failed to fetch'])
})

test('a page under a strict policy with trusted types is recorded like any other', async ({
  context,
  inside,
  network,
}) => {
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(`${network.url}/strict`)
  await record(page)
  expect(problems).toEqual([])
  await page.evaluate(async (otherUrl) => {
    await (await fetch('/json?strict')).json()
    await fetch(`${otherUrl}/json?token=csp-secret-1`).catch(() => undefined)
    try {
      document.body.innerHTML = '<p>no</p>'
    } catch {
      // Refused by trusted types.
    }
  }, network.otherUrl)
  expect((await request(inside, '/json?strict')).end.responseBody?.text).toContain('"colour":"blue"')
  await expect
    .poll(async () => (await recorded(inside, 'qa.console')).filter(({ method }) => method === 'csp'))
    .toHaveLength(2)
  const [refused, untrusted] = (await recorded(inside, 'qa.console')).filter(({ method }) => method === 'csp')
  expect(refused).toMatchObject({ level: 'error' })
  expect(JSON.stringify(refused!.args)).toMatch(/connect-src:.*http:\/\/127\.0\.0\.1/)
  expect(JSON.stringify(untrusted!.args)).toMatch(/require-trusted-types-for/)
  expect(await storeText(inside)).not.toContain('csp-secret-1')
})

test('a hostile page neither breaks the recording nor is broken by it', async ({
  context,
  inside,
  network,
}) => {
  const page = await context.newPage()
  await page.goto(network.url)
  await record(page)
  await page.goto(`${network.url}/hostile`)
  // Nothing of the page's own versions was called by the recorder.
  await expect(page).toHaveTitle('done blue 200')
  expect((await request(inside, '/json?hostile')).end.responseBody?.text).toContain('"colour":"blue"')
  expect((await request(inside, '/json?hostile-xhr')).begin.status).toBe(200)
  await expect
    .poll(async () => (await recorded(inside, 'qa.message')).map(({ text }) => text))
    .toEqual(['hello', 'hello'])
})
