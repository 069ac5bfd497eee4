import type { request, watchChanges } from '../../shared/protocol/client.ts'
import { emptySet, setOf } from '../../shared/player/sets.ts'
import type { SessionSource } from '../../shared/session/source.ts'
import type { SessionSummary } from '../../shared/session/summary.ts'
import type { StoreReader } from '../../shared/store/reader.ts'
import { openFindings } from '../../shared/session/review.ts'
import { sessionFileName, writeSessionFile, type StoredSession } from '../../shared/export/session-file.ts'
import { FileImport } from './file-import.svelte.ts'
import type { ListItem } from './list-item.ts'
import type { Problems } from './problems.svelte.ts'
import { bulkSentence, ReviewNeeded, sentenceOf, toRefusal, type Refusal } from './refusal.ts'
import { ReviewState } from './review.svelte.ts'
import { ServerSessions } from './server-sessions.svelte.ts'
import { SessionListState, type ChoiceStorage } from './session-list.svelte.ts'

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
  storage: ChoiceStorage
  /** Lets the browser save a file. */
  saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => void
}

/** How far something that is done to several sessions is. */
export interface BulkProgress {
  done: number
  total: number
}

/** The state of the panel: the sessions of the store, and the one that is open. */
export class PanelState {
  readonly problems: Problems
  sessions = $state.raw<readonly SessionSummary[] | null>(null)
  opened = $state.raw<Opened>({ phase: 'none' })
  /** The privacy review of the open session, while it is shown. */
  review = $state.raw<ReviewState | null>(null)
  /** The sessions that were just deleted, while that can be undone. */
  deleted = $state.raw<readonly ListItem[]>([])
  /** Something is being done to several sessions. */
  bulk = $state.raw<BulkProgress | null>(null)
  /** The session that is about to be shared: it is being looked through first. */
  sharing = $state<string | null>(null)
  /** Why the last action was refused; `code` is that of the problem. */
  refusal = $state.raw<Refusal | null>(null)

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

  readonly server: ServerSessions
  readonly list: SessionListState
  readonly files: FileImport
  readonly #options: PanelOptions
  #reader: Promise<StoreReader> | null = null
  #undoTimer: ReturnType<typeof setTimeout> | undefined
  #reading: Promise<void> | null = null
  #readingNext: Promise<void> | null = null
  /** What is to be deleted on the server, when the time to undo that is over. */
  #doomed: readonly string[] = []
  /** What was open when it was deleted. */
  #reopenId: string | null = null

