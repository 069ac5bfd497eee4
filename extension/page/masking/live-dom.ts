import { getterOf, methodOf } from '../../../shared/privacy/natives.ts'

/**
 * The live DOM, read through the platform's own getters: a form with a field named `parentNode`, or a page that replaces
 * a prototype's accessor, does not change what is seen.
 */
export const parentOf = getterOf(Node.prototype, 'parentNode')
export const firstChildOf = getterOf(Node.prototype, 'firstChild')
export const nextSiblingOf = getterOf(Node.prototype, 'nextSibling')
export const dataOf = getterOf(CharacterData.prototype, 'data')
export const localNameOf = getterOf(Element.prototype, 'localName')
const nodeTypeOf = getterOf(Node.prototype, 'nodeType')
export const previousElementOf = getterOf(Element.prototype, 'previousElementSibling')
export const ownerDocumentOf = getterOf(Node.prototype, 'ownerDocument')
const defaultViewOf = getterOf(Document.prototype, 'defaultView')
const hostOfRoot = getterOf(ShadowRoot.prototype, 'host')
const inputTypeOf = getterOf(HTMLInputElement.prototype, 'type')
const inputValueOf = getterOf(HTMLInputElement.prototype, 'value')
const areaValueOf = getterOf(HTMLTextAreaElement.prototype, 'value')

export const attributeOf = methodOf<Element, [string], string | null>(Element.prototype, 'getAttribute')
export const fits = methodOf<Element, [string], boolean>(Element.prototype, 'matches')
export const closest = methodOf<Element, [string], Element | null>(Element.prototype, 'closest')
const contains = methodOf<Node, [Node], boolean>(Node.prototype, 'contains')
export const rootOf = methodOf<Node, [], Node>(Node.prototype, 'getRootNode')
export const getElementById = methodOf<Document, [string], Element | null>(
  Document.prototype,
  'getElementById',
)
const queryElement = methodOf<Node, [string], ArrayLike<Element>>(Element.prototype, 'querySelectorAll')
const queryDocument = methodOf<Node, [string], ArrayLike<Element>>(Document.prototype, 'querySelectorAll')
const queryFragment = methodOf<Node, [string], ArrayLike<Element>>(
  DocumentFragment.prototype,
  'querySelectorAll',
)
const boundingBox = methodOf<Element, [], DOMRect>(Element.prototype, 'getBoundingClientRect')
const createElement = methodOf<Document, [string], Element>(Document.prototype, 'createElement')

const shadowRootOf = getterOf(Element.prototype, 'shadowRoot')
const assignedNodes = methodOf<Element, [], ArrayLike<Node>>(HTMLSlotElement.prototype, 'assignedNodes')
const isVisible = methodOf<Element, [], boolean>(Element.prototype, 'checkVisibility')

/** What shows this document itself is not part of the recording. */
const ownDocument: Node = document

const ELEMENT = 1
const TEXT = 3
const DOCUMENT = 9
const FRAGMENT = 11

const slotOfElement = getterOf(Element.prototype, 'assignedSlot')
const slotOfText = getterOf(Text.prototype, 'assignedSlot')

export const isElement = (node: Node): node is Element => nodeTypeOf(node) === ELEMENT
export const isTextNode = (node: Node): node is Text => nodeTypeOf(node) === TEXT

/** The slot that shows a child of a shadow host. */
export function slotOf(node: Node): Element | null {
  if (isElement(node)) return slotOfElement(node)
  return isTextNode(node) ? slotOfText(node) : null
}

/** The element that `node` is, or that holds it; through a shadow root to its host, through a document to its frame. */
export function holderOf(node: Node): Element | null {
  const type = nodeTypeOf(node)
  if (type === ELEMENT) return node as Element
  if (type === FRAGMENT) return hostOfRoot(node as ShadowRoot)
  if (type === DOCUMENT) return frameOf(node as Document)
  const parent = parentOf(node)
  return parent && holderOf(parent)
}

