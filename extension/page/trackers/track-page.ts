import type { PagePayload } from '../../../shared/session/events.ts'
import type { Emit, Stop } from '../emit.ts'
import { queryAll } from '../masking/live-dom.ts'
import { isPrivate } from '../masking/private-area.ts'
import { listen, NativeMutationObserver } from '../natives.ts'

/** The title; none where the page declares it private. */
function shownTitle(): string {
  const element = queryAll(document, 'title')[0]
  return element && isPrivate(element) ? '' : document.title
}

/** Reports which page is shown: at the start, and when its address, its title or its visibility changes. */
export function trackPage(emit: Emit): Stop {
  let { href } = location
  let title = shownTitle()
  const report = (kind: PagePayload['kind']) => {
    href = location.href
    title = shownTitle()
    emit('qa.page', { kind, url: href, title })
  }

  // <title> is parsed after this has started, and frameworks replace it: so its parent is observed, once there is one.
  const titles = new NativeMutationObserver(() => {
    if (shownTitle() !== title) report('title')
  })
  const observeTitle = () => {
    if (document.head) titles.observe(document.head, { childList: true, characterData: true, subtree: true })
    if (shownTitle() !== title) report('title')
  }

  const stops = [
    listen(document, 'DOMContentLoaded', observeTitle),
    listen(document, 'visibilitychange', () => report(document.hidden ? 'hidden' : 'visible'), {
      capture: true,
    }),
    listen(window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) report('restored')
    }),
    // The Navigation API tells of pushState and replaceState without patching them.
    listen(window.navigation ?? window, window.navigation ? 'currententrychange' : 'popstate', () => {
      if (location.href !== href) report('history')
    }),
  ]
  report('load')
  observeTitle()

  return () => {
    titles.disconnect()
    stops.forEach((stop) => stop())
  }
}
