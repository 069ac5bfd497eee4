import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** A site that answers in every way in which a network recorder may go wrong. */
export interface NetworkSite {
  /** `http://localhost:PORT`. */
  url: string
  /** The same at `http://127.0.0.1:PORT`: another origin. */
  otherUrl: string
  /** Bytes that were taken from the last `/flood`. */
  flooded(): number
  close(): Promise<void>
}

const CHUNK = Buffer.alloc(64 * 1024, 'abcdefg ')
const MB = 1024 * 1024

const page = (title: string, script: string) =>
  `<!doctype html><html lang="en"><head><title>${title}</title>${script}</head><body><h1>${title}</h1></body></html>`

/** What pages do to the platform: their own versions see nothing, lie, or throw. */
const HOSTILE = `<script>
  window.calls = []
  const fail = (name) => function () { window.calls.push(name); throw new Error('hostile ' + name) }
  Response.prototype.clone = fail('Response.clone')
  Request.prototype.clone = fail('Request.clone')
  Headers.prototype.forEach = fail('Headers.forEach')
  ReadableStream.prototype.getReader = fail('getReader')
  TextDecoder.prototype.decode = fail('decode')
  Blob.prototype.slice = fail('slice')
  FormData.prototype.forEach = fail('FormData.forEach')
  WeakMap.prototype.get = fail('WeakMap.get')
  WeakMap.prototype.set = fail('WeakMap.set')
  JSON.stringify = fail('stringify')
  Array.prototype.push = fail('push')
  Promise.prototype.catch = fail('catch')
  Object.freeze(XMLHttpRequest.prototype)
  Object.freeze(WebSocket.prototype)
  Object.freeze(Response.prototype)
  Error.prepareStackTrace = fail('prepareStackTrace')
  const own = window.fetch
  window.fetch = function fetch(...args) { return own.apply(this, args) }
  // What drives the page would be broken by this as well, so that it drives itself.
  ;(async () => {
    try {
      const answer = await fetch('/json?hostile', { method: 'POST', body: new FormData() })
      const { colour } = await answer.json()
      const xhr = new XMLHttpRequest()
      xhr.open('GET', '/json?hostile-xhr', false)
      xhr.send()
      const socket = new WebSocket(location.origin.replace('http', 'ws') + '/hostile-socket')
      await new Promise((resolve) => (socket.onopen = resolve))
      socket.send('hello')
      await new Promise((resolve) => (socket.onmessage = resolve))
      document.title = ['done', colour, xhr.status, ...calls].join(' ')
    } catch (error) {
      document.title = 'failed ' + error
    }
  })()
</script>`

const PAGES: Record<string, string> = {
  '/': page('Plain', ''),
  '/strict': page('Strict', ''),
  '/hostile': page('Hostile', HOSTILE),
}

const STRICT_POLICY =
  "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"

export async function serveNetwork(): Promise<NetworkSite> {
  let flooded = 0

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const html = PAGES[pathname]
    if (html !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      if (pathname === '/strict') response.setHeader('content-security-policy', STRICT_POLICY)
      response.end(html)
      return
    }
    if (ANSWERS[pathname]?.(request, response) !== true) response.writeHead(404).end('nothing here')
  }

  const json = (response: ServerResponse, value: unknown, status = 200) => {
    const text = JSON.stringify(value)
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'x-build': '42',
    })
    response.end(text)
  }

  const ANSWERS: Record<string, (request: IncomingMessage, response: ServerResponse) => true> = {
    '/json': (_request, response) => {
      json(response, { colour: 'blue', accessToken: 'tok-answer-1' })
      return true
    },
    '/chunked': (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"first":1,')
      setTimeout(() => response.end('"second":"two"}'), 50)
      return true
    },
    '/error': (_request, response) => {
      response.writeHead(503, 'Out of coffee', { 'content-type': 'application/json' })
      response.write('{"error":')
      setTimeout(() => response.end('"no beans"}'), 20)
      return true
    },
    '/hang': () => true,
    '/broken': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 1000 })
      response.write('half of it')
      setTimeout(() => response.destroy(), 50)
      return true
    },
    '/echo': (request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => json(response, { got: Buffer.concat(parts).length }))
      return true
    },
    '/big': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 100 * MB })
      pour(response, 100 * MB, () => undefined)
      return true
    },
    '/flood': (_request, response) => {
      flooded = 0
      response.writeHead(200, { 'content-type': 'text/plain' })
      pour(response, 400 * MB, (bytes) => (flooded += bytes))
      return true
    },
    '/stream': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      let count = 0
      const timer = setInterval(() => response.write(`data: {"tick":${count++}}\n\n`), 50)
      response.on('close', () => clearInterval(timer))
      return true
    },
    '/events': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"hello":"there","password":"sse-secret"}\n\n')
      response.write('event: price\ndata: 12\n\n')
      return true
    },
  }

  const server = createServer(answer)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    otherUrl: `http://127.0.0.1:${port}`,
    flooded: () => flooded,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Writes as fast as it is read. */
function pour(response: ServerResponse, total: number, count: (bytes: number) => void): void {
  let left = total
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length
      count(CHUNK.length)
      if (!response.write(CHUNK)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}
