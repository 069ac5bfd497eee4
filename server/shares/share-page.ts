import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pagePolicy } from '../http/security.ts'

/**
 * What the share page may do. The replayed page is a frame inside it and lives under the same policy: no script but the
 * player's own, nothing from the network but this server's answers. Recorded styles need `unsafe-inline`.
 */
export const SHARE_PAGE_POLICY = pagePolicy({
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': 'data: blob:',
  'font-src': 'data: blob:',
  'media-src': 'data: blob:',
  'connect-src': "'self'",
  'worker-src': "'self' blob:",
  'frame-src': 'data: blob:',
})

/** What a chat shows of a link before anybody opens it. */
export interface SharePreview {
  title: string
  description: string
  url: string
}

/** The share page, as it was built into `webDir`. @param preview null when the link does not say what it opens */
export async function renderSharePage(webDir: string, preview: SharePreview | null): Promise<string> {
  const page = await readFile(join(webDir, 'share.html'), 'utf8').catch(() => NOT_BUILT)
  return page.replace('</head>', () => `${headOf(preview)}</head>`)
}

function headOf(preview: SharePreview | null): string {
  const robots =
    '<meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">'
  if (!preview) return robots
  const tags = {
    'og:type': 'website',
    'og:site_name': 'QA Replay',
    'og:title': preview.title,
    'og:description': preview.description,
    'og:url': preview.url,
  }
  const properties = Object.entries(tags).map(
    ([name, value]) => `<meta property="${name}" content="${escapeHtml(value)}">`,
  )
  return robots + properties.join('')
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}

const NOT_BUILT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>QA Replay</title></head>
<body><p>The player was not built into this server. Run <code>npm run build</code>, and start it again.</p></body></html>`
