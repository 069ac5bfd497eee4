import type { SessionSource } from '../session/source.ts'
import { SegmentLoader, type LoadedSegment } from './load/segment-loader.ts'
import { isPending } from './load/tab-events.ts'
import { findGaps } from './model/gaps.ts'
import { findIdle } from './model/idle.ts'
import { findMarkers } from './model/markers.ts'
import { mergeRows, mergeTracks } from './model/merge.ts'
import { findPageBands } from './model/page-bands.ts'
import { findTabSwitches } from './model/tab-track.ts'

/** What is known of a session so far; it grows as segments are loaded. Times are ms from the start of the session. */
export class SessionModel {
  readonly source: SessionSource
  /** ms since the epoch. */
  readonly startMs: number
  readonly durationMs: number
  readonly loader: SegmentLoader

  #loaded = $state.raw<readonly LoadedSegment[]>([])
  readonly #indexes = $derived(this.#loaded.flatMap(({ index }) => index ?? []))
  readonly rows = $derived(mergeRows(this.#indexes))
  readonly tracks = $derived(mergeTracks(this.#indexes))
  readonly markers = $derived(findMarkers(this.rows, this.tracks))
  readonly pages = $derived.by(() => findPageBands(this.rows.pages, this.durationMs))
  readonly tabSwitches = $derived.by(() =>
    findTabSwitches(this.source.segments, this.rows.pages, this.startMs),
  )
  readonly gaps = $derived.by(() =>
    findGaps(
      this.rows.gaps,
      this.source.metadata,
      this.#loaded.filter(({ damage }) => damage.length > 0),
      this.startMs,
    ),
  )
  /** Segments that are not there yet. */
  readonly pending = $derived(this.#pendingStretches())
  readonly idle = $derived(this.#findIdle())
  /** Why a part could not be loaded; null when all could. */
  readonly unreachable = $derived(this.#loaded.find(({ index }) => index === null)?.damage[0] ?? null)

  /** @param onLoad called when a segment came in, after everything here knows of it */
  constructor(source: SessionSource, onLoad: (loaded: LoadedSegment) => void) {
    this.source = source
    this.startMs = startOf(source)
    const end = source.segments.reduce((latest, segment) => Math.max(latest, segment.end), this.startMs)
    this.durationMs = Math.max(source.metadata.duration, end - this.startMs, 1)
    this.loader = new SegmentLoader({
      source,
      startMs: this.startMs,
      onLoad: (loaded) => {
        this.#loaded = [...this.#loaded.filter(({ segment }) => segment !== loaded.segment), loaded]
        onLoad(loaded)
      },
    })
  }

  retry(): void {
    this.#loaded = this.#loaded.filter(({ index }) => index !== null)
    this.loader.retry()
  }

  #pendingStretches() {
    // Which are pending is no state of its own: it changes exactly when a segment comes in.
    if (this.#loaded.length === this.source.segments.length) return []
    return [...this.loader.tabs.values()]
      .flatMap(({ segments }) => segments.filter(isPending))
      .map(({ start, end }) => ({ start: start - this.startMs, end: end - this.startMs }))
  }

  #findIdle() {
    const activity = [
      ...[...this.tracks.values()].flatMap(({ userTimes }) => userTimes),
      ...this.rows.pages.map(({ time }) => time),
      ...this.markers.map(({ time }) => time),
    ].sort((a, b) => a - b)
    return findIdle(activity, this.durationMs).filter(
      // Whether nothing happened there is known when it is loaded.
      (idle) => !this.pending.some(({ start, end }) => start < idle.end && end > idle.start),
    )
  }
}

/** A page needs a moment until its first event; longer than this, and the clock of the metadata was another one. */
const START_TOLERANCE_MS = 60_000

function startOf({ metadata, segments }: SessionSource): number {
  const started = Date.parse(metadata.startedAt)
  const first = segments.reduce((earliest, segment) => Math.min(earliest, segment.start), Infinity)
  if (first === Infinity) return started
  return started <= first && first - started <= START_TOLERANCE_MS ? started : first
}
