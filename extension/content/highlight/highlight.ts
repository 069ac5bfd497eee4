import type { HighlightState } from '../../../shared/protocol/highlight.ts'
import type { DocumentRules } from '../../../shared/protocol/site-settings.ts'
import { createFinder, type Finder, type Found } from './find-masked.ts'
import { createOverlay } from './overlay.ts'

export interface Highlight {
  show(rules: DocumentRules): void
  state(): HighlightState
  remove(): void
}

/** After a change of the page it is looked through again, but not more often than this. */
const MIN_PAUSE_MS = 250
/** A page that takes long to look through gets that many times as long for itself. */
const PAUSES_PER_SEARCH = 5
/** What moves without telling anybody: animations, late fonts. */
const FOLLOW_INTERVAL_MS = 500

/** Finds what is masked, draws it, and keeps up with the page. Changes nothing on it but for one element of its own. */
export function createHighlight(onClose: () => void): Highlight {
  const overlay = createOverlay(onClose)
  let finder: Finder | null = null
  let found: Found = { findings: [], attributes: 0, roots: [] }
  let searchTimer: ReturnType<typeof setTimeout> | null = null
  let frame = 0
  let followTimer: ReturnType<typeof setTimeout> | null = null
  let nextFollow = 0
  let pauseMs = MIN_PAUSE_MS

  const observer = new MutationObserver(searchSoon)
  const listeners = new AbortController()
  const passive = { capture: true, passive: true, signal: listeners.signal }
  for (const type of ['input', 'change', 'load']) addEventListener(type, searchSoon, passive)
  for (const type of ['resize', 'transitionend']) addEventListener(type, followSoon, passive)
  addEventListener('scroll', onScroll, passive)
  addEventListener('pointermove', ({ clientX, clientY }) => overlay.point(clientX, clientY), passive)
  addEventListener('focusin', (event) => overlay.focus(event.composedPath()[0] as Element | null), passive)
  addEventListener('keydown', ({ key }) => key === 'Escape' && onClose(), passive)
  const interval = setInterval(followSoon, FOLLOW_INTERVAL_MS)

  function search(): void {
    searchTimer = null
    if (!finder) return
    const start = performance.now()
    found = finder.find()
    overlay.show(found.findings, { attributes: found.attributes, problems: finder.problems })
    observer.disconnect()
    for (const root of found.roots) {
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
    }
    pauseMs = Math.max(MIN_PAUSE_MS, PAUSES_PER_SEARCH * (performance.now() - start))
  }

  function searchSoon(): void {
    searchTimer ??= setTimeout(search, pauseMs)
  }

  function onScroll({ target }: Event): void {
    if (target === document) overlay.shift()
    followSoon()
  }

  /** At the next frame, or later when the last time took long. */
  function followSoon(): void {
    followTimer ??= setTimeout(() => {
      frame = requestAnimationFrame(() => {
        followTimer = null
        const start = performance.now()
        overlay.follow()
        nextFollow = performance.now() + PAUSES_PER_SEARCH * (performance.now() - start)
      })
    }, nextFollow - performance.now())
  }

  return {
    show(rules) {
      finder = createFinder(rules)
      if (searchTimer) clearTimeout(searchTimer)
      search()
    },
    state: () => ({
      shown: true,
      masked: found.findings.filter(({ kind }) => kind === 'masked').length,
      blocked: found.findings.filter(({ kind }) => kind === 'blocked').length,
      problems: finder?.problems ?? [],
    }),
    remove() {
      finder = null
      observer.disconnect()
      listeners.abort()
      clearInterval(interval)
      if (searchTimer) clearTimeout(searchTimer)
      if (followTimer) clearTimeout(followTimer)
      cancelAnimationFrame(frame)
      overlay.remove()
    },
  }
}
