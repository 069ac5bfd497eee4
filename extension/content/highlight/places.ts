import type { Finding } from './find-masked.ts'

/** A rectangle of the viewport, CSS pixels. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What is measured once for one drawing: where ancestors cut off what is inside of them. */
export type Clips = Map<Element, Box | null>

/** Smaller boxes are not seen. CSS pixels. */
const MIN_SIZE = 2

/** Where a finding is seen right now: a box for each line of a text; none where it is not. */
export function boxesOf({ place }: Finding, clips: Clips): Box[] {
  const element = 'element' in place ? place.element : place.text.parentElement
  if (!element?.isConnected || isFarAway(element)) return []
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return []
  const clip = clipOf(element, clips)
  if (clip === null) return []
  const rects = 'element' in place ? [element.getBoundingClientRect()] : rectsOfText(place)
  const shift = offsetOfDocument(element.ownerDocument)
  const boxes: Box[] = []
  for (const rect of rects) {
    const box = intersect(moved(rect, shift), clip)
    if (box) boxes.push(box)
  }
  return boxes
}

/** Text may stand out of its element by this much. CSS pixels. */
const OVERHANG = 300

/** Whether an element is out of view, as most of a long page are: a quick look, before anything dear is asked. */
function isFarAway(element: Element): boolean {
  // In a frame, what is in view is another question.
  if (element.ownerDocument !== document) return false
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  if (width === 0 && height === 0) return false
  return (
    bottom < -OVERHANG || right < -OVERHANG || top > innerHeight + OVERHANG || left > innerWidth + OVERHANG
  )
}

function rectsOfText({ text, start, end }: { text: Text; start: number; end: number }): Iterable<DOMRect> {
  if (end > text.length) return []
  const range = text.ownerDocument.createRange()
  range.setStart(text, start)
  range.setEnd(text, end)
  return range.getClientRects()
}

const viewport = (): Box => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })

/** What is seen of the inside of `element`: the viewport, and every ancestor that scrolls. Null: nothing is. */
function clipOf(element: Element, clips: Clips): Box | null {
  const known = clips.get(element)
  if (known !== undefined) return known
  const parent = parentOf(element)
  const outer = parent ? clipOf(parent, clips) : viewport()
  const clip = outer && cuts(element) ? intersect(boxOf(element), outer) : outer
  clips.set(element, clip)
  return clip
}

function cuts(element: Element): boolean {
  if (element === element.ownerDocument.documentElement || element === element.ownerDocument.body)
    return false
  return /^i?frame$/.test(element.localName) || getComputedStyle(element).overflow !== 'visible'
}

/** Through a shadow root to its host, through a document to its frame. */
function parentOf(element: Element): Element | null {
  const { parentElement } = element
  if (parentElement) return parentElement
  const root = element.getRootNode()
  return root.nodeType === Node.DOCUMENT_NODE
    ? ((root as Document).defaultView?.frameElement ?? null)
    : root.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in root
      ? (root.host as Element)
      : null
}

const boxOf = (element: Element): Box =>
  moved(element.getBoundingClientRect(), offsetOfDocument(element.ownerDocument))

/** Where a document begins in the viewport of this page. */
function offsetOfDocument(of: Document): { x: number; y: number } {
  const frame = of.defaultView?.frameElement
  if (of === document || !frame) return { x: 0, y: 0 }
  const { left, top } = boxOf(frame)
  return { x: left + frame.clientLeft, y: top + frame.clientTop }
}

const moved = ({ left, top, right, bottom }: Box, { x, y }: { x: number; y: number }): Box => ({
  left: left + x,
  top: top + y,
  right: right + x,
  bottom: bottom + y,
})

function intersect(one: Box, other: Box): Box | null {
  const box = {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  }
  return box.right - box.left >= MIN_SIZE && box.bottom - box.top >= MIN_SIZE ? box : null
}
