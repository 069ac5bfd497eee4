import type { fullSnapshotEvent } from '@rrweb/types'
import type { SessionEvent } from '../../session/events.ts'
import { stateOfSnapshot } from './build-state.ts'
import type { DocumentState } from './document-state.ts'
import { reduceEvent } from './reduce.ts'

/** So many events are applied at most to a state that is at hand, to get to any other. */
const EVENTS_BETWEEN = 4000

/** So many entries the lists of nodes of all checkpoints may have; beyond it every other one is given up. */
const MAX_ENTRIES = 3_000_000

interface Checkpoint {
  /** The state after all events up to here, ms since the epoch. */
  time: number
  state: DocumentState
}

/** Where the events of a document are. */
export interface EventRange {
  /** The snapshot at a time and the events after it, up to another. */
  fromSnapshot(time: number, until: number): SessionEvent[]
  /** Those in (after, until]. */
  between(after: number, until: number): SessionEvent[]
}

/** States of a document at some moments, so that the one at any other moment is a few events away. */
export class Checkpoints {
  readonly #events: EventRange
  /** Of one snapshot, in the order of time. */
  #checkpoints: Checkpoint[] = []
  #snapshot: number | null = null
  #spacing = EVENTS_BETWEEN

  constructor(events: EventRange) {
    this.#events = events
  }

  /** The document at a time: the caller's own, to be changed at will. @param snapshot time of the snapshot to begin with */
  stateAt(snapshot: number, time: number): DocumentState {
    if (this.#snapshot !== snapshot) this.#begin(snapshot)
    const last = this.#checkpoints.findLast((checkpoint) => checkpoint.time <= time) ?? this.#checkpoints[0]!
    const state = last.state.copy()
    const events = this.#events.between(last.time, time)
    let applied = 0
    for (const [index, event] of events.entries()) {
      reduceEvent(state, event)
      applied++
      // Never between two events of one time: a checkpoint has all of them.
      if (applied < this.#spacing || events[index + 1]?.timestamp === event.timestamp) continue
      this.#keep(event.timestamp, state)
      applied = 0
    }
    return state
  }

  /** To be called when events came in that belong before what is known. */
  forget(): void {
    this.#snapshot = null
    this.#checkpoints = []
  }

  #begin(snapshot: number): void {
    const [first, ...others] = this.#events.fromSnapshot(snapshot, snapshot)
    const state = stateOfSnapshot(first as fullSnapshotEvent)
    for (const event of others) reduceEvent(state, event)
    this.#snapshot = snapshot
    this.#spacing = EVENTS_BETWEEN
    this.#checkpoints = [{ time: snapshot, state }]
  }

  #keep(time: number, state: DocumentState): void {
    if (this.#checkpoints.some((checkpoint) => checkpoint.time === time)) return
    this.#checkpoints.push({ time, state: state.copy() })
    this.#checkpoints.sort((a, b) => a.time - b.time)
    const entries = this.#checkpoints.reduce((sum, checkpoint) => sum + checkpoint.state.nodes.size, 0)
    if (entries <= MAX_ENTRIES) return
    this.#spacing *= 2
    this.#checkpoints = this.#checkpoints.filter((_, index) => index % 2 === 0)
  }
}
