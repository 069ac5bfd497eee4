import type { SessionMetadata } from '../../session/metadata.ts'
import type { LoadedSegment } from '../load/segment-loader.ts'
import { strings } from '../strings.ts'
import type { Stretch } from './idle.ts'
import type { GapRow } from './rows.ts'

/** A stretch of the session, ms from its start, of which something is missing. */
export interface Gap extends Stretch {
  /** Why, in words. */
  sentence: string
}

/**
 * Everything that is missing, in the order of time: what the recorder knew of, what the session was closed with, and
 * what turned out to be damaged.
 */
export function findGaps(
  recorded: readonly GapRow[],
  { incomplete = [] }: SessionMetadata,
  damaged: readonly LoadedSegment[],
  startMs: number,
): Gap[] {
  const gaps = [
    ...recorded.map(({ time, payload }) => ({
      start: time,
      end: time + payload.durationMs,
      sentence: payload.sentence || payload.reason,
    })),
    ...incomplete.map(({ at, detail }) => ({ start: at - startMs, end: at - startMs, sentence: detail })),
    ...damaged.map((loaded) => damageGap(loaded, startMs)),
  ]
  return gaps.sort((a, b) => a.start - b.start)
}

function damageGap({ segment, index, damage }: LoadedSegment, startMs: number): Gap {
  const { ref, events } = segment
  const sentence = index === null ? strings.unreachableGap(damage[0] ?? '') : strings.damaged(damage)
  const last = events.at(-1)?.timestamp
  // What was cut short is missing from the last event on. Else something in between is, and one cannot tell where.
  const start = last !== undefined && last < ref.end ? last : ref.start
  return { start: start - startMs, end: ref.end - startMs, sentence }
}

/** The gap at a time, or one that begins within `reachMs` of it: most have no length. */
export function gapAt(gaps: readonly Gap[], time: number, reachMs: number): Gap | null {
  return gaps.find(({ start, end }) => time >= start - reachMs && time <= end + reachMs) ?? null
}
