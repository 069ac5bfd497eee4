/**
 * Where the viewport of a node's document is within the viewport of the replayed page: not at its corner when the node
 * is inside a frame of that page. CSS pixels.
 */
export function framePosition(node: Node | null, page: Document): { x: number; y: number } {
  const position = { x: 0, y: 0 }
  let document = node?.ownerDocument
  while (document && document !== page) {
    const frame: Element | null | undefined = document.defaultView?.frameElement
    if (!frame) break
    const { left, top } = frame.getBoundingClientRect()
    position.x += left + frame.clientLeft
    position.y += top + frame.clientTop
    document = frame.ownerDocument
  }
  return position
}
