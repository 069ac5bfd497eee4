import { untrack } from 'svelte'
import { troubleOf, type Trouble } from './problem.ts'

/** A part of a list, and where the next one begins. */
export interface Page<Item> {
  items: readonly Item[]
  /** Null at the end. */
  next: string | null
  /** How many there are in all, where the server says so. */
  total?: { count: number; capped: boolean } | undefined
}

/** @param cursor null for the first page */
export type FetchPage<Item> = (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>

export type ListPhase<Item> =
  /** Nothing is known yet. */
  | { phase: 'loading' }
  | { phase: 'trouble'; trouble: Trouble }
  | {
      phase: 'ready'
      items: readonly Item[]
      next: string | null
      total: { count: number; capped: boolean } | null
      /** What goes on at the end of the list. */
      tail: 'idle' | 'loading' | Trouble
      /** Another list was asked for: this is what was there before it. */
      isStale: boolean
    }

/** A list that is read page by page, in order; of several lists that are asked for, the last one counts. */
export class PagedList<Item> {
  current = $state.raw<ListPhase<Item>>({ phase: 'loading' })
  readonly #onerror: (error: unknown) => void
  #fetch: FetchPage<Item> | null = null
  #abort = new AbortController()

  /** @param onerror told every failure, also those that are shown here */
  constructor(onerror: (error: unknown) => void) {
    this.#onerror = onerror
  }

  /** Shows another list, and until its first page is there what was shown before. @param keep false: nothing */
  async load(fetch: FetchPage<Item>, { keep = true } = {}): Promise<void> {
    this.#fetch = fetch
    this.#abort.abort()
    this.#abort = new AbortController()
    const { signal } = this.#abort
    // What asks for it does not ask again because the answer came.
    const shown = untrack(() => this.current)
    this.current =
      keep && shown.phase === 'ready' ? { ...shown, isStale: true, tail: 'idle' } : { phase: 'loading' }
    try {
      const { items, next, total = null } = await fetch(null, signal)
      if (signal.aborted) return
      this.current = { phase: 'ready', items, next, total, tail: 'idle', isStale: false }
    } catch (error) {
      if (signal.aborted) return
      this.#onerror(error)
      this.current = { phase: 'trouble', trouble: troubleOf(error) }
    }
  }

  /** Reads the next page, unless it is under way or there is none. */
  async more(): Promise<void> {
    const { current } = this
    if (current.phase !== 'ready' || current.isStale || current.next === null) return
    if (current.tail !== 'idle' || !this.#fetch) return
    const { signal } = this.#abort
    this.current = { ...current, tail: 'loading' }
    try {
      const { items, next, total } = await this.#fetch(current.next, signal)
      if (signal.aborted) return
      const { items: before } = this.current
      this.current = {
        ...this.current,
        items: [...before, ...items],
        next,
        total: total ?? this.current.total,
        tail: 'idle',
      }
    } catch (error) {
      if (signal.aborted) return
      this.#onerror(error)
      this.current = { ...this.current, tail: troubleOf(error) }
    }
  }

  /** Tries again what failed: the list, or its next page. */
  async retry(): Promise<void> {
    const { current } = this
    if (current.phase === 'trouble' && this.#fetch) await this.load(this.#fetch)
    else if (current.phase === 'ready' && typeof current.tail === 'object') {
      this.current = { ...current, tail: 'idle' }
      await this.more()
    }
  }

  /** Reads the list anew, from its beginning. */
  async reload(): Promise<void> {
    if (this.#fetch) await this.load(this.#fetch)
  }

  /** Takes out what is gone. */
  remove(isGone: (item: Item) => boolean): void {
    if (this.current.phase !== 'ready') return
    const items = this.current.items.filter((item) => !isGone(item))
    const gone = this.current.items.length - items.length
    const { total } = this.current
    this.current = {
      ...this.current,
      items,
      total: total && { ...total, count: total.capped ? total.count : Math.max(0, total.count - gone) },
    }
  }

  /** What went wrong last and may be tried again; null when nothing did. */
  get trouble(): Trouble | null {
    const { current } = this
    if (current.phase === 'trouble') return current.trouble
    return current.phase === 'ready' && typeof current.tail === 'object' ? current.tail : null
  }
}
