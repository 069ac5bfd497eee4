import type { PlayerState } from '../player.svelte.ts'
import { markersAt } from './hit-test.ts'
import type { TimeScale } from './scale.ts'

/** What the timeline is, for the gestures on it. */
export interface TimelineSurface {
  player: PlayerState
  scale: () => TimeScale
  height: () => number
  /** Place of an event from the left edge, CSS pixels. */
  xOf: (event: PointerEvent | WheelEvent) => number
  /** Place of an event from the top edge, CSS pixels. */
  yOf: (event: PointerEvent) => number
}

type Gesture =
  | { kind: 'none' }
  /** It is not clear yet what it is going to be. */
  | { kind: 'pressed'; x: number; y: number }
  | { kind: 'scrub' }
  | { kind: 'select'; anchorMs: number }
  | { kind: 'pinch'; distance: number }

/** Moved by less, it is a click, CSS pixels. */
const CLICK_PX = 4
/** The playhead is taken hold of within this, CSS pixels. */
const HANDLE_PX = 8
/** What a wheel's notch, 100 px, makes of what is shown: 1.2 times as much. */
const WHEEL_ZOOM = 0.0018
/** A line of a wheel that counts in lines, CSS pixels. */
const LINE_PX = 16

/**
 * Pointers on the timeline. With a mouse: a click goes there, dragging the playhead scrubs, dragging elsewhere selects.
 * With a finger, dragging scrubs, and two fingers zoom. The wheel zooms, sideways it moves.
 */
export class TimelineGestures {
  readonly #surface: TimelineSurface
  readonly #pointers = new Map<number, number>()
  #gesture: Gesture = { kind: 'none' }

  constructor(surface: TimelineSurface) {
    this.#surface = surface
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return
    const { xOf, yOf } = this.#surface
    const x = xOf(event)
    ;(event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, x)
    if (this.#pointers.size === 2) this.#gesture = { kind: 'pinch', distance: this.#spread() }
    else this.#gesture = { kind: 'pressed', x, y: yOf(event) }
  }

  readonly move = (event: PointerEvent): void => {
    if (!this.#pointers.has(event.pointerId)) return
    const { player, scale, xOf } = this.#surface
    const x = xOf(event)
    this.#pointers.set(event.pointerId, x)
    if (this.#gesture.kind === 'pressed' && Math.abs(x - this.#gesture.x) > CLICK_PX)
      this.#gesture = this.#dragFrom(this.#gesture.x, event.pointerType)
    const gesture = this.#gesture
    const time = scale().toTime(x)
    if (gesture.kind === 'scrub') player.seek(time)
    else if (gesture.kind === 'select') player.selectRange(gesture.anchorMs, time)
    else if (gesture.kind === 'pinch' && this.#pointers.size === 2) {
      const distance = this.#spread()
      player.zoom.at(scale(), this.#middle(), gesture.distance / Math.max(1, distance))
      this.#gesture = { kind: 'pinch', distance }
    }
  }

  readonly up = (event: PointerEvent): void => {
    if (!this.#pointers.delete(event.pointerId)) return
    const gesture = this.#gesture
    if (this.#pointers.size === 0) this.#gesture = { kind: 'none' }
    if (gesture.kind === 'pressed') this.#click(gesture.x, gesture.y)
  }

  readonly cancel = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId)
    this.#gesture = { kind: 'none' }
  }

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const { player, scale, xOf } = this.#surface
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const shown = scale()
      const width = shown.toX(shown.to) - shown.toX(shown.from)
      player.zoom.pan(((shown.to - shown.from) / Math.max(1, width)) * sideways * unit)
      // A pinch of a trackpad comes as a wheel with Ctrl, in smaller steps.
    } else
      player.zoom.at(
        scale(),
        xOf(event),
        Math.exp(event.deltaY * unit * WHEEL_ZOOM * (event.ctrlKey ? 4 : 1)),
      )
  }

  #dragFrom(x: number, pointerType: string): Gesture {
    const { player, scale } = this.#surface
    const isHandle = Math.abs(scale().toX(player.timeMs) - x) <= HANDLE_PX
    if (pointerType === 'touch' || isHandle) return { kind: 'scrub' }
    return { kind: 'select', anchorMs: scale().toTime(x) }
  }

  #click(x: number, y: number): void {
    const { player, scale, height } = this.#surface
    const [marker] = markersAt(player.markers, scale(), x)
    if (marker && y > height() / 2) player.seekToMarker(marker)
    else player.seek(scale().toTime(x))
  }

  #spread(): number {
    const [a = 0, b = 0] = this.#pointers.values()
    return Math.abs(a - b)
  }

  #middle(): number {
    const [a = 0, b = 0] = this.#pointers.values()
    return (a + b) / 2
  }
}
