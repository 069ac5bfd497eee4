import type { Stretch } from '../model/idle.ts'
import type { TimeScale } from './scale.ts'

/** Nobody looks closer than this, ms. */
const MIN_SPAN_MS = 200
/** One press of a key or a button. */
const STEP = 0.5

/** Which part of the session the timeline shows. */
export class Zoom {
  from = $state(0)
  to = $state(0)
  readonly durationMs: number
  readonly isWhole = $derived.by(() => this.from <= 0 && this.to >= this.durationMs)

  /** @param durationMs of the session */
  constructor(durationMs: number) {
    this.durationMs = durationMs
    this.to = durationMs
  }

  /**
   * Shows less or more, and keeps what is at a place there.
   *
   * @param factor of what is shown: below 1 is closer
   */
  at(scale: TimeScale, x: number, factor: number): void {
    const anchor = scale.toTime(x)
    if (factor < 1) {
      // By places, so that folded stretches do not move what is under the pointer.
      const [left, right] = [scale.toX(this.from), scale.toX(this.to)]
      this.show(scale.toTime(x - (x - left) * factor), scale.toTime(x + (right - x) * factor))
    } else this.show(anchor - (anchor - this.from) * factor, anchor + (this.to - anchor) * factor)
  }

  closer(timeMs: number): void {
    this.#around(timeMs, STEP)
  }

  farther(timeMs: number): void {
    this.#around(timeMs, 1 / STEP)
  }

  whole(): void {
    this.show(0, this.durationMs)
  }

  /** Moves what is shown. */
  pan(deltaMs: number): void {
    const span = this.to - this.from
    const from = Math.min(Math.max(0, this.from + deltaMs), this.durationMs - span)
    this.from = from
    this.to = from + span
  }

  /** Moves what is shown so that a time is in it, a tenth from the left. */
  reveal(timeMs: number): void {
    if (timeMs < this.from || timeMs > this.to) this.pan(timeMs - this.from - (this.to - this.from) / 10)
  }

  /** Shows a stretch, as far as it is in the session. */
  show(from: number, to: number): void {
    const least = Math.min(MIN_SPAN_MS, this.durationMs)
    const span = Math.min(Math.max(to - from, least), this.durationMs)
    const start = Math.min(Math.max(0, (from + to - span) / 2), this.durationMs - span)
    this.from = start
    this.to = start + span
  }

  showRange({ start, end }: Stretch): void {
    const margin = (end - start) * 0.1
    this.show(start - margin, end + margin)
  }

  /** Around a time, when it is shown; around the middle else. */
  #around(timeMs: number, factor: number): void {
    const isShown = timeMs >= this.from && timeMs <= this.to
    const anchor = isShown ? timeMs : (this.from + this.to) / 2
    this.show(anchor - (anchor - this.from) * factor, anchor + (this.to - anchor) * factor)
  }
}
