import { hasFailed, levelOf, type SessionIndex } from '../model/rows.ts'
import type { Marker } from '../model/markers.ts'
import { lastIndexAt } from '../search.ts'
import { describeError, describeRequest } from '../strings.ts'
import { argumentsText } from './format-arguments.ts'

/** Something that happened before an error. */
export interface Lead {
  id: string
  time: number
  kind: 'step' | 'request' | 'console' | 'page'
  sentence: string
  /** It went wrong itself. */
  failed: boolean
}

/** Longer before an error, it hardly led there, ms. */
const REACH_MS = 60_000
/** So many of each kind. */
const MOST = 4

/**
 * The last steps, requests, console lines and pages before an error, in the order of time.
 *
 * @param clicks markers of clicks, for sessions whose recorder noted no steps
 */
export function whatLedTo(
  rows: SessionIndex,
  clicks: readonly Marker[],
  error: { id: string; time: number; tab: number },
): Lead[] {
  const last = <Row extends { id: string; time: number; tab: number }>(
    all: readonly Row[],
    toLead: (row: Row) => Omit<Lead, 'id' | 'time'>,
  ): Lead[] => {
    const leads: Lead[] = []
    for (let i = lastIndexAt(all, error.time); i >= 0 && leads.length < MOST; i--) {
      const row = all[i]!
      if (error.time - row.time > REACH_MS) break
      if (row.id !== error.id && row.tab === error.tab)
        leads.push({ id: row.id, time: row.time, ...toLead(row) })
    }
    return leads
  }
  const steps =
    rows.steps.length > 0
      ? last(rows.steps, ({ payload }) => ({ kind: 'step', sentence: payload.sentence, failed: false }))
      : last(clicks, ({ sentence }) => ({ kind: 'step', sentence, failed: false }))
  return [
    ...steps,
    ...last(rows.requests, (row) => ({
      kind: 'request',
      sentence: describeRequest(row.payload),
      failed: hasFailed(row),
    })),
    ...last(rows.console, (row) => ({
      kind: 'console',
      sentence: row.kind === 'error' ? describeError(row.payload) : argumentsText(row.payload.args),
      failed: levelOf(row) === 'error',
    })),
    ...last(
      rows.pages.filter(({ payload }) => payload.kind === 'load' || payload.kind === 'history'),
      ({ payload }) => ({ kind: 'page', sentence: payload.title || payload.url, failed: false }),
    ),
  ].sort((a, b) => a.time - b.time)
}
