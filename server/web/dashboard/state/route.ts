import type { ApiScope } from '../../../../shared/api/admin-schemas.ts'
import { formatFilters, parseFilters, type Recent, type SessionFilters } from './filters.ts'

/** Where the dashboard is, below the server. */
const BASE = '/dashboard'

/** Screens of a website that need nothing but its id. */
export const WEBSITE_SCREENS = ['shares', 'settings', 'audit', 'erasure'] as const
export type WebsiteScreen = (typeof WEBSITE_SCREENS)[number]
/** Screens of the whole server. */
export const SERVER_SCREENS = ['keys', 'sync'] as const
export type ServerScreen = (typeof SERVER_SCREENS)[number]

export type Route =
  /** Wherever the reader may go first. */
  | { screen: 'start' }
  | { screen: 'sessions'; websiteId: string; filters: SessionFilters }
  /** @property startAtMs ms from the start of the session; null for its beginning */
  | { screen: 'session'; websiteId: string; sessionId: string; startAtMs: number | null }
  | { screen: 'errors'; websiteId: string; recent: Recent | null }
  | { screen: 'error'; websiteId: string; fingerprint: string }
  | { screen: WebsiteScreen; websiteId: string }
  | { screen: ServerScreen }
  | { screen: 'unknown' }

/** What an address of the dashboard shows. */
export function parseRoute(href: string): Route {
  const { pathname, searchParams } = new URL(href)
  const parts = pathname
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decoded)
  const [first, websiteId, screen, id] = parts
  if (first === undefined) return { screen: 'start' }
  const serverScreen = SERVER_SCREENS.find((each) => each === first)
  if (serverScreen !== undefined && parts.length === 1) return { screen: serverScreen }
  if (first !== 'websites' || websiteId === undefined || parts.length > 4) return { screen: 'unknown' }
  if (id !== undefined) {
    if (screen === 'sessions') {
      return { screen: 'session', websiteId, sessionId: id, startAtMs: parseMoment(searchParams.get('t')) }
    }
    return screen === 'errors' ? { screen: 'error', websiteId, fingerprint: id } : { screen: 'unknown' }
  }
  if (screen === undefined || screen === 'sessions') {
    return { screen: 'sessions', websiteId, filters: parseFilters(searchParams) }
  }
  if (screen === 'errors') {
    return { screen, websiteId, recent: parseFilters(searchParams).recent ?? null }
  }
  const known = WEBSITE_SCREENS.find((each) => each === screen)
  return known === undefined ? { screen: 'unknown' } : { screen: known, websiteId }
}

/** The address of what is shown: {@link parseRoute} of it gives the route again. */
export function addressOf(route: Route): string {
  if (route.screen === 'start' || route.screen === 'unknown') return BASE
  if (!('websiteId' in route)) return `${BASE}/${route.screen}`
  const website = `${BASE}/websites/${encodeURIComponent(route.websiteId)}`
  switch (route.screen) {
    case 'sessions': {
      const query = formatFilters(route.filters)
      return `${website}/sessions${query === '' ? '' : `?${query}`}`
    }
    case 'session': {
      const moment = route.startAtMs === null ? '' : `?t=${Math.round(route.startAtMs)}`
      return `${website}/sessions/${encodeURIComponent(route.sessionId)}${moment}`
    }
    case 'errors':
      return `${website}/errors${route.recent === null ? '' : `?recent=${route.recent}`}`
    case 'error':
      return `${website}/errors/${encodeURIComponent(route.fingerprint)}`
    default:
      return `${website}/${route.screen}`
  }
}

/** What a key has to be good for to see a screen; null: any key. */
export function scopeOf({ screen }: Route): ApiScope | null {
  switch (screen) {
    case 'start':
    case 'unknown':
      return null
    case 'sessions':
    case 'session':
    case 'errors':
    case 'error':
      return 'read'
    case 'shares':
      return 'share'
    case 'erasure':
      return 'ingest'
    case 'settings':
    case 'audit':
    case 'keys':
    case 'sync':
      return 'admin'
  }
}

export function isDashboardPath(pathname: string): boolean {
  return pathname === BASE || pathname.startsWith(`${BASE}/`)
}

function parseMoment(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
