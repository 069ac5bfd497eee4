import type { SessionSource } from '../session/source.ts'
import { advance, type Speed } from './clock.ts'
import type { LoadedSegment } from './load/segment-loader.ts'
import { neighbourMarker, type Marker, type MarkerKind } from './model/markers.ts'
import type { Stretch } from './model/idle.ts'
import { pageAt } from './model/page-bands.ts'
import { rowsIn } from './model/rows-in.ts'
import { tabAt } from './model/tab-track.ts'
import type { Picker } from './replay/pick.ts'
import type { ShownPage } from './replay/shown-page.ts'
import { Sources, type FetchSource } from './sources/sources.svelte.ts'
import { strings } from './strings.ts'
import { formatTime } from './time.ts'
import { emptySet, toggled } from './sets.ts'
import { Zoom } from './timeline/zoom.svelte.ts'
import { SessionModel } from './session-model.svelte.ts'

/** Where the replayed pages are shown. Times are ms from the start of the session. */
export interface ReplayView {
  show(tab: number, time: number): void
  /** Events of `tab` came in that belong at or before `time`. */
  invalidate(tab: number): void
}

/** A marker is shown from this long before it, ms, so that one sees it happen. */
const MARKER_LEAD_MS = 600

/** How long the notice of a skipped stretch stays, ms. */
const SKIP_NOTICE_MS = 1600

export interface PlayerOptions {
  source: SessionSource
  /** ms from the start of the session; null for the beginning. */
  startAtMs: number | null
  /** Asks the recorded site for scripts and source maps, when somebody wants that; null where it cannot be asked. */
  fetchSource?: FetchSource | undefined
  requestFrame?: (callback: (now: number) => void) => number
  cancelFrame?: (handle: number) => void
}

/** The state of a player, and everything that can be done with it. */
export class PlayerState {
  readonly model: SessionModel
  timeMs = $state(0)
  playing = $state(false)
  speed = $state<Speed>(1)
  skipIdle = $state(true)
  /** What is to be shown is not loaded yet. */
  buffering = $state(true)
  /** The length of the stretch that was just skipped; null when that is a while ago. */
  skippedMs = $state<number | null>(null)
  hiddenKinds = $state.raw(emptySet<MarkerKind>())
  /** The tab that was chosen by hand; null follows the recording. */
  chosenTab = $state<number | null>(null)
  /** The stretch that was selected on the timeline; null for none. */
  range = $state.raw<Stretch | null>(null)
  /** The part of the session that the timeline shows. */
  readonly zoom: Zoom
  /** The code behind stacks. */
  readonly sources: Sources
  /** How often somebody jumped to another time. */
  jumps = $state(0)
  /** Who waits for an element of the replayed page to be picked. */
  picker = $state.raw<Picker | null>(null)
  /** An element that is marked in the replayed page, by rrweb's id. */
  highlight = $state.raw<{ tab: number; id: number } | null>(null)
  /** The replayed page, while there is one. */
  shown = $state.raw<ShownPage | null>(null)
  /** What a screen reader is told. */
  announcement = $state('')

  readonly tab = $derived.by(() => this.chosenTab ?? tabAt(this.model.tabSwitches, this.timeMs))
  readonly markers = $derived.by(() => this.model.markers.filter(({ kind }) => !this.hiddenKinds.has(kind)))
  readonly page = $derived.by(() => pageAt(this.model.pages, this.tab, this.timeMs))
  /** What the lists show: all of the session, or what is in the selected range. */
  readonly rows = $derived.by(() => rowsIn(this.model.rows, this.range, this.model.startMs))
  readonly ended = $derived.by(() => this.timeMs >= this.model.durationMs)

  #view: ReplayView | null = null
  #frame: number | null = null
  #lastFrameAt: number | null = null
  #skippedAt = 0
  readonly #requestFrame: (callback: (now: number) => void) => number
  readonly #cancelFrame: (handle: number) => void

