import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** The policy that pages with a player are served with. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; connect-src 'self'; frame-src 'self' blob: about:"

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

export interface PlayerPage {
  url: string
  close(): Promise<void>
}

/** What else the page's server answers: bytes for a path, or null. */
export type ExtraFiles = (path: string) => Uint8Array | string | null

/**
 * Builds the page of `index.html` and serves it with the fixtures.
 *
 * @param policy null for none, to see what holds without it
 */
export async function servePlayer({
  policy = PAGE_POLICY,
  extra = () => null,
}: { policy?: string | null; extra?: ExtraFiles } = {}): Promise<PlayerPage> {
  const folder = await mkdtemp(join(tmpdir(), 'qa-replay-player-'))
  await build({
    root: HERE,
    configFile: false,
    logLevel: 'error',
    plugins: [svelte()],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome123', modulePreload: false, minify: false },
  })
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    void read(folder, path === '/' ? '/index.html' : path, extra).then((body) => {
      if (policy !== null) response.setHeader('content-security-policy', policy)
      response.setHeader(
        'content-type',
        TYPES[extname(path === '/' ? '.html' : path)] ?? 'application/octet-stream',
      )
      response.statusCode = body === null ? 404 : 200
      response.end(body)
    })
  })
  const url = await listen(server)
  return {
    url,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}

/** Starts a server on a free port of this computer. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function read(folder: string, path: string, extra: ExtraFiles): Promise<Uint8Array | string | null> {
  const made = extra(path)
  if (made !== null) return made
  const file = path.startsWith('/fixtures/')
    ? join(FIXTURES, path.slice('/fixtures/'.length))
    : join(folder, path)
  return readFile(file).catch(() => null)
}
