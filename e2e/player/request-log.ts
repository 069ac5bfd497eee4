import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A server that nothing may ever talk to. */
export interface RequestLog {
  /** Host and port. */
  host: string
  /** Paths that were asked for. */
  requests: string[]
  /** Connections that were opened, with or without a request. */
  connections: number
  close(): Promise<void>
}

/** Listens for requests, and for connections that bring none: a browser may open one ahead. */
export async function startRequestLog(): Promise<RequestLog> {
  const log: RequestLog = { host: '', requests: [], connections: 0, close }
  const http = createServer((request, response) => {
    log.requests.push(request.url ?? '')
    response.end()
  })
  const sockets: Socket[] = []
  const server: Server = createTcpServer((socket) => {
    log.connections++
    sockets.push(socket)
    http.emit('connection', socket)
  })
  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  log.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return log
}
