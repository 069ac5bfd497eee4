import { untrack } from 'svelte'
import type { PlayerState } from '../player.svelte.ts'
import { emptySet, setOf, toggled } from '../sets.ts'
import { ancestorsOf, findElements, isElement, parentOf, treeRows, type TreeRow } from './tree.ts'

/** While it plays, the tree is made anew this often at most, ms. */
const REFRESH_MS = 250

/** The tree of the page at the playhead, and the element that is looked at. */
export class ElementsState {
  /** Ids of the nodes that are open. */
  expanded = $state.raw(emptySet<number>())
  /** Of the element that is looked at. */
  selectedId = $state<number | null>(null)
  search = $state('')
  #foundIndex = $state(0)
  /** Counts the moments that the tree was made for. */
  moment = $state(0)
  #isFresh = false
  #refreshTimer: ReturnType<typeof setTimeout> | undefined
  readonly #player: () => PlayerState

  readonly rows = $derived.by((): readonly TreeRow[] => {
    const page = this.#page()
    return page?.document && this.moment > 0 ? treeRows(page.document, page, this.expanded) : []
  })
  /** Null when it is not in the page at this moment. */
  readonly selected = $derived.by((): Element | null => {
    const page = this.#page()
    if (!page || this.selectedId === null || this.moment === 0) return null
    const node = page.node(this.selectedId)
    return node && isElement(node) && node.isConnected ? node : null
  })
  readonly found = $derived.by((): readonly Element[] => {
    const page = this.#page()
    return page?.document && this.moment > 0 ? findElements(page.document, this.search) : []
  })

  /** Which of what was found is shown; -1 for none. */
  readonly foundIndex = $derived.by(() => Math.min(this.#foundIndex, this.found.length - 1))

  constructor(player: () => PlayerState) {
    this.#player = player
    $effect(() => {
      const { shown: page, playing } = player()
      if (!page || page.shows === 0) return
      if (!playing) this.#refresh()
      else this.#refreshTimer ??= setTimeout(() => this.#refresh(), REFRESH_MS)
    })
    $effect(() => () => clearTimeout(this.#refreshTimer))
  }

  #refresh(): void {
    clearTimeout(this.#refreshTimer)
    this.#refreshTimer = undefined
    untrack(() => {
      this.moment++
      if (!this.#isFresh) this.#openFirst()
    })
  }

  /** Opens what one wants to see at first: the body, and what is in it. */
  #openFirst(): void {
    const page = this.#page()
    const { documentElement, body } = page?.document ?? {}
    if (!page || !documentElement || !(body as HTMLElement | null)) return
    this.#isFresh = true
    this.expanded = setOf([documentElement, body!].flatMap((node) => page.idOf(node) ?? []))
  }

  toggle(row: TreeRow, open?: boolean): void {
    this.expanded = toggled(this.expanded, row.nodeId, open)
  }

  /** Looks at an element: opens what is around it, and marks it in the page. */
  select(node: Node): void {
    const page = this.#page()
    const element = isElement(node) ? node : node.parentElement
    const id = element && page?.idOf(element)
    if (!page || !element || id == null) return
    const around = ancestorsOf(element).flatMap((ancestor) => page.idOf(ancestor) ?? [])
    this.expanded = setOf([...this.expanded, ...around])
    this.choose(id)
  }

  /** The same for what is seen already. */
  choose(id: number): void {
    const player = this.#player()
    this.selectedId = id
    player.highlight = { tab: player.tab, id }
  }

  selectRow(row: TreeRow): void {
    const node = this.#page()?.node(row.nodeId)
    if (!node) return
    if (isElement(node)) this.choose(row.nodeId)
    else {
      const parent = parentOf(node)
      const id = parent && this.#page()?.idOf(parent)
      if (id != null) this.choose(id)
    }
  }

  /** Shows the next of what was found. */
  findNext(step: 1 | -1): void {
    const { length } = this.found
    if (length === 0) return
    this.#foundIndex = (this.foundIndex + step + length) % length
    this.select(this.found[this.#foundIndex]!)
  }

  setSearch(search: string): void {
    this.search = search
    this.#foundIndex = 0
    const [first] = this.found
    if (first) this.select(first)
  }

  /** Has an element of the page picked. */
  pick(): void {
    const player = this.#player()
    if (player.picker) {
      player.picker = null
      return
    }
    player.picker = {
      onpick: ({ id }) => {
        player.picker = null
        const node = this.#page()?.node(id)
        if (node) this.select(node)
      },
      onleave: () => (player.picker = null),
    }
  }

  #page() {
    return this.#player().shown
  }
}
