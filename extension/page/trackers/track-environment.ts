import type { EnvironmentPayload } from '../../../shared/session/events.ts'
import type { Emit, Stop } from '../emit.ts'
import { listen, startTimer, stopTimer } from '../natives.ts'
import { tryOf } from '../network/platform.ts'

/** A window that is dragged larger is told of when it rests. */
const RESIZE_REST_MS = 300

/** Reports what is around the page, at its start and when it changes: focus, network, size, preferred colours and motion. */
export function trackEnvironment(emit: Emit): Stop {
  const report = (kind: EnvironmentPayload['kind'], value = '') => emit('qa.environment', { kind, value })
  const onWindow = (kind: 'focus' | 'blur' | 'online' | 'offline') =>
    // A field that gets the focus tells the window as well, in capture.
    listen(window, kind, (event) => {
      if (event.target === window) report(kind)
    })

  let timer: number | null = null
  let shown = ''
  const reportSize = () => {
    timer = null
    const size = `${innerWidth} × ${innerHeight} @${Math.round(devicePixelRatio * 100) / 100}`
    if (size !== shown) report('viewport', (shown = size))
  }

  const stops = [
    onWindow('focus'),
    onWindow('blur'),
    onWindow('online'),
    onWindow('offline'),
    listen(window, 'resize', () => (timer ??= startTimer(reportSize, RESIZE_REST_MS))),
    watchQuery('(prefers-color-scheme: dark)', (dark) => report('colour-scheme', dark ? 'dark' : 'light')),
    watchQuery('(prefers-reduced-motion: reduce)', (reduced) => {
      report('reduced-motion', reduced ? 'reduce' : 'no-preference')
    }),
  ]
  reportSize()
  if (!navigator.onLine) report('offline')

  return () => {
    if (timer !== null) stopTimer(timer)
    for (let i = 0; i < stops.length; i++) stops[i]!()
  }
}

/** Tells whether a media query fits, now and when that changes. */
function watchQuery(query: string, tell: (fits: boolean) => void): Stop {
  const list = tryOf(() => matchMedia(query))
  if (!list) return () => undefined
  tell(list.matches)
  return listen(list, 'change', () => tell(list.matches))
}
