import { serializedText } from './serialized-text.ts'
import {
  hasFailed,
  levelOf,
  type ConsoleRow,
  type SessionIndex,
  type StepRow,
  type TabIndex,
} from './rows.ts'
import { within, type Timed } from '../search.ts'
import { describeError, describeRequest, strings } from '../strings.ts'

export const MARKER_KINDS = ['error', 'frustration', 'network', 'click'] as const
export type MarkerKind = (typeof MARKER_KINDS)[number]

/** Something that happened at a moment, on the timeline. */
export interface Marker extends Timed {
  id: string
  tab: number
  kind: MarkerKind
  /** What happened, in words. */
  sentence: string
}

/** All markers of a session, in the order of time. */
export function findMarkers(rows: SessionIndex, tracks: ReadonlyMap<number, TabIndex>): Marker[] {
  const markers: Marker[] = [
    ...rows.console.filter((row) => levelOf(row) === 'error').map(errorMarker),
    ...rows.signals.map(({ id, tab, time, payload }) => ({
      id,
      tab,
      time,
      kind: 'frustration' as const,
      sentence: payload.sentence || strings.signals[payload.kind],
    })),
    ...rows.requests.filter(hasFailed).map((row) => ({
      id: row.id,
      tab: row.tab,
      time: row.time,
      kind: 'network' as const,
      sentence: describeRequest(row.payload),
    })),
    ...[...tracks].flatMap(([tab, track]) => clickMarkers(tab, track, rows.steps)),
  ]
  return markers.sort((a, b) => a.time - b.time)
}

function errorMarker(row: ConsoleRow): Marker {
  const sentence =
    row.kind === 'error' ? describeError(row.payload) : row.payload.args.map(serializedText).join(' ')
  return { id: row.id, tab: row.tab, time: row.time, kind: 'error', sentence }
}

/** A step is recorded by a listener of its own, so that it may be a little apart from rrweb's event for the click. */
const SAME_CLICK_MS = 100

function clickMarkers(tab: number, { presses }: TabIndex, steps: readonly StepRow[]): Marker[] {
  return presses
    .filter((press) => press.kind !== 'touch')
    .map((press, index) => {
      const step = within(steps, press.time - SAME_CLICK_MS, press.time + SAME_CLICK_MS).find(
        ({ tab: stepTab, payload }) => stepTab === tab && /click|check|submit/.test(payload.kind),
      )
      return {
        id: `${tab}.click.${index}`,
        tab,
        time: press.time,
        kind: 'click',
        sentence: step?.payload.sentence || strings.presses[press.kind],
      }
    })
}

/** Times are sums and differences of fractions. */
const SAME_MOMENT_MS = 0.5

/**
 * The marker before or after a time, for keys.
 *
 * @param fromMs the marker at this very moment does not count
 */
export function neighbourMarker(
  markers: readonly Marker[],
  fromMs: number,
  direction: 'previous' | 'next',
): Marker | null {
  return (
    (direction === 'next'
      ? markers.find((marker) => marker.time > fromMs + SAME_MOMENT_MS)
      : markers.findLast((marker) => marker.time < fromMs - SAME_MOMENT_MS)) ?? null
  )
}
