import { EventType } from '@rrweb/types'
import { Replayer } from 'rrweb'
import type { SessionEvent } from '../../session/events.ts'
import { coalesce } from './coalesce.ts'
import { installContentPolicy } from './content-policy.ts'

/**
 * What is used of the Replayer's inside: events are applied one by one when *our* clock says so. Its own clock needs all
 * events before it starts, walks all of them at every seek, and searches all of them at every event to skip inactivity.
 */
interface ReplayerInside {
  getCastFn(event: SessionEvent, isSync: boolean): () => void
  emitter: { emit(type: string): void }
}

/** A recorded document, as rrweb's Replayer rebuilds it in a frame that runs no script and loads nothing. */
export class DomReplayer {
  readonly iframe: HTMLIFrameElement
  /** Events that could not be applied. */
  failures = 0
  readonly #replayer: Replayer
  readonly #inside: ReplayerInside
  #animated = false

  /** @param root where the frame goes; it must be in the document */
  constructor(root: HTMLElement) {
    this.#replayer = new Replayer([ANCHOR], {
      root,
      liveMode: true,
      mouseTail: false,
      UNSAFE_replayCanvas: false,
      // A jump forward of a few events would otherwise copy the whole document and compare it.
      useVirtualDom: false,
      // Focus in the frame would take the keyboard away from the player.
      triggerFocus: false,
      showWarning: false,
    })
    this.#inside = this.#replayer as unknown as ReplayerInside
    this.iframe = this.#replayer.iframe
    this.iframe.inert = true
    this.iframe.tabIndex = -1
    installContentPolicy(this.document)
  }

  get document(): Document {
    return this.iframe.contentDocument!
  }

  /** The node that the recorder gave this number to. */
  node(id: number): Node | null {
    return this.#replayer.getMirror().getNode(id)
  }

  /** The number that the recorder gave to a node; null when it gave none. */
  idOf(node: Node): number | null {
    const id = this.#replayer.getMirror().getId(node)
    return id > 0 ? id : null
  }

  /** Brings the document from the state before `events` to the state after them. @param events in order */
  apply(events: readonly SessionEvent[]): void {
    const { activeElement } = this.iframe.ownerDocument
    for (const event of coalesce(events)) {
      try {
        this.#inside.getCastFn(event, true)()
      } catch {
        // One event that cannot be applied, of a damaged or hostile session: the others still can.
        this.failures++
      }
    }
    this.#inside.emitter.emit('flush')
    this.#setPausedClass()
    // A dialog that opens takes the focus, in browsers where `inert` does not reach into frames.
    if (this.iframe.ownerDocument.activeElement === this.iframe && activeElement instanceof HTMLElement) {
      activeElement.focus()
    }
  }

  /** The size of the recorded viewport, CSS pixels. */
  resize(width: number, height: number): void {
    this.iframe.width = String(width)
    this.iframe.height = String(height)
    this.iframe.style.display = 'block'
  }

  /** Whether the animations of the page's own styles run. */
  animate(animated: boolean): void {
    if (animated === this.#animated) return
    this.#animated = animated
    this.#setPausedClass()
  }

  destroy(): void {
    this.#replayer.destroy()
  }

  /** rrweb's name for a document whose animations stand still. */
  #setPausedClass(): void {
    this.document.querySelector('html')?.classList.toggle('rrweb-paused', !this.#animated)
  }
}

/** The Replayer asks for the time of its first event. */
const ANCHOR: SessionEvent = {
  type: EventType.Custom,
  timestamp: 0,
  data: { tag: 'anchor', payload: {} },
}
