import type { SessionEvent } from '../../session/events.ts'
import type { SessionSource } from '../../session/source.ts'
import { indexSegment, type SegmentIndex } from '../model/index-segment.ts'
import { makeInert } from '../replay/inert.ts'
import { nextSegment } from './next-segment.ts'
import { TabEvents, type TabSegment } from './tab-events.ts'

/** So many segments are on the way at a time: one is decoded while the next one comes in. */
const PARALLEL = 2

/** Waits, ms, before a segment is asked for again, and then no more by itself. */
const RETRY_AFTER_MS = [500, 2000]

export interface LoadedSegment {
  segment: TabSegment
  /** Null when it could not be reached. */
  index: SegmentIndex | null
  /** Why it is not whole; empty when it is. */
  damage: readonly string[]
}

export interface LoaderOptions {
  source: SessionSource
  /** ms since the epoch: what times of the index count from. */
  startMs: number
  onLoad(loaded: LoadedSegment): void
  wait?: (ms: number) => Promise<void>
}

/** Loads all segments of a session, what is needed now before the rest, and makes every event harmless. */
export class SegmentLoader {
  readonly tabs = new Map<number, TabEvents>()
  readonly #options: Required<LoaderOptions>
  #wanted = { tab: 0, time: 0 }
  #running = 0
  #stopped = true

  constructor(options: LoaderOptions) {
    this.#options = { wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), ...options }
    const { segments } = options.source
    for (const tab of new Set(segments.map((segment) => segment.tab))) {
      this.tabs.set(tab, new TabEvents(segments.filter((segment) => segment.tab === tab)))
    }
  }

  /** What is to be shown: its segments are loaded before all others. @param time ms since the epoch */
  want(tab: number, time: number): void {
    this.#wanted = { tab, time }
    if (!this.#stopped) this.#fill()
  }

  start(): void {
    this.#stopped = false
    this.#fill()
  }

  /** Asks again for what could not be reached. */
  retry(): void {
    for (const { segments } of this.tabs.values()) {
      for (const segment of segments) if (segment.state === 'unreachable') segment.state = 'waiting'
    }
    this.#fill()
  }

  stop(): void {
    this.#stopped = true
  }

  #fill(): void {
    while (this.#running < PARALLEL) {
      const segment = nextSegment(this.tabs, this.#wanted.tab, this.#wanted.time)
      if (!segment) return
      segment.state = 'loading'
      this.#running++
      void this.#load(segment).finally(() => {
        this.#running--
        if (!this.#stopped) this.#fill()
      })
    }
  }

  async #load(segment: TabSegment): Promise<void> {
    const { source, startMs, onLoad } = this.#options
    const read = await this.#read(() => source.readSegment(segment.ref))
    if (this.#stopped) {
      segment.state = 'waiting'
      return
    }
    if ('problem' in read) {
      segment.state = 'unreachable'
      onLoad({ segment, index: null, damage: [read.problem] })
      return
    }
    const events: SessionEvent[] = read.events.filter(makeInert)
    const { tab, index } = segment.ref
    this.tabs.get(tab)!.put(segment, events)
    onLoad({ segment, index: indexSegment(tab, index, events, startMs), damage: read.damage })
  }

  async #read<Value>(read: () => Promise<Value>): Promise<Value | { problem: string }> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await read()
      } catch (error) {
        const delay = RETRY_AFTER_MS[attempt]
        if (delay === undefined || this.#stopped)
          return { problem: error instanceof Error ? error.message : String(error) }
        await this.#options.wait(delay)
      }
    }
  }
}
