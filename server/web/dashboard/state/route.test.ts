import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { SERVER_SCREENS, WEBSITE_SCREENS, addressOf, parseRoute, scopeOf, type Route } from './route.ts'
import { arbitraryFilters as filters } from './arbitrary-filters.ts'
import { Router } from './router.svelte.ts'

const ORIGIN = 'https://replay.example'
const id = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((text) => !/\p{Surrogate}/u.test(text) && text !== '.' && text !== '..')
const websiteId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/)
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ screen: 'start' }),
  fc.record({ screen: fc.constant('sessions' as const), websiteId, filters }),
  fc.record({
    screen: fc.constant('session' as const),
    websiteId,
    sessionId: id,
    startAtMs: fc.option(fc.nat(), { nil: null }),
  }),
  fc.record({
    screen: fc.constant('errors' as const),
    websiteId,
    recent: fc.constantFrom(null, '24h' as const, '90d' as const),
  }),
  fc.record({ screen: fc.constant('error' as const), websiteId, fingerprint: id }),
  fc.record({ screen: fc.constantFrom(...WEBSITE_SCREENS), websiteId }),
  fc.record({ screen: fc.constantFrom(...SERVER_SCREENS) }),
)

test('the address of a route is that route', () => {
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(ORIGIN + addressOf(route))).toEqual(route)
    }),
  )
})

test.each([
  ['/dashboard', 'start'],
  ['/dashboard/', 'start'],
  ['/dashboard/websites/shop', 'sessions'],
  ['/dashboard/websites/shop/', 'sessions'],
  ['/dashboard/websites', 'unknown'],
  ['/dashboard/websites/shop/nothing', 'unknown'],
  ['/dashboard/websites/shop/settings/more', 'unknown'],
  ['/dashboard/keys/more', 'unknown'],
  ['/dashboard/nothing', 'unknown'],
  ['/dashboard/websites/%E0%A4%A/sessions', 'sessions'],
])('%s is %s', (path, screen) => expect(parseRoute(ORIGIN + path).screen).toBe(screen))

test.each(['t=-5', 't=1.5', 't=1e9', 't=', 't=99999999999'])('a moment of %s is none', (query) => {
  expect(parseRoute(`${ORIGIN}/dashboard/websites/shop/sessions/x?${query}`)).toMatchObject({
    screen: 'session',
    startAtMs: null,
  })
})

test('screens that change things ask for more than to read', () => {
  expect(scopeOf({ screen: 'keys' })).toBe('admin')
  expect(scopeOf({ screen: 'settings', websiteId: 'shop' })).toBe('admin')
  expect(scopeOf({ screen: 'erasure', websiteId: 'shop' })).toBe('ingest')
  expect(scopeOf({ screen: 'session', websiteId: 'shop', sessionId: 'x', startAtMs: null })).toBe('read')
})

function routerAt(path: string) {
  const target = new EventTarget()
  const location = { href: ORIGIN + path, origin: ORIGIN }
  const move = vi.fn((_state: unknown, _title: string, address: string) => {
    location.href = ORIGIN + address
  })
  const page = Object.assign(target, { location, history: { pushState: move, replaceState: move } })
  return { page, move, router: new Router(page as unknown as Window) }
}

test('going somewhere changes the address, and the address changes what is shown', () => {
  const { page, router } = routerAt('/dashboard/keys')
  expect(router.current).toEqual({ screen: 'keys' })
  router.go({ screen: 'sync' })
  expect([page.location.href, router.current.screen]).toEqual([`${ORIGIN}/dashboard/sync`, 'sync'])
  page.location.href = `${ORIGIN}/dashboard/keys`
  page.dispatchEvent(new Event('popstate'))
  expect(router.current.screen).toBe('keys')
})

test.each([
  ['a link of the dashboard', '/dashboard/sync', {}, true],
  ['one with a key held down', '/dashboard/sync', { ctrlKey: true }, false],
  ['one by the middle button', '/dashboard/sync', { button: 1 }, false],
  ['one of another page', '/docs', {}, false],
  ['one that only begins alike', '/dashboardish', {}, false],
  ['one of another place', 'https://elsewhere.example/dashboard/sync', {}, false],
])('follows %s: %s %o %s', (_name, href, how, follows) => {
  const { router } = routerAt('/dashboard/keys')
  const link = document.createElement('a')
  link.href = new URL(href, ORIGIN).href
  const inside = link.appendChild(document.createElement('b'))
  const click = new MouseEvent('click', { button: 0, cancelable: true, bubbles: true, ...how })
  inside.addEventListener('click', (event) => router.followLink(event))
  inside.dispatchEvent(click)
  expect([click.defaultPrevented, router.current.screen]).toEqual([follows, follows ? 'sync' : 'keys'])
})
