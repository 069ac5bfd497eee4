export interface ShareAddress {
  token: string
  /** Where to begin, ms from the start of the session; null leaves it to the link. */
  startAtMs: number | null
}

/** What an address like `https://replay.example/s/TOKEN?t=12000` asks for. */
export function parseShareAddress(href: string): ShareAddress {
  const { pathname, searchParams } = new URL(href)
  const parts = pathname.split('/').filter((part) => part !== '')
  const t = searchParams.get('t')
  return {
    token: parts.at(-1) ?? '',
    startAtMs: t !== null && /^\d{1,10}$/.test(t) ? Number(t) : null,
  }
}

/** The address of a moment of the session. @param timeMs from its start */
export function addressAt(href: string, timeMs: number): string {
  const url = new URL(href)
  url.searchParams.set('t', String(Math.round(timeMs)))
  url.hash = ''
  return url.href
}
