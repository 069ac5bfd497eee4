import { lastIndexAt, type Timed } from '../search.ts'
import type { PlayerState } from '../player.svelte.ts'

/** A list that keeps the row of the playhead in view, until somebody scrolls it to read something else. */
export class Following<Item extends Timed> {
  on = $state(true)
  readonly #player: () => PlayerState
  readonly #items: () => readonly Item[]
  /** Index of the last row at or before the playhead; -1 before the first. */
  readonly current = $derived.by(() => lastIndexAt(this.#items(), this.#player().timeMs))
  /** The row to keep in view; -1 for none. */
  readonly row = $derived(this.on ? Math.max(0, this.current) : -1)

  /** @param player @param items of the list, in the order of time */
  constructor(player: () => PlayerState, items: () => readonly Item[]) {
    this.#player = player
    this.#items = items
    // Who jumps somewhere wants to see what was there.
    $effect(() => {
      if (player().jumps > 0) this.on = true
    })
  }

  /** Class of a row by where the playhead is. */
  readonly rowClass = (index: number): string =>
    index > this.current ? 'later' : index === this.current ? 'current' : ''

  /** To be called when the list is scrolled by hand. */
  readonly stop = (): void => {
    this.on = false
  }
}