  constructor(options: PlayerOptions) {
    this.model = new SessionModel(options.source, (loaded) => this.#onLoad(loaded))
    this.sources = new Sources(options.fetchSource ?? null)
    this.zoom = new Zoom(this.model.durationMs)
    this.#requestFrame = options.requestFrame ?? ((callback) => requestAnimationFrame(callback))
    this.#cancelFrame = options.cancelFrame ?? ((handle) => cancelAnimationFrame(handle))
    this.timeMs = this.#clamp(options.startAtMs ?? 0)
  }

  /** Begins to load, and to show in `view`. @param page what is shown there, for who looks into it */
  start(view: ReplayView, page: ShownPage | null = null): void {
    this.#view = view
    this.shown = page
    this.model.loader.want(this.tab, this.#timestamp())
    this.model.loader.start()
    this.#schedule()
  }

  stop(): void {
    this.playing = false
    this.#view = null
    this.shown = null
    this.model.loader.stop()
    if (this.#frame !== null) this.#cancelFrame(this.#frame)
    this.#frame = null
  }

  play(): void {
    this.highlight = null
    if (this.ended) this.timeMs = 0
    this.playing = true
    this.#lastFrameAt = null
    this.#schedule()
  }

  pause(): void {
    this.playing = false
  }

  toggle(): void {
    if (this.playing) this.pause()
    else this.play()
  }

  /** @param timeMs from the start of the session; clamped to it */
  seek(timeMs: number): void {
    this.timeMs = this.#clamp(timeMs)
    this.jumps++
    this.skippedMs = null
    this.#schedule()
  }

  seekBy(deltaMs: number): void {
    this.seek(this.timeMs + deltaMs)
  }

  /** Goes to just before a marker, so that playing on shows it. */
  seekToMarker(marker: Pick<Marker, 'time' | 'sentence'>): void {
    this.seek(marker.time - MARKER_LEAD_MS)
    this.announcement = marker.sentence
  }

  jump(direction: 'previous' | 'next'): void {
    // Counted from where the lead of the current marker ends, else one would never get past it.
    const marker = neighbourMarker(this.markers, this.timeMs + MARKER_LEAD_MS, direction)
    if (marker) this.seekToMarker(marker)
  }

  /**
   * Goes to where something stands in the session, and marks it.
   *
   * @param place `timestamp` in ms since the epoch
   */
  seekToPlace({ tab, timestamp, nodeId }: { tab: number; timestamp: number; nodeId: number | null }): void {
    this.pause()
    this.seek(timestamp - this.model.startMs)
    this.chooseTab(tabAt(this.model.tabSwitches, this.timeMs) === tab ? null : tab)
    this.highlight = nodeId === null ? null : { tab, id: nodeId }
  }

  /** @param tab to be shown, whichever the person looked at; null for that one again */
  chooseTab(tab: number | null): void {
    this.chosenTab = tab
    this.#schedule()
  }

  /** Selects what is between two times, ms from the start of the session, whichever is first. */
  selectRange(a: number, b: number): void {
    const [start, end] = [this.#clamp(Math.min(a, b)), this.#clamp(Math.max(a, b))]
    this.range = { start, end }
    this.announcement = strings.rangeSelected(formatTime(start), formatTime(end))
  }

  /** Selects a tenth of what the timeline shows, around the playhead: for who does not drag. */
  selectAround(): void {
    const half = (this.zoom.to - this.zoom.from) / 20
    this.selectRange(this.timeMs - half, this.timeMs + half)
  }

  clearRange(): void {
    this.range = null
    this.announcement = strings.rangeCleared
  }

  /** Asks again for what could not be loaded. */
  retry(): void {
    this.model.retry()
    this.#schedule()
  }

  toggleKind(kind: MarkerKind): void {
    this.hiddenKinds = toggled(this.hiddenKinds, kind)
  }

  #onLoad({ segment }: LoadedSegment): void {
    if (segment.start <= this.#timestamp()) this.#view?.invalidate(segment.ref.tab)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#view) this.#frame ??= this.#requestFrame(this.#onFrame)
  }

  readonly #onFrame = (now: number): void => {
    this.#frame = null
    const elapsedMs = this.#lastFrameAt === null ? 0 : now - this.#lastFrameAt
    this.#lastFrameAt = now
    if (this.skippedMs !== null && now - this.#skippedAt > SKIP_NOTICE_MS) this.skippedMs = null
    const next = this.playing
      ? advance(this.timeMs, {
          elapsedMs,
          speed: this.speed,
          durationMs: this.model.durationMs,
          idle: this.skipIdle ? this.model.idle : [],
        })
      : { time: this.timeMs, skippedMs: 0, ended: false }
    this.#showAt(next.time)
    if (!this.buffering) {
      this.timeMs = next.time
      if (next.skippedMs > 0) {
        this.skippedMs = next.skippedMs
        this.#skippedAt = now
      }
      if (next.ended) this.playing = false
    }
    if (this.playing || this.skippedMs !== null) this.#schedule()
  }

  /** Shows the page of a time, or notes that it has to be loaded first. */
  #showAt(timeMs: number): void {
    const tab = this.chosenTab ?? tabAt(this.model.tabSwitches, timeMs)
    const timestamp = this.model.startMs + timeMs
    const { loader } = this.model
    loader.want(tab, timestamp)
    this.buffering = (loader.tabs.get(tab)?.missingFor(timestamp).length ?? 0) > 0
    if (!this.buffering) this.#view?.show(tab, timeMs)
  }

  #timestamp(): number {
    return this.model.startMs + this.timeMs
  }

  #clamp(timeMs: number): number {
    return Math.min(Math.max(0, timeMs), this.model.durationMs)
  }
}
