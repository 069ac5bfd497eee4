import type { serializedNodeWithId } from '@rrweb/types'
import { maskArea, maskInput } from '../../page/masking/create-sanitizer.ts'
import { rrwebMaskSelector } from '../../page/masking/private-area.ts'
import type { Sanitizer } from '../../page/masking/sanitize-node.ts'
import { HIGHLIGHT_TAG } from '../../../shared/protocol/highlight.ts'

/** A live element, and its attributes as they would be without masks. */
export interface SeenElement {
  element: Element
  before: Readonly<Record<string, unknown>>
  /** By rrweb itself, which leaves out what has its class. */
  blockedByClass: boolean
}

/** A document as rrweb hands it to the masks, and what of the live one stands behind it, by id. */
export interface Serialized {
  tree: serializedNodeWithId
  elements: Map<number, SeenElement>
  texts: Map<number, Text>
  /** Frames of this page's own site; each is a document of its own. */
  frames: { id: number; document: Document }[]
  /** The document and its shadow roots. */
  roots: Node[]
}

/** rrweb's own classes, which it always obeys. */
const BLOCK_CLASS = 'rr-block'
const MASK_CLASS = '.rr-mask'
/** Never seen, so never highlighted. */
const UNSEEN = new Set(['script', 'style', 'noscript', 'link', 'meta', 'head', 'template', HIGHLIGHT_TAG])
/** rrweb's numbers. */
const [DOCUMENT, ELEMENT, TEXT] = [0, 2, 3]

/**
 * Serializes the visible part of a document as rrweb's recorder does, with the first of the two layers of masks: values of
 * fields and texts in masked areas.
 *
 * @param idOf the number of a node, always the same
 */
export function serializeDocument(
  document: Document,
  idOf: (node: Node) => number,
  sanitizer: Sanitizer,
): Serialized {
  const seen: Omit<Serialized, 'tree'> = {
    elements: new Map(),
    texts: new Map(),
    frames: [],
    roots: [document],
  }
  const maskSelector = `${rrwebMaskSelector(sanitizer.selectors)},${MASK_CLASS}`

  function serializeAll(parent: Node, masked: boolean): unknown[] {
    const all: unknown[] = []
    for (let child = parent.firstChild; child; child = child.nextSibling) {
      const node = serializeNode(child, masked)
      if (node) all.push(node)
    }
    return all
  }

  function serializeNode(node: Node, masked: boolean): unknown {
    if (node.nodeType === Node.TEXT_NODE) return serializeText(node as Text, masked)
    return node.nodeType === Node.ELEMENT_NODE ? serializeElement(node as Element, masked) : null
  }

  function serializeText(text: Text, masked: boolean): unknown {
    const id = idOf(text)
    seen.texts.set(id, text)
    return {
      type: TEXT,
      id,
      textContent: masked ? maskArea(text.data, text.parentElement, sanitizer) : text.data,
    }
  }

  function serializeElement(element: Element, parentMasked: boolean): unknown {
    const tagName = element.localName
    if (UNSEEN.has(tagName)) return null
    const id = idOf(element)
    const before: Record<string, unknown> = {}
    for (const { name, value } of element.attributes) before[name] = value
    const attributes = { ...before, ...serializeField(element, before) }
    const blockedByClass = element.classList.contains(BLOCK_CLASS)
    seen.elements.set(id, { element, before, blockedByClass })
    const masked = parentMasked || element.matches(maskSelector)
    const childNodes = blockedByClass || tagName === 'textarea' ? [] : serializeAll(element, masked)
    const { shadowRoot } = element
    if (shadowRoot && !blockedByClass) {
      seen.roots.push(shadowRoot)
      childNodes.push(...serializeAll(shadowRoot, masked))
    }
    const inside = /^i?frame$/.test(tagName) ? (element as HTMLIFrameElement).contentDocument : null
    if (inside && !blockedByClass) seen.frames.push({ id, document: inside })
    return { type: ELEMENT, id, tagName, attributes, childNodes, isShadowHost: shadowRoot !== null }
  }

  /** What a field holds now, as an attribute; `before` gets it without its mask. */
  function serializeField(element: Element, before: Record<string, unknown>): Record<string, unknown> {
    if (!isField(element)) return {}
    const type = before['type']
    const isButton = type === 'submit' || type === 'button'
    const isChoice = type === 'radio' || type === 'checkbox'
    if (!isButton && !isChoice && element.value !== '') {
      before['value'] = element.value
      return { value: maskInput(element.value, element, sanitizer) }
    }
    if (!isChoice || !(element as HTMLInputElement).checked) return {}
    before['checked'] = true
    return { checked: true }
  }

  const tree = { type: DOCUMENT, id: idOf(document), childNodes: serializeAll(document, false) }
  return { tree: tree as serializedNodeWithId, ...seen }
}

/** By its name: an element of a frame is of that frame's classes. */
function isField(element: Element): element is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return /^(?:input|textarea|select)$/.test(element.localName)
}
