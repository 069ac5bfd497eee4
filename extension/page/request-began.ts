/**
 * Says that the page has begun a request. Requests are reported when they have ended; who wants to know whether the page
 * answers a click cannot wait for that.
 */
let listener: (() => void) | null = null

export const requestBegan = (): void => listener?.()

/** @returns stops listening */
export function onRequestBegan(listen: () => void): () => void {
  listener = listen
  return () => {
    if (listener === listen) listener = null
  }
}
