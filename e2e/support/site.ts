import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site for tests, under two names that are two origins. */
export interface Site {
  /** `http://localhost:PORT`. */
  url: string
  /** The same site at `http://127.0.0.1:PORT`. */
  otherUrl: string
  /** Serves `html` at `path` from now on. */
  page(path: string, html: string): string
  close(): Promise<void>
}

export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>()
  const server = createServer((request, response) => {
    const html = pages.get((request.url ?? '').split('?')[0]!)
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' })
    response.end(html === undefined ? 'Not found' : `<!doctype html><html lang="en">${html}</html>`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://localhost:${port}`
  return {
    url,
    otherUrl: `http://127.0.0.1:${port}`,
    page(path, html) {
      pages.set(path, html)
      return url + path
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
