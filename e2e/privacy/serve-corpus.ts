import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { corpusPage, PIXEL } from './corpus-page.ts'
import { journeyPages } from './journey.ts'
import { files } from './vectors/files.ts'
import { vectors } from './vectors/index.ts'
import { WebSocketServer } from 'ws'

export interface CorpusSite {
  /** `http://localhost:PORT`. */
  url: string
  close(): Promise<void>
}

/** Serves the corpus, the pages of the journey, and answers for whatever they ask for. */
export async function serveCorpus(): Promise<CorpusSite> {
  const pages: Record<string, string> = { '/': corpusPage(vectors), ...journeyPages }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
    const page = pages[pathname]
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(`<!doctype html><html lang="en">${page}</html>`)
    } else if (pathname.endsWith('.png')) {
      response.writeHead(200, { 'content-type': 'image/png' })
      response.end(PIXEL)
    } else {
      const { type, body, reason } = files[pathname] ?? {
        type: typeOf(request),
        body: answerTo(searchParams),
      }
      response.writeHead(200, reason, { 'content-type': type })
      response.end(body)
    }
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What a request asks to be answered with. */
const answerTo = (parameters: URLSearchParams) =>
  Buffer.from(parameters.get('body') ?? btoa('{}'), 'base64').toString()

const typeOf = ({ url }: IncomingMessage) =>
  url!.startsWith('/api') ? 'application/json' : 'text/html; charset=utf-8'
