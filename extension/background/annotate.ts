import type { SessionRow } from '../../shared/store/schema.ts'
import { updateSession } from '../../shared/store/writer.ts'
import { announce } from './changes.ts'
import { store } from './store.ts'

/** What the tester notes of a session, besides its title. */

const MAX_TAGS = 20
const MAX_TAG_LENGTH = 40

export async function pinSession(sessionId: string, pinned: boolean): Promise<SessionRow | undefined> {
  const row = await updateSession(await store(), sessionId, (current) => ({ ...current, pinned }))
  announce({ topic: 'sessions', sessionId })
  return row
}

/** @param tags replace those that it has */
export async function tagSession(
  sessionId: string,
  tags: readonly string[],
): Promise<SessionRow | undefined> {
  const tidy = tags.map((tag) => tag.trim().replace(/\s+/g, ' ').slice(0, MAX_TAG_LENGTH)).filter(Boolean)
  const row = await updateSession(await store(), sessionId, (current) => ({
    ...current,
    tags: [...new Set(tidy)].slice(0, MAX_TAGS),
  }))
  announce({ topic: 'sessions', sessionId })
  return row
}
