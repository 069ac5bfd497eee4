import type { TabEvents } from '../load/tab-events.ts'
import { DomReplayer } from './dom-replayer.ts'

/** The document of one tab, brought to any moment of it. Times are timestamps, ms since the epoch. */
export class TabReplay {
  readonly dom: DomReplayer
  readonly #events: TabEvents
  /** The document is as it was after all events up to here; null before there is one. */
  #shown: number | null = null

  constructor(root: HTMLElement, events: TabEvents) {
    this.dom = new DomReplayer(root)
    this.#events = events
  }

  /** Shows the tab as it was at `time`, as far as its events are loaded. */
  show(time: number): void {
    const snapshot = this.#events.snapshotFor(time)
    if (snapshot === null) return
    const shown = this.#shown
    if (shown !== null && snapshot <= shown && shown <= time)
      this.dom.apply(this.#events.between(shown, time))
    else if (shown === null || shown > Math.max(time, snapshot) || shown < snapshot) {
      this.dom.apply(this.#events.fromSnapshot(snapshot, time))
    }
    this.#shown = Math.max(time, snapshot)
  }

  /** To be called when events came in that belong before what is shown. */
  invalidate(): void {
    this.#shown = null
  }

  destroy(): void {
    this.dom.destroy()
  }
}
