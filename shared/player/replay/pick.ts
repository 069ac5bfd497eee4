/** A box in the viewport of the replayed page, CSS pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** An element that was picked in the replay. */
export interface PickedElement {
  /** Of the session. */
  tab: number
  /** rrweb's id. */
  id: number
  /** When it was shown, ms since the epoch. */
  timestamp: number
  /** As people read it: `p#customer`. */
  label: string
  /** The texts in it, each as one node has it, trimmed. */
  texts: string[]
}

/** Somebody waits for an element. */
export interface Picker {
  onpick(element: PickedElement): void
  onleave(): void
}

/** The innermost element at a place, through shadow roots and frames. Null where there is none. */
export function elementAt(document: Document, x: number, y: number): Element | null {
  let root: Document | ShadowRoot = document
  let at = { x, y }
  let found: Element | null = null
  for (;;) {
    const element: Element | null = root.elementFromPoint(at.x, at.y)
    if (!element || element === found) return found
    found = element
    const inside: Document | null = frameDocument(element)
    if (inside) {
      const { left, top } = element.getBoundingClientRect()
      at = { x: at.x - left - element.clientLeft, y: at.y - top - element.clientTop }
      root = inside
    } else if (element.shadowRoot) root = element.shadowRoot
    else return found
  }
}

/** By its name: elements of a frame are no instances of this window's classes. */
function frameDocument(element: Element): Document | null {
  return element.localName === 'iframe' ? (element as HTMLIFrameElement).contentDocument : null
}

type Direction = 'parent' | 'child' | 'next' | 'previous'

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
}

/**
 * Where an arrow key goes from an element; null when the key is none, undefined when there is nothing there.
 *
 * @param page the replayed document: nothing beyond it is reached
 */
export function neighbour(element: Element, key: string, page: Document): Element | null | undefined {
  const direction = DIRECTIONS[key]
  return direction ? (STEPS[direction](element, page) ?? undefined) : null
}

const STEPS: Readonly<Record<Direction, (element: Element, page: Document) => Element | null>> = {
  parent: (element, page) => {
    const { parentNode, ownerDocument } = element
    if (parentNode && 'host' in parentNode) return (parentNode as ShadowRoot).host
    const frame = ownerDocument === page ? null : ownerDocument.defaultView?.frameElement
    return element.parentElement ?? frame ?? null
  },
  child: (element) =>
    shownIn(frameDocument(element)?.body.children ?? element.shadowRoot?.children ?? element.children),
  next: (element) => beside(element, 'nextElementSibling'),
  previous: (element) => beside(element, 'previousElementSibling'),
}

function shownIn(elements: HTMLCollection): Element | null {
  return Array.from(elements).find(isShown) ?? null
}

function beside(element: Element, step: 'nextElementSibling' | 'previousElementSibling'): Element | null {
  for (let at = element[step]; at; at = at[step]) if (isShown(at)) return at
  return null
}

function isShown(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0
}

/** `input#mail`, `p.name`, `main`. */
export function labelOf(element: Element): string {
  const name = element.localName
  if (element.id) return `${name}#${element.id}`
  const [first] = Array.from(element.classList).filter((word) => /^[a-z]/i.test(word))
  return first ? `${name}.${first}` : name
}

const LONGEST_TEXT = 200
const MAX_TEXTS = 20

/** The texts that can be seen in an element, and what is in its fields. */
export function textsIn(element: Element): string[] {
  const texts = new Set<string>()
  const add = (text: string | null | undefined) => {
    const trimmed = (text ?? '').trim()
    if (trimmed.length <= LONGEST_TEXT && /[^*\s]/.test(trimmed)) texts.add(trimmed)
  }
  const visit = (node: Node) => {
    if (texts.size >= MAX_TEXTS) return
    if (node.nodeType === Node.TEXT_NODE) add(node.nodeValue)
    if (node.nodeType !== Node.ELEMENT_NODE) return
    const { localName } = node as Element
    if (localName === 'style' || localName === 'script' || localName === 'noscript') return
    if (localName === 'input' || localName === 'textarea') add((node as HTMLInputElement).value)
    node.childNodes.forEach(visit)
    ;(node as Element).shadowRoot?.childNodes.forEach(visit)
  }
  visit(element)
  return Array.from(texts)
}
