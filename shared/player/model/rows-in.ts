import { firstIndexAt, within } from '../search.ts'
import type { Stretch } from './idle.ts'
import type { SessionIndex } from './rows.ts'

/** What happened in a stretch of time. Requests that were under way in it count. @param startMs of the session, ms since the epoch */
export function rowsIn(rows: SessionIndex, range: Stretch | null, startMs: number): SessionIndex {
  if (!range) return rows
  const { start, end } = range
  return {
    console: [...within(rows.console, start, end)],
    errors: [...within(rows.errors, start, end)],
    requests: rows.requests
      .slice(firstIndexAt(rows.requests, start))
      .filter(({ time, payload }) => Math.min(time, payload.startedAt - startMs) <= end),
    // They belong to requests, wherever they stand themselves.
    requestEnds: rows.requestEnds,
    messages: rows.messages,
    vitals: [...within(rows.vitals, start, end)],
    longTasks: [...within(rows.longTasks, start, end)],
    environment: [...within(rows.environment, start, end)],
    pages: [...within(rows.pages, start, end)],
    steps: [...within(rows.steps, start, end)],
    signals: [...within(rows.signals, start, end)],
    gaps: [...within(rows.gaps, start, end)],
  }
}
