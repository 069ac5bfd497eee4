import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerProcess } from '../support/server-process.mjs'
import { textOfBytes } from './read-origin.ts'

/** All that the server's API gives of a session: to play, in pieces, in lists. As text, segments inflated. */
export async function servedBytes(server: ServerProcess, sessionId: string): Promise<string> {
  const get = async (path: string) => {
    const response = await fetch(server.url + path, {
      headers: { authorization: `Bearer ${server.adminKey}` },
    })
    if (response.status !== 200) throw new Error(`${path} answered with ${response.status}`)
    return textOfBytes(new Uint8Array(await response.arrayBuffer()))
  }
  const manifest = await get(`/api/replay/${sessionId}/manifest`)
  const { segments } = JSON.parse(manifest) as { segments: { url: string }[] }
  if (segments.length === 0) throw new Error('The server has no segment of the session')
  const lists = await Promise.all([
    get(`/api/replay/${sessionId}`),
    get('/api/websites/default/sessions'),
    get('/api/websites/default/errors'),
    ...segments.map(({ url }) => get(url)),
  ])
  return [manifest, ...lists].join('\n')
}

/**
 * What has come into the server's folder since a moment (ms since the epoch), as text: of encrypted segments, and of the
 * database, every run of characters that can be read, once.
 */
export function filesOf(server: ServerProcess, since: number): string {
  const runs = readdirSync(server.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).mtimeMs >= since)
    .flatMap((file) => readFileSync(file, 'latin1').match(/[\x20-\x7e]{6,}/g) ?? [])
  return [...new Set(runs)].join('\n')
}
