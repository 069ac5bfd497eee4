import { addressOf, isDashboardPath, parseRoute, type Route } from './route.ts'

/** Which screen is shown: the address says it, and going somewhere changes the address. */
export class Router {
  current = $state.raw<Route>({ screen: 'start' })
  readonly #window: Window

  constructor(window: Window) {
    this.#window = window
    this.current = parseRoute(window.location.href)
    window.addEventListener('popstate', () => (this.current = parseRoute(window.location.href)))
  }

  /** @param options.replace leaves no step back to where the reader was */
  go(route: Route, { replace = false } = {}): void {
    const address = addressOf(route)
    if (replace) this.#window.history.replaceState(null, '', address)
    else this.#window.history.pushState(null, '', address)
    this.current = route
  }

  /** Follows a link of the dashboard without loading the page anew; all other clicks are the browser's. */
  readonly followLink = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target !== '' || link.origin !== this.#window.location.origin) return
    if (!isDashboardPath(link.pathname)) return
    event.preventDefault()
    this.go(parseRoute(link.href))
  }
}