/** The frame element that shows `document`, when this page may see it. */
function frameOf(document: Document): Element | null {
  try {
    return defaultViewOf(document)?.frameElement ?? null
  } catch {
    return null
  }
}

/** The nearest of `element` and its ancestors that fits `selector`, also beyond shadow roots and frames. */
export function nearest(element: Element | null, selector: string): Element | null {
  for (let from = element; from;) {
    const found = closest(from, selector)
    if (found) return found
    const root = rootOf(from)
    if (root === ownDocument) return null
    from = root === from ? null : holderOf(root)
  }
  return null
}

/** Whether `inner` is `outer` or inside of it, also beyond shadow roots. */
export function isWithin(inner: Element, outer: Element): boolean {
  for (let from: Element | null = inner; from;) {
    if (contains(outer, from)) return true
    const root = rootOf(from)
    from = root === from ? null : holderOf(root)
  }
  return false
}

export function isValidSelector(selector: string): boolean {
  try {
    closest(createElement(document, 'i'), selector)
    return true
  } catch {
    return false
  }
}

export function valueOf(field: Element): string {
  const name = localNameOf(field)
  return name === 'input'
    ? inputValueOf(field as HTMLInputElement)
    : name === 'textarea'
      ? areaValueOf(field as HTMLTextAreaElement)
      : ''
}

/** The type of an input right now, in lower case; empty for other fields. */
export const typeOf = (field: Element): string =>
  localNameOf(field) === 'input' ? inputTypeOf(field as HTMLInputElement) : ''

/** Nodes that one text is read from. */
const MAX_NODES = 200

/** The text below an element when it is at most `max` long, else null: nothing large is read to the end. */
export function shortTextOf(element: Node, max: number): string | null {
  let text = ''
  let left = MAX_NODES

  function collect(node: Node): boolean {
    for (let child = firstChildOf(node); child; child = nextSiblingOf(child)) {
      if (left-- <= 0) return false
      if (isTextNode(child)) text += dataOf(child)
      else if (!collect(child)) return false
      if (text.length > max) return false
    }
    return true
  }

  return collect(element) ? text : null
}

/** The elements below `node` that fit `selector`. */
export function queryAll(node: Node, selector: string): ArrayLike<Element> {
  const type = nodeTypeOf(node)
  if (type === ELEMENT) return queryElement(node, selector)
  return type === DOCUMENT ? queryDocument(node, selector) : queryFragment(node, selector)
}

/** Whether an element is shown, as far as `display` says; true where the browser cannot tell. */
export function isRendered(element: Element): boolean {
  try {
    return isVisible(element)
  } catch {
    return true
  }
}

/** The nodes that are shown in an element, in their order: of a slot, what fills it; of a shadow host, its open root's. */
export function shownChildrenOf(element: Element): Node[] {
  if (localNameOf(element) === 'slot') {
    const assigned = assignedNodes(element)
    if (assigned.length > 0) return listOf(assigned)
  }
  const children: Node[] = []
  const from = shadowRootOf(element) ?? element
  for (let child = firstChildOf(from); child; child = nextSiblingOf(child)) children[children.length] = child
  return children
}

function listOf(nodes: ArrayLike<Node>): Node[] {
  const list: Node[] = []
  for (let i = 0; i < nodes.length; i++) list[i] = nodes[i]!
  return list
}

/** How many fields that fit `selector` are in the parent of `field`, or else in the element above that. */
export function fieldsAround(field: Element, selector: string): number {
  const parent = parentOf(field)
  if (!parent || !isElement(parent)) return 0
  const grandparent = parentOf(parent)
  const here = queryAll(parent, selector).length
  return here > 1 || !grandparent || !isElement(grandparent) ? here : queryAll(grandparent, selector).length
}

/** Width and height of an element on the page, CSS pixels. */
export function sizeOf(element: Element): { width: number; height: number } {
  const { width, height } = boundingBox(element)
  return { width, height }
}