  constructor(options: PanelOptions) {
    this.#options = options
    this.problems = options.problems
    this.server = new ServerSessions(async () => (await this.#openReader()).serverAccess())
    this.list = new SessionListState(() => this.sessions ?? [], this.server, options.storage)
    this.files = new FileImport(options.request)
  }

  /** @param parameters `session` to open, `t`, the moment of it in ms from its start, and `review` to review it */
  async start(parameters: URLSearchParams): Promise<void> {
    this.#options.watchChanges((notice) => {
      if (notice.topic === 'sessions') void this.refresh()
      if (notice.topic === 'server') void this.list.loadServer()
      if (notice.topic === 'review' && notice.sessionId === this.review?.sessionId)
        this.review.part = notice.part
    })
    await this.refresh()
    const sessionId = parameters.get('session')
    const t = parameters.get('t')
    const fromServer = this.list.loadServer()
    if (!sessionId) return
    if (!this.#isLocal(sessionId)) await fromServer
    await this.open(sessionId, t !== null && /^\d+$/.test(t) ? Number(t) : null)
    if (parameters.has('review')) this.openReview()
  }

  /** Reads the list anew. While that is going on, who asks again waits for one more reading, not for one each. */
  refresh(): Promise<void> {
    if (!this.#reading) {
      this.#reading = this.#readSessions().finally(() => (this.#reading = null))
      return this.#reading
    }
    this.#readingNext ??= this.#reading.then(() => {
      this.#readingNext = null
      return this.refresh()
    })
    return this.#readingNext
  }

  async #readSessions(): Promise<void> {
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
      const source = await this.#openSource(sessionId)
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

  async pin(sessionId: string, pinned: boolean): Promise<void> {
    await this.#ask(() => this.#options.request('session.pin', { sessionId, pinned }))
  }

  async tag(sessionId: string, tags: string[]): Promise<void> {
    await this.#ask(() => this.#options.request('session.tag', { sessionId, tags }))
  }

  /** Pins the sessions, or, when all are pinned, lets go of them. What only the server has is left out. */
  async pinAll(items: readonly ListItem[]): Promise<void> {
    const here = items.filter(({ local }) => local !== null)
    const pinned = !here.every(({ local }) => local?.pinned)
    await this.#each(here, ({ id }) => this.#options.request('session.pin', { sessionId: id, pinned }))
  }

  /** Adds a tag to sessions. */
  async tagAll(items: readonly ListItem[], tag: string): Promise<void> {
    const here = items.filter(({ local }) => local !== null)
    await this.#each(here, ({ id, tags }) =>
      this.#options.request('session.tag', { sessionId: id, tags: [...tags, tag] }),
    )
  }

  /** Shares sessions; those that look private are left out, and told of. */
  async shareAll(items: readonly ListItem[]): Promise<void> {
    const unshared = items.filter(({ place }) => place === 'local' || place === 'failed')
    await this.#each(unshared, ({ id }) => this.#options.request('session.share', { sessionId: id }))
  }

  /** Saves sessions as one file; those about which something is undecided in their review are left out, and told of. */
  async saveAll(items: readonly ListItem[]): Promise<void> {
    const stored: StoredSession[] = []
    const stopped = items.filter(({ place }) => place !== 'recording')
    await this.#each(stopped, async (item) => stored.push(await this.#reviewed(item)))
    if (stored.length === 0) return
    await this.#ask(async () => {
      const bytes = await writeSessionFile(stored)
      this.#options.saveFile(sessionFileName(stored.map(({ metadata }) => metadata)), bytes)
    }, true)
  }

  /** Saves the open session as a file, or shows its review first. */
  async save(item: ListItem): Promise<void> {
    await this.saveAll([item])
    if (this.refusal?.code === 'review-needed') await this.#openReviewAnew()
  }

  async #reviewed({ id, local }: ListItem): Promise<StoredSession> {
    // What the server has was looked through before it went there.
    if (!local) return this.server.stored(id)
    const open = openFindings(await this.#options.request('review.open', { sessionId: id })).length
    if (open > 0) throw new ReviewNeeded()
    const reader = await this.#openReader()
    const { metadata } = await reader.openSession(id)
    return { metadata, readBlob: (tab, index) => reader.readBlob(id, tab, index) }
  }

  /** Takes in files, and opens what is in them when it is one session. */
  async takeFiles(files: readonly File[]): Promise<void> {
    const ids = await this.files.take(files)
    await this.refresh()
    const [only] = ids
    if (only !== undefined && ids.length === 1) await this.open(only)
  }

  /** Deletes sessions: on this computer, and those that only the server has there. */
  async remove(items: readonly ListItem[]): Promise<void> {
    this.#sweepServer()
    const removed: ListItem[] = []
    let undoMs = UNDO_MS
    await this.#each(items, async (item) => {
      if (item.local) ({ undoMs } = await this.#options.request('session.delete', { sessionId: item.id }))
      removed.push(item)
    })
    if (removed.length === 0) return
    this.#reopenId = removed.find(({ id }) => id === this.selectedId)?.id ?? null
    if (this.#reopenId !== null) this.close()
    this.list.selectNone()
    this.#doomed = removed.filter(({ local }) => !local).map(({ id }) => id)
    this.server.hidden = setOf(this.#doomed)
    this.deleted = removed
    clearTimeout(this.#undoTimer)
    this.#undoTimer = setTimeout(() => {
      this.deleted = []
      this.#sweepServer()
    }, undoMs)
  }

  async undoRemove(): Promise<void> {
    const { deleted } = this
    this.deleted = []
    this.#doomed = []
    this.server.hidden = emptySet()
    clearTimeout(this.#undoTimer)
    const here = deleted.filter(({ local }) => local !== null)
    await this.#each(here, ({ id }) => this.#options.request('session.undelete', { sessionId: id }))
    if (this.#reopenId !== null && !this.refusal) await this.open(this.#reopenId)
  }

  dismissDeleted(): void {
    this.deleted = []
  }

  /** Deletes on the server what nobody took back. */
  #sweepServer(): void {
    const doomed = this.#doomed
    this.#doomed = []
    if (doomed.length === 0) return
    void this.#ask(() => this.server.remove(doomed)).finally(() => (this.server.hidden = emptySet()))
  }

  /** Does something to each of several sessions, one after the other; what is refused is told at the end. */
  async #each(items: readonly ListItem[], run: (item: ListItem) => Promise<unknown>): Promise<void> {
    this.refusal = null
    const refusals: Refusal[] = []
    if (items.length > 1) this.bulk = { done: 0, total: items.length }
    for (const [position, item] of items.entries()) {
      try {
        await run(item)
      } catch (error) {
        refusals.push(toRefusal(error))
      }
      if (this.bulk) this.bulk = { done: position + 1, total: items.length }
    }
    this.bulk = null
    await this.refresh()
    const [first] = refusals
    if (!first) return
    this.refusal = items.length === 1 ? first : { ...first, sentence: bulkSentence(refusals, items.length) }
  }

  #isLocal(sessionId: string): boolean {
    return this.sessions?.some(({ metadata }) => metadata.sessionId === sessionId) ?? false
  }

  async #openSource(sessionId: string): Promise<SessionSource> {
    if (!this.#isLocal(sessionId) && this.list.find(sessionId)) return this.server.open(sessionId)
    return (await this.#openReader()).openSession(sessionId)
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
  async #ask<Reply>(run: () => Promise<Reply>, keepRefusal = false): Promise<Reply | null> {
    if (!keepRefusal) this.refusal = null
    try {
      const reply = await run()
      await this.refresh()
      return reply
    } catch (error) {
      this.refusal = toRefusal(error)
      return null
    }
  }

  #openReader(): Promise<StoreReader> {
    this.#reader ??= this.#options.openReader()
    return this.#reader
  }
}

/** When only the server has what was deleted, ms; the background says how long it keeps its own. */
const UNDO_MS = 10_000
