import { exec, getterOf, matches, methodOf, slice, trim } from '../../../shared/privacy/natives.ts'

/**
 * The live DOM, read through the platform's own getters: a form with a field named `parentNode`, or a page that replaces
 * a prototype's accessor, does not change what is seen.
 */
export const parentOf = getterOf(Node.prototype, 'parentNode')
export const firstChildOf = getterOf(Node.prototype, 'firstChild')
export const nextSiblingOf = getterOf(Node.prototype, 'nextSibling')
export const textOf = getterOf(Node.prototype, 'textContent')
export const localNameOf = getterOf(Element.prototype, 'localName')
const nodeTypeOf = getterOf(Node.prototype, 'nodeType')
const previousElementOf = getterOf(Element.prototype, 'previousElementSibling')
const ownerDocumentOf = getterOf(Node.prototype, 'ownerDocument')
const defaultViewOf = getterOf(Document.prototype, 'defaultView')
const hostOfRoot = getterOf(ShadowRoot.prototype, 'host')
const inputTypeOf = getterOf(HTMLInputElement.prototype, 'type')
const inputValueOf = getterOf(HTMLInputElement.prototype, 'value')
const areaValueOf = getterOf(HTMLTextAreaElement.prototype, 'value')
const inputLabelsOf = getterOf(HTMLInputElement.prototype, 'labels')
const areaLabelsOf = getterOf(HTMLTextAreaElement.prototype, 'labels')
const selectLabelsOf = getterOf(HTMLSelectElement.prototype, 'labels')

export const attributeOf = methodOf<Element, [string], string | null>(Element.prototype, 'getAttribute')
export const fits = methodOf<Element, [string], boolean>(Element.prototype, 'matches')
const closest = methodOf<Element, [string], Element | null>(Element.prototype, 'closest')
const contains = methodOf<Node, [Node], boolean>(Node.prototype, 'contains')
const getRootNode = methodOf<Node, [], Node>(Node.prototype, 'getRootNode')
const getElementById = methodOf<Document, [string], Element | null>(Document.prototype, 'getElementById')
const queryAll = methodOf<Element, [string], ArrayLike<Element>>(Element.prototype, 'querySelectorAll')
const boundingBox = methodOf<Element, [], DOMRect>(Element.prototype, 'getBoundingClientRect')
const createElement = methodOf<Document, [string], Element>(Document.prototype, 'createElement')

const ELEMENT = 1
const TEXT = 3
const DOCUMENT = 9
const FRAGMENT = 11

export const isElement = (node: Node): node is Element => nodeTypeOf(node) === ELEMENT
export const isTextNode = (node: Node): node is Text => nodeTypeOf(node) === TEXT

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

/** A longer text is no label. */
const MAX_LABEL = 100

/** What stands beside a field and names it: its labels, what aria-labelledby points to, or a short text before it. */
export function labelsOf(field: Element): string[] {
  const texts: string[] = []
  const labels = ownLabelsOf(field)
  for (let i = 0; labels && i < labels.length; i++) texts[texts.length] = shortText(labels[i]!)
  const ids = attributeOf(field, 'aria-labelledby') ?? ''
  const owner = ids === '' ? null : ownerDocumentOf(field)
  ID.lastIndex = 0
  for (let id = exec(ID, ids); owner && id; id = exec(ID, ids)) {
    const named = getElementById(owner, id[0])
    if (named) texts[texts.length] = shortText(named)
  }
  if (texts.length === 0) texts[0] = textBefore(field)
  return texts
}
const ID = /\S+/g

function ownLabelsOf(field: Element): ArrayLike<Node> | null {
  const name = localNameOf(field)
  if (name === 'input') return inputLabelsOf(field as HTMLInputElement)
  return name === 'textarea'
    ? areaLabelsOf(field as HTMLTextAreaElement)
    : name === 'select'
      ? selectLabelsOf(field as HTMLSelectElement)
      : null
}

function shortText(node: Node): string {
  const text = trim(textOf(node) ?? '')
  return text.length > MAX_LABEL ? slice(text, 0, MAX_LABEL) : text
}

/** Forms without labels: the text of the element before the field, or of the table cell before its own. */
function textBefore(field: Element): string {
  const parent = parentOf(field)
  const inCell = parent !== null && isElement(parent) && matches(/^t[dh]$/, localNameOf(parent))
  const before = previousElementOf(field) ?? (inCell ? previousElementOf(parent) : null)
  if (!before || !matches(LABELLING, localNameOf(before))) return ''
  const text = trim(textOf(before) ?? '')
  return text.length <= MAX_LABEL ? text : ''
}
const LABELLING = /^(?:label|span|td|th|dt|b|strong|p|div|em|small|h\d)$/

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
