import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pagePolicy } from './security.ts'

/**
 * What the share page and the dashboard may do. The replayed page is a frame inside them and lives under the same policy:
 * no script but the page's own, nothing from the network but this server's answers. Recorded styles need `unsafe-inline`.
 */
const WEB_PAGE_POLICY = pagePolicy({
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': 'data: blob:',
  'font-src': 'data: blob:',
  'media-src': 'data: blob:',
  'connect-src': "'self'",
  'worker-src': "'self' blob:",
  'frame-src': 'data: blob:',
})

/** Headers of a page that was built. */
export const WEB_PAGE_HEADERS = {
  'content-security-policy': WEB_PAGE_POLICY,
  'x-robots-tag': 'noindex, nofollow',
  'content-type': 'text/html; charset=utf-8',
}

/** Tags of the head of every such page. */
export const ROBOTS_TAGS =
  '<meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">'

/** A page, as it was built into `webDir`, with `tags` at the end of its head. */
export async function renderWebPage(webDir: string, file: string, tags: string): Promise<string> {
  const page = await readFile(join(webDir, file), 'utf8').catch(() => NOT_BUILT)
  return page.replace('</head>', () => `${tags}</head>`)
}

const NOT_BUILT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>QA Replay</title></head>
<body><p>This page was not built into this server. Run <code>npm run build</code>, and start it again.</p></body></html>`
