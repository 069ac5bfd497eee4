import type { request, watchChanges } from '../../shared/protocol/client.ts'
import type { SessionSource } from '../../shared/session/source.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'
import type { StoreReader } from '../../shared/store/reader.ts'
import { filterSessions } from './filter-sessions.ts'
import type { Problems } from './problems.svelte.ts'
import { ReviewState } from './review.svelte.ts'

/** What is shown beside the list. */
export type Opened =
  | { phase: 'none' }
  | { phase: 'loading'; sessionId: string }
  | { phase: 'problem'; sessionId: string; sentence: string }
  | {
      phase: 'ready'
      sessionId: string
      source: SessionSource
      startAtMs: number | null
      /** It was still being recorded when it was opened. */
      wasRecording: boolean
    }

export interface PanelOptions {
  openReader: () => Promise<StoreReader>
  request: typeof request
  watchChanges: typeof watchChanges
  problems: Problems
}

/** The state of the panel: the sessions of the store, and the one that is open. */
export class PanelState {
  readonly problems: Problems
  sessions = $state.raw<readonly SessionSummary[] | null>(null)
  search = $state('')
  opened = $state.raw<Opened>({ phase: 'none' })
  /** The privacy review of the open session, while it is shown. */
  review = $state.raw<ReviewState | null>(null)
  /** The session that was just deleted, while that can be undone. */
  deleted = $state.raw<SessionSummary | null>(null)
  /** The session that is about to be shared: it is being looked through first. */
  sharing = $state<string | null>(null)
  /** Why the last action was refused; `code` is that of the problem. */
  refusal = $state.raw<{ code: string; sentence: string } | null>(null)

  readonly shown = $derived(filterSessions(this.sessions ?? [], this.search))
  readonly selectedId = $derived(this.opened.phase === 'none' ? null : this.opened.sessionId)
  readonly selected = $derived(
    this.sessions?.find(({ metadata }) => metadata.sessionId === this.selectedId) ?? null,
  )
  /** More of the open session came in since it was opened. */
  readonly grew = $derived(
    this.opened.phase === 'ready' &&
      this.opened.wasRecording &&
      this.selected !== null &&
      (this.selected.state === 'stopped' ||
        this.selected.metadata.duration > this.opened.source.metadata.duration),
  )

  readonly #options: PanelOptions
  #reader: Promise<StoreReader> | null = null
  #undoTimer: ReturnType<typeof setTimeout> | undefined

  constructor(options: PanelOptions) {
    this.#options = options
    this.problems = options.problems
  }

  /** @param parameters `session` to open, `t`, the moment of it in ms from its start, and `review` to review it */
  async start(parameters: URLSearchParams): Promise<void> {
    this.#options.watchChanges((notice) => {
      if (notice.topic === 'sessions') void this.refresh()
      if (notice.topic === 'review' && notice.sessionId === this.review?.sessionId)
        this.review.part = notice.part
    })
    await this.refresh()
    const sessionId = parameters.get('session')
    const t = parameters.get('t')
    if (!sessionId) return
    await this.open(sessionId, t !== null && /^\d+$/.test(t) ? Number(t) : null)
    if (parameters.has('review')) this.openReview()
  }

  async refresh(): Promise<void> {
    try {
      const reader = await this.#openReader()
      this.sessions = await reader.listSessions()
    } catch (error) {
      // The database may have been closed for an upgrade: the next time it is opened anew.
      this.#reader = null
      this.problems.report(error)
    }
  }

  /** @param startAtMs from the start of the session; null for the beginning */
  async open(sessionId: string, startAtMs: number | null = null): Promise<void> {
    this.refusal = null
    if (this.review?.sessionId !== sessionId) this.review = null
    this.opened = { phase: 'loading', sessionId }
    const wasRecording = this.selected?.state === 'recording'
    try {
      const reader = await this.#openReader()
      const source = await reader.openSession(sessionId)
      if (this.selectedId !== sessionId) return
      this.opened = { phase: 'ready', sessionId, source, startAtMs, wasRecording }
    } catch (error) {
      if (this.selectedId !== sessionId) return
      this.opened = { phase: 'problem', sessionId, sentence: sentenceOf(error) }
    }
  }

  close(): void {
    this.opened = { phase: 'none' }
    this.refusal = null
    this.review = null
  }

  /** Shows the privacy review of the open session. */
  openReview(): void {
    const sessionId = this.selectedId
    if (sessionId === null || this.review?.sessionId === sessionId) return
    this.review = new ReviewState({
      sessionId,
      request: this.#options.request,
      onredacted: () => this.#reload(sessionId),
    })
    void this.review.load()
  }

  async #openReviewAnew(): Promise<void> {
    if (this.review) await this.review.load()
    else this.openReview()
  }

  closeReview(): void {
    this.review = null
  }

  async rename(sessionId: string, title: string): Promise<void> {
    await this.#ask(() => this.#options.request('session.rename', { sessionId, title }))
    // The title is looked through as well.
    if (this.review?.sessionId === sessionId) await this.review.load()
  }

  /** Shares the session, or shows its review when something in it looks private. */
  async share(sessionId: string): Promise<void> {
    this.sharing = sessionId
    await this.#ask(() => this.#options.request('session.share', { sessionId }))
    this.sharing = null
    if (this.refusal?.code === 'review-needed') await this.#openReviewAnew()
  }

  async remove(session: SessionSummary): Promise<void> {
    const { sessionId } = session.metadata
    const reply = await this.#ask(() => this.#options.request('session.delete', { sessionId }))
    if (!reply) return
    if (this.selectedId === sessionId) this.close()
    this.deleted = session
    clearTimeout(this.#undoTimer)
    this.#undoTimer = setTimeout(() => (this.deleted = null), reply.undoMs)
  }

  async undoRemove(): Promise<void> {
    const session = this.deleted
    if (!session) return
    const { sessionId } = session.metadata
    this.deleted = null
    clearTimeout(this.#undoTimer)
    if (await this.#ask(() => this.#options.request('session.undelete', { sessionId })))
      await this.open(sessionId)
  }

  dismissDeleted(): void {
    this.deleted = null
  }

  /** Reads the open session anew, without a break in what is shown. */
  async #reload(sessionId: string): Promise<void> {
    await this.refresh()
    const reader = await this.#openReader()
    const source = await reader.openSession(sessionId)
    if (this.opened.phase === 'ready' && this.opened.sessionId === sessionId)
      this.opened = { ...this.opened, source }
  }

  /** Does what was asked for; a refusal is shown, and then the answer is null. */
  async #ask<Reply>(run: () => Promise<Reply>): Promise<Reply | null> {
    this.refusal = null
    try {
      const reply = await run()
      await this.refresh()
      return reply
    } catch (error) {
      const { problem } = error as { problem?: { code: string } }
      this.refusal = { code: problem?.code ?? 'unexpected', sentence: sentenceOf(error) }
      return null
    }
  }

  #openReader(): Promise<StoreReader> {
    this.#reader ??= this.#options.openReader()
    return this.#reader
  }
}

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
