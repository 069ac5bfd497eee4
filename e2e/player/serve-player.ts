import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build } from 'vite'

const PLAYER = fileURLToPath(new URL('../../shared/player/', import.meta.url))
const FIXTURES = join(PLAYER, 'fixtures')

/** What pages with a player are served with. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src data: blob:; media-src data: blob:; connect-src 'self'; frame-src data: blob:"

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

export interface PlayerPage {
  url: string
  /** Answers for more sessions: bytes for a path, or undefined. */
  files: Map<string, Uint8Array | string>
  /** Null serves without a policy, to see what holds without it. */
  policy: string | null
  close(): Promise<void>
}

/** Builds the page with nothing but a player (shared/player/testing), and serves it with the fixtures. */
export async function servePlayer(): Promise<PlayerPage> {
  const folder = await mkdtemp(join(tmpdir(), 'qa-replay-player-'))
  await build({
    root: join(PLAYER, 'testing'),
    configFile: false,
    logLevel: 'error',
    plugins: [svelte({ configFile: false })],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome123', modulePreload: false, minify: false },
  })
  const page: PlayerPage = { url: '', files: new Map(), policy: PAGE_POLICY, close }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = normalize(pathname === '/' ? '/index.html' : pathname)
    void read(path).then((body) => {
      if (page.policy !== null) response.setHeader('content-security-policy', page.policy)
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
      response.statusCode = body === null ? 404 : 200
      response.end(body)
    })
  })

  async function read(path: string): Promise<Uint8Array | string | null> {
    const made = page.files.get(path)
    if (made !== undefined) return made
    const file = path.startsWith('/fixtures/')
      ? join(FIXTURES, path.slice('/fixtures/'.length))
      : join(folder, path)
    return readFile(file).catch(() => null)
  }

  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  page.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return page
}
