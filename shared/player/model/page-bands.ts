import type { PageRow } from './rows.ts'

/** A stretch of a tab's time that was spent on one page. */
export interface PageBand {
  id: string
  tab: number
  /** ms from the start of the session. */
  start: number
  end: number
  url: string
  title: string
  /** How the page was reached: a document of its own, or within the one that was there. */
  kind: 'load' | 'history' | 'restored'
}

/** The pages of each tab one after the other. @param durationMs of the session: where the last page of a tab ends */
export function findPageBands(pages: readonly PageRow[], durationMs: number): PageBand[] {
  const bands: PageBand[] = []
  const open = new Map<number, PageBand>()
  for (const { id, tab, time, payload } of pages) {
    const current = open.get(tab)
    const { kind, url, title } = payload
    if (kind === 'hidden' || kind === 'visible') continue
    if (kind === 'title') {
      if (current) current.title = title || current.title
      continue
    }
    if (current && kind === 'history' && current.url === url) continue
    if (current) current.end = time
    const band: PageBand = { id, tab, start: time, end: durationMs, url, title, kind }
    open.set(tab, band)
    bands.push(band)
  }
  return bands
}

/** The page of a tab at a time. */
export function pageAt(bands: readonly PageBand[], tab: number, time: number): PageBand | null {
  return (
    bands.findLast((band) => band.tab === tab && band.start <= time) ??
    bands.find((band) => band.tab === tab) ??
    null
  )
}
