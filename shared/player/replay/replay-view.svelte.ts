import type { ReplayView } from '../player.svelte.ts'
import { lastAt } from '../search.ts'
import type { SessionModel } from '../session-model.svelte.ts'
import { framePosition } from './frame-position.ts'
import { Hover } from './hover.ts'
import { labelOf, textsIn, type Box, type PickedElement } from './pick.ts'
import { pointerAt, pressesAt, type VisiblePress } from './pointer.ts'
import type { ShownPage } from './shown-page.ts'
import { TabReplay } from './tab-replay.ts'

interface ShownTab {
  root: HTMLElement
  replay: TabReplay
  hover: Hover
}

/** A place in the viewport of the replayed page, CSS pixels. */
interface Place {
  x: number
  y: number
}

/** Shows one tab of a session at a time, each in a frame of its own, with the pointer over it. */
export class FrameView implements ReplayView, ShownPage {
  /** Size of the recorded viewport, CSS pixels. */
  viewport = $state.raw({ width: 0, height: 0 })
  pointer = $state.raw<(Place & { touch: boolean }) | null>(null)
  presses = $state.raw<readonly (VisiblePress & Place)[]>([])
  /** Whether there is anything of the page up to now. */
  hasPage = $state(false)
  /** How often something was shown. */
  shows = $state(0)

  readonly #model: SessionModel
  readonly #container: HTMLElement
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no component reads it
  readonly #tabs = new Map<number, ShownTab>()
  #animated = false
  #current: { shown: ShownTab; tab: number; timestamp: number } | null = null

  /** @param container in the document; gets a frame for each tab that is shown */
  constructor(model: SessionModel, container: HTMLElement) {
    this.#model = model
    this.#container = container
    this.viewport = model.source.metadata.viewport
  }

  show(tab: number, time: number): void {
    const shown = this.#shownTab(tab)
    if (!shown) {
      this.hasPage = false
      return
    }
    for (const other of this.#tabs.values()) other.root.hidden = other !== shown
    shown.replay.show(this.#model.startMs + time)
    this.#current = { shown, tab, timestamp: this.#model.startMs + time }
    this.hasPage = this.#model.loader.tabs.get(tab)?.snapshotFor(this.#model.startMs + time) !== null
    this.#showViewport(shown, tab, time)
    this.#showPointer(shown, tab, time)
    this.shows++
  }

  /** Asks something of the shown document; while it is inert, it would not tell what is at a place. */
  within<Value>(ask: (document: Document) => Value): Value | null {
    const dom = this.#current?.shown.replay.dom
    if (!dom) return null
    dom.iframe.inert = false
    try {
      return ask(dom.document)
    } finally {
      dom.iframe.inert = true
    }
  }

  /** The shown document. */
  get document(): Document | null {
    return this.#current?.shown.replay.dom.document ?? null
  }

  node(id: number): Node | null {
    return this.#current?.shown.replay.dom.node(id) ?? null
  }

  idOf(node: Node): number | null {
    return this.#current?.shown.replay.dom.idOf(node) ?? null
  }

  /** Where an element is in the viewport of the page; null when it is not shown. */
  boxOf(element: Element): Box | null {
    const page = this.document
    const { left, top, width, height } = element.getBoundingClientRect()
    if (!page || (width === 0 && height === 0)) return null
    const frame = framePosition(element, page)
    return { x: left + frame.x, y: top + frame.y, width, height }
  }

  /** The same for rrweb's id of a node; a text is where its element is. */
  boxOfId(id: number): Box | null {
    const node = this.#current?.shown.replay.dom.node(id)
    const element = node && node.nodeType !== Node.ELEMENT_NODE ? node.parentElement : node
    return element?.isConnected ? this.boxOf(element as Element) : null
  }

  /** What can be kept of an element of the shown document; null when the recorder did not record it. */
  describe(element: Element): PickedElement | null {
    if (!this.#current) return null
    const { shown, tab, timestamp } = this.#current
    const id = shown.replay.dom.idOf(element)
    return id === null ? null : { tab, id, timestamp, label: labelOf(element), texts: textsIn(element) }
  }

  invalidate(tab: number): void {
    this.#tabs.get(tab)?.replay.invalidate()
  }

  /** Whether animations of the pages' styles run. */
  animate(animated: boolean): void {
    this.#animated = animated
    for (const { replay } of this.#tabs.values()) replay.dom.animate(animated)
  }

  destroy(): void {
    for (const { replay } of this.#tabs.values()) replay.destroy()
    this.#tabs.clear()
  }

  #shownTab(tab: number): ShownTab | null {
    const known = this.#tabs.get(tab)
    const events = this.#model.loader.tabs.get(tab)
    if (known || !events) return known ?? null
    const root = document.createElement('div')
    this.#container.append(root)
    const shown = { root, replay: new TabReplay(root, events), hover: new Hover() }
    shown.replay.dom.animate(this.#animated)
    this.#tabs.set(tab, shown)
    return shown
  }

  #showViewport({ replay }: ShownTab, tab: number, time: number): void {
    const sizes = this.#model.tracks.get(tab)?.viewports ?? []
    const { width, height } = lastAt(sizes, time) ?? sizes[0] ?? this.#model.source.metadata.viewport
    replay.dom.resize(width, height)
    if (width !== this.viewport.width || height !== this.viewport.height) this.viewport = { width, height }
  }

  #showPointer({ replay, hover }: ShownTab, tab: number, time: number): void {
    const track = this.#model.tracks.get(tab)
    const pointer = track ? pointerAt(track.points, time) : null
    const place = (point: Place & { id: number }) => {
      const frame = framePosition(replay.dom.node(point.id), replay.dom.document)
      return { x: point.x + frame.x, y: point.y + frame.y }
    }
    hover.set(pointer && !pointer.touch ? replay.dom.node(pointer.id) : null)
    this.pointer = pointer ? { ...place(pointer), touch: pointer.touch } : null
    const presses = track ? pressesAt(track.presses, time) : []
    if (presses.length > 0 || this.presses.length > 0) {
      this.presses = presses.map((press) => ({ ...press, ...place(press) }))
    }
  }
}
