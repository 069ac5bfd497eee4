import type { ListedSession } from '../../../../shared/api/schemas.ts'
import { strings } from '../strings.ts'

/** What a session is called: its title, or the site that it is of. */
export function nameOf({ title, initialUrl }: Pick<ListedSession, 'title' | 'initialUrl'>): string {
  return title || (URL.canParse(initialUrl) && new URL(initialUrl).host) || strings.sessions.untitled
}

/** Where it began, as short as can be told: host and path. */
export function placeOf(initialUrl: string): string {
  if (!URL.canParse(initialUrl)) return initialUrl
  const { host, pathname } = new URL(initialUrl)
  return host === '' ? initialUrl : host + (pathname === '/' ? '' : pathname)
}
