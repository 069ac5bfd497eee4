import { matches, uncurryThis } from '../../../shared/privacy/natives.ts'

/**
 * The live DOM, read through the platform's own getters: a form with a field named `parentNode`, or a page that replaces
 * a prototype's accessor, does not change what is seen. Everything gives null where there is nothing.
 */
function getter<Self, Value>(prototype: object, name: string): (self: Self) => Value | null {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get
  if (!get) return (self) => ((self as Record<string, unknown>)[name] ?? null) as Value | null
  return uncurryThis<Self, [], Value>(get as () => Value)
}

export const parentOf = getter<Node, Node>(Node.prototype, 'parentNode')
export const nodeTypeOf = getter<Node, number>(Node.prototype, 'nodeType')
export const firstChildOf = getter<Node, Node>(Node.prototype, 'firstChild')
export const nextSiblingOf = getter<Node, Node>(Node.prototype, 'nextSibling')
export const textOf = getter<Node, string>(Node.prototype, 'textContent')
export const localNameOf = getter<Element, string>(Element.prototype, 'localName')
export const previousElementOf = getter<Element, Element>(Element.prototype, 'previousElementSibling')
const ownerDocumentOf = getter<Node, Document>(Node.prototype, 'ownerDocument')
const defaultViewOf = getter<Document, Window>(Document.prototype, 'defaultView')
const hostOfRoot = getter<ShadowRoot, Element>(ShadowRoot.prototype, 'host')
const inputTypeOf = getter<HTMLInputElement, string>(HTMLInputElement.prototype, 'type')
const inputValueOf = getter<HTMLInputElement, string>(HTMLInputElement.prototype, 'value')
const areaValueOf = getter<HTMLTextAreaElement, string>(HTMLTextAreaElement.prototype, 'value')
const labelsOf = getter<HTMLInputElement, NodeListOf<HTMLLabelElement>>(HTMLInputElement.prototype, 'labels')

export const attributeOf = uncurryThis<Element, [string], string | null>(Element.prototype.getAttribute)
const closest = uncurryThis<Element, [string], Element | null>(
  Element.prototype.closest as (selector: string) => Element | null,
)
const elementMatches = uncurryThis<Element, [string], boolean>(Element.prototype.matches)
const contains = uncurryThis<Node, [Node], boolean>(Node.prototype.contains)
const getRootNode = uncurryThis<Node, [], Node>(Node.prototype.getRootNode as () => Node)
const getElementById = uncurryThis<Document, [string], Element | null>(
  Document.prototype.getElementById as (id: string) => Element | null,
)
const queryAll = uncurryThis<Element, [string], ArrayLike<Element>>(
  Element.prototype.querySelectorAll as (selector: string) => NodeListOf<Element>,
)
const boundingBox = uncurryThis<Element, [], DOMRect>(Element.prototype.getBoundingClientRect)

const ELEMENT = 1
const DOCUMENT = 9
const FRAGMENT = 11

export const isElement = (node: Node): node is Element => nodeTypeOf(node) === ELEMENT
export const isTextNode = (node: Node): node is Text => nodeTypeOf(node) === 3

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
    const root = getRootNode(from)
    from = root === from ? null : holderOf(root)
  }
  return null
}

/** Whether `inner` is `outer` or inside of it, also beyond shadow roots. */
export function isWithin(inner: Element, outer: Element): boolean {
  for (let from: Element | null = inner; from;) {
    if (contains(outer, from)) return true
    const root = getRootNode(from)
    from = root === from ? null : holderOf(root)
  }
  return false
}

export const fits = (element: Element, selector: string): boolean => elementMatches(element, selector)

export function isValidSelector(selector: string): boolean {
  try {
    closest(document.createElement('i'), selector)
    return true
  } catch {
    return false
  }
}

export function valueOf(field: Element): string {
  const name = localNameOf(field)
  if (name === 'input') return inputValueOf(field as HTMLInputElement) ?? ''
  return name === 'textarea' ? (areaValueOf(field as HTMLTextAreaElement) ?? '') : ''
}

export const typeOf = (field: Element): string =>
  localNameOf(field) === 'input' ? (inputTypeOf(field as HTMLInputElement) ?? '') : ''

const MAX_LABEL = 100

/** What stands beside a field and names it: its labels, what aria-labelledby points to, a short text before it. */
export function labelOf(field: Element): string {
  let label = ''
  const labels = localNameOf(field) === 'input' ? labelsOf(field as HTMLInputElement) : null
  for (let i = 0; labels && i < labels.length; i++)
    label += ' ' + (textOf(labels[i]!) ?? '').slice(0, MAX_LABEL)
  const ids = attributeOf(field, 'aria-labelledby')
  const owner = ids === null ? null : ownerDocumentOf(field)
  if (ids !== null && owner) {
    for (let i = 0, list = ids.split(/\s+/); i < list.length; i++) {
      const named = getElementById(owner, list[i]!)
      if (named) label += ' ' + (textOf(named) ?? '').slice(0, MAX_LABEL)
    }
  }
  return label === '' ? textBefore(field) : label
}

/** Forms without labels: the text of the element before the field, or of the table cell before its own. */
function textBefore(field: Element): string {
  const parent = parentOf(field)
  const before =
    previousElementOf(field) ??
    (parent && isElement(parent) && matches(/^t[dh]$/, localNameOf(parent) ?? '')
      ? previousElementOf(parent)
      : null)
  if (!before || !matches(/^(?:label|span|td|th|dt|b|strong|p|div|em|small|h\d)$/, localNameOf(before) ?? ''))
    return ''
  const text = textOf(before) ?? ''
  return text.length <= MAX_LABEL ? text : ''
}

/** The fields beside `field` in its parent and the one above that fit `selector`. */
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
