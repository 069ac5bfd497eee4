import type { VitalPayload } from '../../session/events.ts'
import type { SessionIndex } from '../model/rows.ts'
import { strings } from '../strings.ts'
import { formatDuration } from '../time.ts'

/** How fast a page was, in words. */
export interface PageVitals {
  id: string
  /** Of the page's beginning, ms from the start of the session. */
  time: number
  /** The address, short. */
  url: string
  vitals: { name: string; value: string; rating: VitalPayload['rating'] }[]
}

/** The web vitals of each page of a session that has any: of each, the last one that was told. */
export function toPageVitals(rows: SessionIndex, shorten: (url: string) => string): PageVitals[] {
  const loads = rows.pages.filter(({ payload }) => payload.kind === 'load')
  return loads.flatMap(({ id, tab, time, payload }, index) => {
    const next = loads.slice(index + 1).find((load) => load.tab === tab)?.time ?? Infinity
    const last = new Map<VitalPayload['name'], VitalPayload>()
    for (const row of rows.vitals) {
      if (row.tab === tab && row.time >= time && row.time < next) last.set(row.payload.name, row.payload)
    }
    if (last.size === 0) return []
    return [{ id, time, url: shorten(payload.url), vitals: [...last.values()].map(describe) }]
  })
}

function describe({ name, value, rating, element }: VitalPayload) {
  const shown = name === 'CLS' ? value.toFixed(3) : formatDuration(value)
  return {
    name: strings.vitals.names[name],
    value: `${shown}, ${strings.vitals.ratings[rating]}${element ? ` (${element})` : ''}`,
    rating,
  }
}

/** The tasks that kept a session's pages from answering, in words; null when there were none. */
export function describeLongTasks({ longTasks }: SessionIndex): string | null {
  if (longTasks.length === 0) return null
  const lengths = longTasks.map(({ payload }) => payload.durationMs)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  return strings.vitals.longTasksFacts(lengths.length, formatDuration(longest), formatDuration(total))
}
