import { lastIndexAt } from '../search.ts'

/** Where the pointer was at a time. `x`, `y` are CSS pixels in the viewport of the document that `id` is in. */
export interface PointerPoint {
  /** ms from the start of the session. */
  time: number
  x: number
  y: number
  /** The node it was over. */
  id: number
  touch: boolean
}

/** A press of a button or a finger. */
export interface PointerPress extends PointerPoint {
  kind: 'click' | 'double' | 'context' | 'touch'
}

export interface PointerState {
  x: number
  y: number
  id: number
  touch: boolean
}

/** Points further apart than this, ms, are not of one movement: the pointer rested. */
const SAME_MOVEMENT_MS = 250

/** How long a press is seen, ms. */
const PRESS_MS = 450

/**
 * The pointer at a time: on the line between the two recorded points around it, or at rest at the last one.
 *
 * @returns null before the first point
 */
export function pointerAt(points: readonly PointerPoint[], time: number): PointerState | null {
  const index = lastIndexAt(points, time)
  const before = points[index]
  if (!before) return null
  const after = points[index + 1]
  if (!after || after.time - before.time > SAME_MOVEMENT_MS) return before
  const part = (time - before.time) / (after.time - before.time || 1)
  return {
    x: before.x + (after.x - before.x) * part,
    y: before.y + (after.y - before.y) * part,
    id: before.id,
    touch: before.touch,
  }
}

export interface VisiblePress extends PointerPress {
  /** From 0, just pressed, to 1, gone. */
  progress: number
}

/** The presses that are still seen at a time, oldest first. */
export function pressesAt(presses: readonly PointerPress[], time: number): VisiblePress[] {
  const visible: VisiblePress[] = []
  for (let i = lastIndexAt(presses, time); i >= 0; i--) {
    const press = presses[i]!
    const progress = (time - press.time) / PRESS_MS
    if (progress >= 1) break
    visible.unshift({ ...press, progress })
  }
  return visible
}
