import type { ListedSession } from '../../shared/api/schemas.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'

/** Where a session is: on this computer, on its way, or on the server. */
export const PLACES = ['recording', 'local', 'queued', 'uploading', 'failed', 'shared', 'server'] as const
export type Place = (typeof PLACES)[number]

/** A row of the list. */
export interface ListItem {
  id: string
  metadata: ListedSession
  place: Place
  /** The host of its first page. */
  site: string
  tags: readonly string[]
  /** On this computer; null for what only the server has. */
  local: SessionSummary | null
}

/** The sessions of this computer and those of the server, each once. */
export function mergeSessions(
  local: readonly SessionSummary[],
  server: readonly ListedSession[],
): readonly ListItem[] {
  const known = new Set(local.map(({ metadata }) => metadata.sessionId))
  return [...local.map(localItem), ...server.filter(({ sessionId }) => !known.has(sessionId)).map(serverItem)]
}

export function localItem(session: SessionSummary): ListItem {
  const { metadata, tags } = session
  const site = hostOf(metadata.initialUrl)
  return { id: metadata.sessionId, metadata, place: placeOf(session), site, tags, local: session }
}

function serverItem(metadata: ListedSession): ListItem {
  const { sessionId: id, initialUrl } = metadata
  return { id, metadata, place: 'server', site: hostOf(initialUrl), tags: [], local: null }
}

function placeOf({ state, upload }: SessionSummary): Place {
  if (state === 'recording') return 'recording'
  return upload.phase === 'uploaded' ? 'shared' : upload.phase
}

/** The host of an address; the address itself, when it has none. */
export function hostOf(url: string): string {
  return (URL.canParse(url) && new URL(url).host) || url
}

/** What a session is called: its title, or its site. */
export function nameOf({ metadata, site }: Pick<ListItem, 'metadata' | 'site'>): string {
  return metadata.title || site
}

/** How much of a session is on the server, 0 to 100. */
export function percentSent({ local }: ListItem): number {
  const upload = local?.upload
  return upload?.phase === 'uploading' ? Math.round((upload.sentBytes / (upload.totalBytes || 1)) * 100) : 0
}
