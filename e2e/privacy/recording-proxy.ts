import { createServer, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { textOfBytes } from './read-origin.ts'

/** Stands before a server and keeps everything that is sent to it. */
export interface RecordingProxy {
  url: string
  /** Lines, headers and bodies of all requests as text, bodies inflated. */
  received(): string
  close(): Promise<void>
}

export async function startRecordingProxy(serverUrl: string): Promise<RecordingProxy> {
  const parts: string[] = []
  const { hostname, port } = new URL(serverUrl)
  const proxy = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const { method, url, headers } = request
      parts.push(`${method} ${url}\n${JSON.stringify(headers)}\n${textOfBytes(body)}`)
      const onward = sendRequest({ hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      })
      onward.on('error', () => response.destroy())
      onward.end(body)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    received: () => parts.join('\n'),
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      }),
  }
}
