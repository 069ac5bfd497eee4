import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** What a test does with a request that comes by. */
export type Passage =
  | 'pass'
  /** The connection breaks before the server behind learns of it. */
  | 'break-before'
  /** The server behind has done it, and the answer is lost. */
  | 'break-after'
  | { status: number; headers?: Record<string, string> }

export interface SeenRequest {
  /** `POST /api/replay/.../complete`, without the query. */
  line: string
  at: number
}

export interface Gate {
  url: string
  seen: SeenRequest[]
  /** Asked for every request; `pass` at first. */
  judge: (seen: SeenRequest) => Passage | Promise<Passage>
  close(): Promise<void>
}

/** Something between two servers that can go wrong: it forwards requests, or breaks or answers them itself. */
export async function startGate(targetUrl: string): Promise<Gate> {
  const target = new URL(targetUrl)
  const server = createServer((incoming, reply) => {
    handle(incoming, reply).catch(() => reply.destroy())
  })

  async function handle(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const line = `${incoming.method ?? ''} ${(incoming.url ?? '').replace(/\?.*/, '')}`
    const seen = { line, at: Date.now() }
    gate.seen.push(seen)
    const body = await buffer(incoming)
    const passage = await gate.judge(seen)
    if (passage === 'break-before') {
      reply.destroy()
      return
    }
    if (typeof passage === 'object') {
      reply.writeHead(passage.status, passage.headers).end('{}')
      return
    }
    const headers = { ...incoming.headers, host: target.host, connection: 'close' }
    const forwarded = request({
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers,
      agent: false,
    })
    forwarded.end(body)
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage]
    const content = await buffer(answer)
    if (passage === 'break-after') {
      reply.destroy()
      return
    }
    const type = answer.headers['content-type']
    reply.writeHead(answer.statusCode ?? 502, type === undefined ? {} : { 'content-type': type }).end(content)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const gate: Gate = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    judge: () => 'pass',
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return gate
}
