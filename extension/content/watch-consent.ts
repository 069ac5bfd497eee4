import type { SiteConsent } from '../../shared/protocol/site-settings.ts'
import { CONSENT_EVENT, hasConsent, saysYes } from './consent.ts'
import { keepListening } from './listen.ts'

/** Cookies and localStorage tell nobody when they change, so they are looked at. */
const LOOK_MS = 1_000

/**
 * Tells what the page says about consent: first when its head has been read, since a tag in there may forbid, then at
 * each change.
 *
 * @param signal ends it
 */
export function watchConsent(
  rules: SiteConsent,
  signal: AbortSignal,
  onChange: (granted: boolean) => void,
): void {
  let said: boolean | null = null
  let before: boolean | null = null

  const look = () => {
    const granted = hasConsent(rules, {
      globalPrivacyControl: optsOut(),
      meta: metaTag(),
      cookies: readCookies(),
      stored: readStored,
      said,
    })
    if (granted === before || signal.aborted) return
    before = granted
    onChange(granted)
  }
  const hear = (event: Event) => {
    said = saysYes((event as CustomEvent<unknown>).detail)
    if (headIsRead()) look()
  }
  keepListening(CONSENT_EVENT, hear, { capture: true, signal })

  void whenHeadIsRead(signal).then(() => {
    if (signal.aborted) return
    const timer = setInterval(look, LOOK_MS)
    signal.addEventListener('abort', () => clearInterval(timer))
    look()
  })
}

const headIsRead = () => document.body !== null || document.readyState !== 'loading'

function whenHeadIsRead(signal: AbortSignal): Promise<void> {
  if (headIsRead()) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(() => headIsRead() && end())
    observer.observe(document, { childList: true, subtree: true })
    document.addEventListener('DOMContentLoaded', end, { once: true, signal })
    signal.addEventListener('abort', end)
  })
}

const optsOut = () =>
  (navigator as Navigator & { globalPrivacyControl?: boolean }).globalPrivacyControl === true

const metaTag = () => document.querySelector('meta[name="session-replay" i]')?.getAttribute('content') ?? null

/** A sandboxed document has no cookies, and throws. */
function readCookies(): string {
  try {
    return document.cookie
  } catch {
    return ''
  }
}

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
