import { SESSION_SORTS, type SessionListQuery, type SessionSort } from '../../../../shared/api/schemas.ts'
import {
  DEVICE_TYPES,
  TRIGGER_MODES,
  type DeviceType,
  type TriggerMode,
} from '../../../../shared/session/metadata.ts'

/** Stretches of time up to now, in days. */
export const RECENT_DAYS = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 } as const
export type Recent = keyof typeof RECENT_DAYS

/** What a list of sessions is narrowed to, as its address says it. What is absent does not matter. */
export interface SessionFilters {
  /** Up to now; `from` and `to` are then absent. */
  recent?: Recent
  /** First and last day, YYYY-MM-DD, of the reader's calendar. */
  from?: string
  to?: string
  device?: DeviceType
  browser?: string
  country?: string
  hasErrors?: boolean
  hasFrustration?: boolean
  minSeconds?: number
  maxSeconds?: number
  trigger?: TriggerMode
  visitorId?: string
  q?: string
  /** Absent: the most recent first. */
  sort?: SessionSort
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** What the query of an address says; what it says wrongly is left out. */
export function parseFilters(params: URLSearchParams): SessionFilters {
  const text = (name: string, maxLength: number) =>
    params.get(name)?.trim().slice(0, maxLength).trim() || undefined
  const day = (name: string) => {
    const value = params.get(name) ?? ''
    return DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
  }
  const flag = (name: string) => {
    const value = params.get(name)
    return value === 'true' ? true : value === 'false' ? false : undefined
  }
  const seconds = (name: string) => {
    const value = params.get(name) ?? ''
    return /^\d{1,7}$/.test(value) ? Number(value) : undefined
  }
  const recent = oneOf(Object.keys(RECENT_DAYS) as Recent[], params.get('recent'))
  const country = params.get('country') ?? ''
  const sort = oneOf(SESSION_SORTS, params.get('sort'))
  return withoutNothing({
    recent,
    from: recent ? undefined : day('from'),
    to: recent ? undefined : day('to'),
    device: oneOf(DEVICE_TYPES, params.get('device')),
    browser: text('browser', 100),
    country: /^[A-Z]{2}$/.test(country) ? country : undefined,
    hasErrors: flag('hasErrors'),
    hasFrustration: flag('hasFrustration'),
    minSeconds: seconds('minSeconds'),
    maxSeconds: seconds('maxSeconds'),
    trigger: oneOf(TRIGGER_MODES, params.get('trigger')),
    visitorId: text('visitorId', 64),
    q: text('q', 200),
    sort: sort === 'recent' ? undefined : sort,
  })
}

/** The query that {@link parseFilters} reads, without a question mark; empty for none. */
export function formatFilters(filters: SessionFilters): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(filters) as [string, string | number | boolean][]) {
    params.set(name, String(value))
  }
  return params.toString()
}

/** What the API is asked for. @param now ms since the epoch */
export function toListQuery(filters: SessionFilters, now: number): SessionListQuery {
  const { recent, from, to, minSeconds, maxSeconds, ...same } = filters
  return {
    ...same,
    ...withoutNothing({
      from: recent ? sinceOf(recent, now) : startOfDay(from),
      to: startOfDay(to, 1),
      minDuration: minSeconds === undefined ? undefined : minSeconds * 1000,
      maxDuration: maxSeconds === undefined ? undefined : maxSeconds * 1000,
    }),
  }
}

/** When a stretch of time that ends now began, ISO 8601. @param now ms since the epoch */
export function sinceOf(recent: Recent, now: number): string {
  return new Date(now - RECENT_DAYS[recent] * DAY_MS).toISOString()
}

/** How many things a list is narrowed by. The order, and the search that is always in sight, are none. */
export function countFilters(filters: SessionFilters): number {
  const names = Object.keys(filters).map((name) => (name === 'to' ? 'from' : name))
  return new Set(names.filter((name) => name !== 'sort' && name !== 'q')).size
}

/** Filters with a change; undefined takes one away. */
export function changed(
  filters: SessionFilters,
  change: { [Name in keyof SessionFilters]?: SessionFilters[Name] | undefined },
): SessionFilters {
  return withoutNothing({ ...filters, ...change })
}

const DAY_MS = 86_400_000

/** The beginning of a day in the reader's time zone, and of the one `later` days after it. */
function startOfDay(day: string | undefined, later = 0): string | undefined {
  if (day === undefined) return undefined
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

function oneOf<Value extends string>(values: readonly Value[], value: string | null): Value | undefined {
  return values.find((each) => each === value)
}

type WithoutNothing<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

function withoutNothing<Fields extends object>(fields: Fields): WithoutNothing<Fields> {
  const kept: WithoutNothing<Fields> = {}
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    const value = fields[name]
    if (value !== undefined) kept[name] = value as Exclude<Fields[typeof name], undefined>
  }
  return kept
}
