import { SESSION_SORTS, type SessionListQuery, type SessionSort } from '../../shared/api/schemas.ts'
import { DEVICE_TYPES, TRIGGER_MODES } from '../../shared/session/metadata.ts'
import { PLACES, type ListItem } from './list-item.ts'

export { SESSION_SORTS, type SessionSort } from '../../shared/api/schemas.ts'

export const PERIODS = ['today', 'week', 'month', 'custom'] as const
export const LENGTHS = ['under-1', '1-to-5', '5-to-30', 'over-30'] as const

/** What is listed. Every one that is empty or false lists all. */
export interface ListFilters {
  text: string
  period: string
  /** Days, `2026-03-04`, in the reader's zone; they count when `period` is `custom`. */
  from: string
  to: string
  site: string
  device: string
  browser: string
  length: string
  trigger: string
  place: string
  tag: string
  hasErrors: boolean
  hasFrustration: boolean
  pinned: boolean
}
export type FilterName = keyof ListFilters

export const NO_FILTERS: ListFilters = {
  text: '',
  period: '',
  from: '',
  to: '',
  site: '',
  device: '',
  browser: '',
  length: '',
  trigger: '',
  place: '',
  tag: '',
  hasErrors: false,
  hasFrustration: false,
  pinned: false,
}

/** What the chosen ones can be, where they are of a fixed set. */
const CHOICES: Partial<Record<FilterName, readonly string[]>> = {
  period: PERIODS,
  device: DEVICE_TYPES,
  length: LENGTHS,
  trigger: TRIGGER_MODES,
  place: PLACES,
}

const FLAGS = ['hasErrors', 'hasFrustration', 'pinned'] as const
const TEXTS = [
  'text',
  'period',
  'from',
  'to',
  'site',
  'device',
  'browser',
  'length',
  'trigger',
  'place',
  'tag',
] as const

/** Filters as they were kept; what does not fit counts as not set. */
export function parseFilters(value: unknown): ListFilters {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const filters = { ...NO_FILTERS }
  for (const name of FLAGS) filters[name] = given[name] === true
  for (const name of TEXTS) {
    const text = given[name]
    const choices = CHOICES[name]
    if (typeof text === 'string' && (!choices || choices.includes(text))) filters[name] = text
  }
  return filters
}

export function parseSort(value: unknown): SessionSort {
  return SESSION_SORTS.find((sort) => sort === value) ?? 'recent'
}

/** Filters that are set, but for the text, which is seen anyway. */
export function activeFilters(filters: ListFilters): FilterName[] {
  const names = Object.keys(NO_FILTERS) as FilterName[]
  return names.filter((name) => filters[name] !== NO_FILTERS[name] && !['text', 'from', 'to'].includes(name))
}

/** What the server takes, characters. */
const MAX_QUERY_LENGTH = 200
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const LENGTH_RANGES: Record<string, readonly [number, number]> = {
  'under-1': [0, MINUTE_MS],
  '1-to-5': [MINUTE_MS, 5 * MINUTE_MS],
  '5-to-30': [5 * MINUTE_MS, 30 * MINUTE_MS],
  'over-30': [30 * MINUTE_MS, Infinity],
}

/** The stretch of time of the filters, ms since the epoch: from the first to before the second. */
export function periodOf({ period, from, to }: ListFilters, now: number): readonly [number, number] {
  const today = startOfDay(new Date(now))
  switch (period) {
    case 'today':
      return [today, Infinity]
    case 'week':
      return [today - 6 * DAY_MS, Infinity]
    case 'month':
      return [today - 29 * DAY_MS, Infinity]
    case 'custom':
      return [dayOf(from) ?? 0, dayAfter(dayOf(to))]
    default:
      return [0, Infinity]
  }
}

/** The sessions that fit all filters, sorted. @param now ms since the epoch */
export function listSessions(
  items: readonly ListItem[],
  filters: ListFilters,
  sort: SessionSort,
  now: number,
): readonly ListItem[] {
  const words = wordsOf(filters.text)
  const [from, to] = periodOf(filters, now)
  const [shortest, longest] = LENGTH_RANGES[filters.length] ?? [0, Infinity]
  const fits = (item: ListItem): boolean => {
    const { metadata, site, place, tags, local } = item
    const startedAt = Date.parse(metadata.startedAt)
    return (
      startedAt >= from &&
      startedAt < to &&
      metadata.duration >= shortest &&
      metadata.duration < longest &&
      (filters.site === '' || site === filters.site) &&
      (filters.device === '' || metadata.device.type === filters.device) &&
      (filters.browser === '' || metadata.browser.name === filters.browser) &&
      (filters.trigger === '' || metadata.trigger.mode === filters.trigger) &&
      (filters.place === '' || place === filters.place) &&
      (filters.tag === '' || tags.includes(filters.tag)) &&
      (!filters.hasErrors || metadata.hasErrors) &&
      (!filters.hasFrustration || metadata.hasFrustration) &&
      (!filters.pinned || local?.pinned === true) &&
      hasWords(item, words)
    )
  }
  return items.filter(fits).sort(ORDERS[sort])
}

type Order = (a: ListItem, b: ListItem) => number
const byStart: Order = (a, b) => compare(b.metadata.startedAt, a.metadata.startedAt) || compare(b.id, a.id)
const ORDERS: Record<SessionSort, Order> = {
  recent: byStart,
  longest: (a, b) => b.metadata.duration - a.metadata.duration || byStart(a, b),
  errors: (a, b) => b.metadata.errorCount - a.metadata.errorCount || byStart(a, b),
  frustration: (a, b) => b.metadata.frustrationScore - a.metadata.frustrationScore || byStart(a, b),
}

/**
 * What to ask the server for; the rest is left to {@link listSessions}. The server looks for one text in title and
 * address: that is the longest word, so that old sessions are found too.
 */
export function serverQuery(filters: ListFilters, sort: SessionSort, now: number): SessionListQuery {
  const [from, to] = periodOf(filters, now)
  const [shortest, longest] = LENGTH_RANGES[filters.length] ?? [0, Infinity]
  const device = DEVICE_TYPES.find((type) => type === filters.device)
  const [word] = wordsOf(filters.text).sort((a, b) => b.length - a.length)
  return {
    sort,
    ...(word ? { q: word.slice(0, MAX_QUERY_LENGTH) } : {}),
    ...(from > 0 ? { from: new Date(from).toISOString() } : {}),
    ...(to < Infinity ? { to: new Date(to).toISOString() } : {}),
    ...(device ? { device } : {}),
    ...(filters.browser ? { browser: filters.browser } : {}),
    ...(filters.hasErrors ? { hasErrors: true } : {}),
    ...(filters.hasFrustration ? { hasFrustration: true } : {}),
    ...(shortest > 0 ? { minDuration: shortest } : {}),
    ...(longest < Infinity ? { maxDuration: longest } : {}),
  }
}

function hasWords({ metadata, tags }: ListItem, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const { title, initialUrl, browser, os } = metadata
  const text = [title, initialUrl, browser.name, os.name, ...tags].join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}

const wordsOf = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

function dayOf(text: string): number | null {
  const [year, month, day] = /^\d{4}-\d\d-\d\d$/.test(text) ? text.split('-').map(Number) : []
  return year === undefined ? null : new Date(year, month! - 1, day).getTime()
}

/** Not a day's milliseconds later: where clocks change, a day is shorter or longer. */
function dayAfter(start: number | null): number {
  if (start === null) return Infinity
  const date = new Date(start)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}
