import type { SessionSummary } from '../../shared/session/summary.ts'

/** The sessions that have every word of `search` in their title, address, browser or system. Case does not matter. */
export function filterSessions(
  sessions: readonly SessionSummary[],
  search: string,
): readonly SessionSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return sessions
  return sessions.filter(({ metadata }) => {
    const { title, initialUrl, browser, os } = metadata
    const text = [title, initialUrl, browser.name, os.name].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The site of a session: the host of its first page. */
export function siteOf({ metadata }: SessionSummary): string {
  const { initialUrl } = metadata
  return (URL.canParse(initialUrl) && new URL(initialUrl).host) || initialUrl
}
