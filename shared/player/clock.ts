import { stretchAt, type Stretch } from './model/idle.ts'

export const SPEEDS = [0.5, 1, 2, 4, 8] as const
export type Speed = (typeof SPEEDS)[number]

/** A frame that took longer, ms, was not one: the window was hidden, or the computer slept. The replay waits meanwhile. */
const MAX_FRAME_MS = 250

export interface Advance {
  /** The new time, ms from the start of the session. */
  time: number
  /** How much was skipped for lack of activity, ms. */
  skippedMs: number
  ended: boolean
}

/**
 * Where the replay is one frame later.
 *
 * @param idle stretches to skip; empty to play everything
 */
export function advance(
  time: number,
  frame: { elapsedMs: number; speed: number; durationMs: number; idle: readonly Stretch[] },
): Advance {
  const next = time + Math.min(frame.elapsedMs, MAX_FRAME_MS) * frame.speed
  const idle = stretchAt(frame.idle, next)
  const target = idle ? idle.end : next
  return {
    time: Math.min(target, frame.durationMs),
    skippedMs: target - next,
    ended: target >= frame.durationMs,
  }
}
