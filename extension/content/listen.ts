/**
 * document.open() takes everything away that listens to the window and the document, in the relay's world too, and puts
 * another root into the same document.
 */
const kept = new Set<() => void>()
let root: Element | null = null
let watching: MutationObserver | null = null

/** Listens to the window, also after document.open(). @param signal ends it */
export function keepListening(
  type: string,
  listener: (event: Event) => void,
  { signal, capture = false }: { signal: AbortSignal; capture?: boolean },
): void {
  // What still listens is not added twice.
  const add = () => addEventListener(type, listener, { capture, signal })
  if (signal.aborted) return
  add()
  kept.add(add)
  watch()
  signal.addEventListener('abort', () => {
    kept.delete(add)
    if (kept.size > 0) return
    watching?.disconnect()
    watching = null
  })
}

/** An observer of the document outlives document.open(). */
function watch(): void {
  if (watching) return
  root = document.documentElement
  watching = new MutationObserver(() => {
    const before = root
    root = document.documentElement
    if (root === null || root === before) return
    for (const add of kept) add()
  })
  watching.observe(document, { childList: true })
}
