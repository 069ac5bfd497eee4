/**
 * The policy of a replayed document: nothing from the network, no script, no plug-in, no frame with content of its own.
 * Images, fonts and media that travel with the session are `data:` or `blob:` URLs.
 */
const REPLAY_CONTENT_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data: blob:',
  'media-src data: blob:',
  "form-action 'none'",
  "base-uri 'none'",
].join('; ')

/**
 * Puts the policy into a frame's empty document, before anything is rebuilt in it. A policy stays with its document for
 * good, through every later document.open() and after the element is gone; frames that are made within inherit it.
 */
export function installContentPolicy(document: Document): void {
  // Makes it this document for good: before Firefox 148 an untouched about:blank is replaced by another one later.
  document.open()
  document.close()
  document.head.append(
    meta(document, 'Content-Security-Policy', REPLAY_CONTENT_POLICY),
    // Policies do not cover the look-up of host names of links.
    meta(document, 'x-dns-prefetch-control', 'off'),
  )
}

function meta(document: Document, httpEquiv: string, content: string): HTMLMetaElement {
  const element = document.createElement('meta')
  element.httpEquiv = httpEquiv
  element.content = content
  return element
}
