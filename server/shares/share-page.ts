import { renderWebPage, ROBOTS_TAGS } from '../http/web-page.ts'

/** What a chat shows of a link before anybody opens it. */
export interface SharePreview {
  title: string
  description: string
  url: string
}

/** The share page, as it was built into `webDir`. @param preview null when the link does not say what it opens */
export async function renderSharePage(webDir: string, preview: SharePreview | null): Promise<string> {
  return renderWebPage(webDir, 'share.html', headOf(preview))
}

function headOf(preview: SharePreview | null): string {
  if (!preview) return ROBOTS_TAGS
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
  return ROBOTS_TAGS + properties.join('')
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
