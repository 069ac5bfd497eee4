import type { Erasure, SiteStored } from '../../shared/protocol/requests.ts'
import type { SessionRow } from '../../shared/store/schema.ts'
import { deleteSession } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { BackgroundProblem } from './problem.ts'
import { stopRecording } from './recording.ts'
import { connectedServer, toServerProblem } from './server.ts'
import { forgetVisitor, knownVisitor } from './settings.ts'
import { store } from './store.ts'

/** Erasure: everything of a site, on this computer and, if asked for, what this computer has shared of it. */

/** Sites of which there are sessions, those that take most room first. */
export async function listStored(): Promise<SiteStored[]> {
  const sites = new Map<string, SiteStored>()
  for (const row of await allRows()) {
    const origin = originOfSession(row)
    const site = sites.get(origin) ?? { origin, sessions: 0, sizeBytes: 0, shared: 0 }
    site.sessions++
    site.sizeBytes += row.sizeBytes
    if (row.upload.phase !== 'local') site.shared++
    sites.set(origin, site)
  }
  return [...sites.values()].toSorted((a, b) => b.sizeBytes - a.sizeBytes)
}

/**
 * Deletes all sessions of a site, also those that can still be undone or are being recorded, and the site's visitor id.
 * The server comes first: when it does not answer, nothing is deleted, and it can be tried again.
 *
 * @throws {BackgroundProblem} when the server does not delete what was asked of it
 */
export async function eraseSite({
  origin,
  onServer,
}: {
  origin: string
  onServer: boolean
}): Promise<Erasure> {
  const rows = (await allRows()).filter((row) => originOfSession(row) === origin)
  const visitors = new Set(rows.map(({ metadata }) => metadata.visitorId))
  const current = await knownVisitor(origin)
  if (current) visitors.add(current)
  let erasedOnServer = onServer ? await eraseVisitors(visitors) : 0
  const database = await store()
  for (const { sessionId, state } of rows) {
    if (state !== 'stopped') await stopRecording(sessionId)
    await deleteSession(database, sessionId)
    announce({ topic: 'sessions', sessionId })
  }
  await forgetVisitor(origin)
  // An upload may have come to its end in between.
  const wereUploading = rows.some(({ upload }) => upload.phase === 'queued' || upload.phase === 'uploading')
  if (onServer && wereUploading) erasedOnServer += await eraseVisitors(visitors)
  return { sessions: rows.length, onServer: erasedOnServer }
}

async function eraseVisitors(visitors: Iterable<string>): Promise<number> {
  const server = await connectedServer()
  if (!server) throw new BackgroundProblem('not-connected', 'QA Replay is not connected to a server.')
  const { client, connection } = server
  let sessions = 0
  try {
    for (const visitorId of visitors)
      sessions += (await client.deleteVisitor(connection.websiteId, visitorId)).sessions
  } catch (error) {
    throw toServerProblem(error, connection.url)
  }
  return sessions
}

const allRows = async () => (await store()).getAll('sessions')

/** Empty for what an older build recorded of a page without an address. */
function originOfSession({ origin, metadata: { initialUrl } }: SessionRow): string {
  if (origin !== undefined) return origin
  return URL.canParse(initialUrl) ? new URL(initialUrl).origin : ''
}
