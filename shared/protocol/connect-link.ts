/** A server's connect page, with its one-time code. */
export interface ConnectLink {
  url: string
  code: string
}

/** The link in `https://replay.example.com/connect#CODE`, or null when it is another address. */
export function parseConnectLink(text: string): ConnectLink | null {
  if (!URL.canParse(text)) return null
  const { protocol, origin, pathname, hash } = new URL(text)
  const prefix = /^(.*)\/connect\/?$/.exec(pathname)?.[1]
  const isLink =
    (protocol === 'http:' || protocol === 'https:') && prefix !== undefined && /^#[\w-]{8,100}$/.test(hash)
  return isLink ? { url: origin + prefix, code: hash.slice(1) } : null
}
