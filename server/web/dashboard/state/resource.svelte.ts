import { untrack } from 'svelte'
import { troubleOf, type Trouble } from './problem.ts'

export type ResourcePhase<Value> =
  { phase: 'loading' } | { phase: 'trouble'; trouble: Trouble } | { phase: 'ready'; value: Value }

/** Something that the server knows, and that one screen shows. */
export class Resource<Value> {
  current = $state.raw<ResourcePhase<Value>>({ phase: 'loading' })
  readonly #read: () => Promise<Value>
  readonly #onerror: (error: unknown) => void
  #turn = 0

  constructor(read: () => Promise<Value>, onerror: (error: unknown) => void) {
    this.#read = read
    this.#onerror = onerror
  }

  /** Reads it, and again; until the answer comes, what was there stays. */
  async load(): Promise<void> {
    const turn = ++this.#turn
    // What asks for it does not ask again because the answer came.
    if (untrack(() => this.current).phase === 'trouble') this.current = { phase: 'loading' }
    try {
      const value = await this.#read()
      if (turn === this.#turn) this.current = { phase: 'ready', value }
    } catch (error) {
      if (turn !== this.#turn) return
      this.#onerror(error)
      this.current = { phase: 'trouble', trouble: troubleOf(error) }
    }
  }

  /** What is known without asking: the answer to a change. */
  set(value: Value): void {
    this.#turn++
    this.current = { phase: 'ready', value }
  }
}
