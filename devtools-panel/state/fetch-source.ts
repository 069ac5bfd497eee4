import browser from 'webextension-polyfill'

/**
 * Asks a recorded site for a script or a source map, where QA Replay has access to it. Without cookies, and never by
 * itself: somebody has clicked.
 *
 * @throws {Error} with a sentence, when there is no access, or no answer
 */
export async function fetchSource(url: string): Promise<string | null> {
  const { protocol, hostname, host } = new URL(url)
  const hasAccess = await browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] })
  if (!hasAccess) {
    throw new Error(
      `QA Replay has no access to ${host}. Record it once and allow it, or open the source maps from this computer.`,
    )
  }
  try {
    const reply = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' })
    return reply.ok ? await reply.text() : null
  } catch {
    throw new Error(`${host} does not answer.`)
  }
}
