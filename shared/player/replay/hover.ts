/** The class that rrweb's rebuilt style sheets have in place of the pseudo-class. */
const HOVER_CLASS = ':hover'

/** Marks the node under the pointer and its ancestors as hovered, as the browser did while it was recorded. */
export class Hover {
  #marked: Element[] = []
  #target: Node | null = null

  /** @param target what the pointer is over now; null when there is no pointer */
  set(target: Node | null): void {
    if (target === this.#target && this.#marked.every((element) => element.isConnected)) return
    for (const element of this.#marked) element.classList.remove(HOVER_CLASS)
    this.#marked = []
    this.#target = target
    for (let node = target; node; node = parentAcrossShadows(node)) {
      if (!isElement(node)) continue
      node.classList.add(HOVER_CLASS)
      this.#marked.push(node)
    }
  }
}

/** By type number: elements of a frame are no instances of this window's Element. */
const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE

function parentAcrossShadows({ parentNode }: Node): Node | null {
  return parentNode && 'host' in parentNode ? (parentNode as ShadowRoot).host : parentNode
}
