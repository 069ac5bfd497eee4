/** A URL in two parts for showing: where it is, and what of it. */
export function splitUrl(url: string): { origin: string; rest: string } {
  if (!URL.canParse(url)) return { origin: '', rest: url }
  const { origin, pathname, search, hash } = new URL(url)
  return origin === 'null' ? { origin: '', rest: url } : { origin, rest: pathname + search + hash }
}
