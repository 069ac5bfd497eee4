import type { TabEvents } from '../load/tab-events.ts'
import { Checkpoints } from '../state/checkpoints.ts'
import { diffEvents } from '../state/diff.ts'
import type { DocumentState } from '../state/document-state.ts'
import { rebuildEvents } from '../state/rebuild.ts'
import { reduceEvent } from '../state/reduce.ts'
import { DomReplayer } from './dom-replayer.ts'

/** So many events are applied as they are; for more of them it is faster to compare where they lead with what is shown. */
const DIRECT_EVENTS = 300

/** What is shown: the document, as data, after all events of a snapshot up to a time. */
interface Shown {
  snapshot: number
  time: number
  state: DocumentState
}

/**
 * The document of one tab, brought to any moment of it. Times are timestamps, ms since the epoch.
 *
 * A small step forward applies the events. Any other step computes the document of that moment as data, which is cheap,
 * and changes of what is shown only what differs.
 */
export class TabReplay {
  readonly dom: DomReplayer
  readonly #events: TabEvents
  readonly #checkpoints: Checkpoints
  #shown: Shown | null = null

  constructor(root: HTMLElement, events: TabEvents) {
    this.dom = new DomReplayer(root)
    this.#events = events
    this.#checkpoints = new Checkpoints(events)
  }

  /** Shows the tab as it was at `time`, as far as its events are loaded. */
  show(time: number): void {
    const snapshot = this.#events.snapshotFor(time)
    if (snapshot === null) return
    const until = Math.max(time, snapshot)
    if (this.#shown?.snapshot !== snapshot) this.#rebuild(snapshot, until)
    else if (until !== this.#shown.time && !this.#step(this.#shown, until)) this.#jump(this.#shown, until)
  }

  /** To be called when events came in that belong before what is shown. */
  invalidate(): void {
    this.#checkpoints.forget()
    this.#shown = null
  }

  destroy(): void {
    this.dom.destroy()
  }

  #rebuild(snapshot: number, time: number): void {
    const state = this.#checkpoints.stateAt(snapshot, time)
    this.dom.apply(rebuildEvents(state))
    this.#shown = { snapshot, time, state }
  }

  /** @returns false when the events in between are too many, or behind */
  #step(shown: Shown, time: number): boolean {
    if (time < shown.time) return false
    const events = this.#events.between(shown.time, time)
    if (events.length > DIRECT_EVENTS) return false
    for (const event of events) reduceEvent(shown.state, event)
    // rrweb writes into what it applies, and these are needed again.
    this.dom.apply(events.map((event) => structuredClone(event)))
    shown.time = time
    return true
  }

  #jump(shown: Shown, time: number): void {
    const state = this.#checkpoints.stateAt(shown.snapshot, time)
    this.dom.apply(diffEvents(shown.state, state))
    this.#shown = { snapshot: shown.snapshot, time, state }
  }
}
