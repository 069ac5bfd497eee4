/**
 * What an attribute of a recorded element may say in a replay. The frame that shows it runs no script and loads nothing
 * anyway (sandbox and content policy); this takes away what those two do not cover, such as DNS lookups and connections
 * made ahead, and what would only fail loudly.
 */

/** The value that `name` may have on `tag` (null: not known), or null when the attribute has to go. */
export function inertAttribute(tag: string | null, name: string, value: unknown): unknown {
  const key = name.toLowerCase()
  if (key.startsWith('on') || DROPPED.has(key)) return null
  if (tag !== null && DROPPED_ON[tag]?.has(key)) return null
  if (typeof value !== 'string') return value
  if (key === 'rel') return withoutHints(value)
  if (key === 'rr_dataurl') return /^data:image\//i.test(value) ? value : null
  if (key === 'attributename') return /href|src|^on/i.test(value) ? null : value
  if (URL_ATTRIBUTES.has(key) && runsScript(value)) return key === 'href' || key === 'xlink:href' ? '#' : null
  if (tag === null && (key === 'src' || key === 'data')) return /^(data|blob):/i.test(value) ? value : NOTHING
  return value
}

/** They act, whatever element carries them. */
const DROPPED = new Set([
  'srcdoc',
  'http-equiv',
  'ping',
  'action',
  'formaction',
  'autofocus',
  'allow',
  'background',
  'codebase',
  'classid',
  'archive',
  'manifest',
  'profile',
  'imagesrcset',
])

/** They act on these elements only. */
const DROPPED_ON: Record<string, ReadonlySet<string>> = {
  base: new Set(['href', 'target']),
  link: new Set(['href']),
  iframe: new Set(['src', 'name']),
  frame: new Set(['src', 'name']),
  object: new Set(['data', 'type']),
  embed: new Set(['src', 'type']),
  portal: new Set(['src']),
  fencedframe: new Set(['src']),
}

/**
 * In place of what a changed `src` would load. Nothing would come of it, but if the element turned out to be a frame,
 * browsers would connect before they look at the policy. An image says with it that it has none.
 */
const NOTHING = 'data:,'

const URL_ATTRIBUTES = new Set([
  'href',
  'xlink:href',
  'src',
  'data',
  'poster',
  'cite',
  'to',
  'from',
  'values',
])

/** Link types that make the browser look up, connect or load by themselves (HTML, 4.6.8). */
const HINTS = new Set([
  'dns-prefetch',
  'preconnect',
  'prefetch',
  'preload',
  'modulepreload',
  'prerender',
  'manifest',
  'pingback',
  'import',
])

function withoutHints(rel: string): string | null {
  const kept = rel.split(/\s+/).filter((token) => token !== '' && !HINTS.has(token.toLowerCase()))
  return kept.length > 0 ? kept.join(' ') : null
}

/** Whether a URL runs something when it is followed. Browsers skip control characters and spaces within the scheme. */
function runsScript(url: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are the characters that the URL parser skips
  const bare = url.replace(/[\u0000-\u0020\u007f-\u009f]/g, '').toLowerCase()
  return (
    /^(javascript|vbscript|livescript):/.test(bare) || /^data:(?!image\/|font\/|audio\/|video\/)/.test(bare)
  )
}
