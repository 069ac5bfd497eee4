import type { ShownPage } from '../replay/shown-page.ts'

/** A line of the tree of elements. */
export interface TreeRow {
  /** rrweb's id of the node, as text; the closing line of an element has none. */
  id: string
  nodeId: number
  kind: 'element' | 'text' | 'comment' | 'doctype' | 'shadow' | 'document'
  /** From 1. */
  level: number
  /** Null for what has nothing in it. */
  expanded: boolean | null
  tag: string
  attributes: readonly (readonly [name: string, value: string])[]
  /** Of a text; of an element, the only text in it, when it is short enough to stand beside it. */
  text: string
}

/** What a node can be asked for its numbers. */
export type NodeIds = Pick<ShownPage, 'idOf'>

const INLINE_TEXT = 80
const LONGEST_TEXT = 300

/** By its type, and not by its class: nodes of a frame are no instances of this window's classes. */
export const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE

/** The lines of a document in which the nodes in `expanded` are open. What only the replay has is left out. */
export function treeRows(document: Document, ids: NodeIds, expanded: ReadonlySet<number>): TreeRow[] {
  const rows: TreeRow[] = []
  // Not by recursion: documents may be deeper than stacks.
  const pending: { node: Node; level: number }[] = []
  const push = (nodes: readonly Node[], level: number) => {
    for (let i = nodes.length - 1; i >= 0; i--) pending.push({ node: nodes[i]!, level })
  }
  push(partsOf(document, ids), 1)
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, level } = next
    const nodeId = ids.idOf(node)
    if (nodeId === null) continue
    const parts = partsOf(node, ids)
    const inline = inlineText(parts)
    const canOpen = parts.length > 0 && inline === null
    const isOpen = canOpen && expanded.has(nodeId)
    rows.push(rowOf(node, { nodeId, level, expanded: canOpen ? isOpen : null, inline }))
    if (isOpen) push(parts, level + 1)
  }
  return rows
}

/** What is in a node, as the tree shows it: its shadow root or its document first. Blank texts are left out. */
export function partsOf(node: Node, ids: NodeIds): Node[] {
  const parts: Node[] = []
  if (isElement(node)) {
    if (node.shadowRoot) parts.push(node.shadowRoot)
    const inside = node.localName === 'iframe' ? (node as HTMLIFrameElement).contentDocument : null
    if (inside) parts.push(inside)
  }
  parts.push(...Array.from(node.childNodes))
  return parts.filter((part) => {
    const isBlank = part.nodeType === Node.TEXT_NODE && !/\S/.test(part.nodeValue ?? '')
    return !isBlank && ids.idOf(part) !== null
  })
}

/** The nodes that have to be open for a node to be seen, the outermost first. */
export function ancestorsOf(node: Node): Node[] {
  const ancestors: Node[] = []
  for (let at = parentOf(node); at; at = parentOf(at)) ancestors.unshift(at)
  return ancestors
}

/** The node around a node, through shadow roots and frames. */
export function parentOf(node: Node): Node | null {
  if (node.parentNode) return node.parentNode
  if ('host' in node) return (node as ShadowRoot).host
  return node.nodeType === Node.DOCUMENT_NODE ? ((node as Document).defaultView?.frameElement ?? null) : null
}

const MAX_FOUND = 1000

/**
 * The elements that a search finds, in the order of the document: by a CSS selector, when it is one that finds anything;
 * else by their tag, attributes and own text.
 */
export function findElements(document: Document, search: string): Element[] {
  const wanted = search.trim()
  if (wanted === '') return []
  const roots = rootsOf(document)
  const selected = roots.flatMap((root) => select(root, wanted))
  if (selected.length > 0) return selected.slice(0, MAX_FOUND)
  const lower = wanted.toLowerCase()
  const found = roots.flatMap((root) =>
    Array.from(root.querySelectorAll('*')).filter((one) => has(one, lower)),
  )
  return found.slice(0, MAX_FOUND)
}

function select(root: Document | ShadowRoot, selector: string): Element[] {
  try {
    return Array.from(root.querySelectorAll(selector))
  } catch {
    // It is no selector.
    return []
  }
}

function has(element: Element, lower: string): boolean {
  const texts = Array.from(element.childNodes).filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
  return (
    `<${element.localName}`.includes(lower) ||
    texts.some(({ nodeValue }) => nodeValue?.toLowerCase().includes(lower)) ||
    Array.from(element.attributes).some(({ name, value }) =>
      `${name}="${value}"`.toLowerCase().includes(lower),
    )
  )
}

/** A document, and every shadow root and document of a frame in it. */
function rootsOf(document: Document): (Document | ShadowRoot)[] {
  const roots: (Document | ShadowRoot)[] = [document]
  for (const root of roots) {
    for (const element of Array.from(root.querySelectorAll('*'))) {
      if (element.shadowRoot) roots.push(element.shadowRoot)
      if (element.localName !== 'iframe') continue
      const inside = (element as HTMLIFrameElement).contentDocument
      if (inside) roots.push(inside)
    }
  }
  return roots
}

function inlineText(parts: readonly Node[]): string | null {
  const [only, ...others] = parts
  if (only?.nodeType !== Node.TEXT_NODE || others.length > 0) return null
  const text = tidy(only.nodeValue ?? '')
  return text.length <= INLINE_TEXT ? text : null
}

const tidy = (text: string) => text.trim().replace(/\s+/g, ' ')

interface RowPlace {
  nodeId: number
  level: number
  expanded: boolean | null
  inline: string | null
}

function rowOf(node: Node, { nodeId, level, expanded, inline }: RowPlace): TreeRow {
  const base = { id: String(nodeId), nodeId, level, expanded, tag: '', attributes: [], text: '' }
  switch (node.nodeType) {
    case Node.ELEMENT_NODE:
      return {
        ...base,
        kind: 'element',
        tag: (node as Element).localName,
        attributes: attributesOf(node as Element),
        text: inline ?? '',
      }
    case Node.COMMENT_NODE:
      return { ...base, kind: 'comment', text: tidy(node.nodeValue ?? '').slice(0, LONGEST_TEXT) }
    case Node.DOCUMENT_TYPE_NODE:
      return { ...base, kind: 'doctype', text: (node as DocumentType).name }
    case Node.DOCUMENT_FRAGMENT_NODE:
      return { ...base, kind: 'shadow' }
    case Node.DOCUMENT_NODE:
      return { ...base, kind: 'document' }
    default:
      return { ...base, kind: 'text', text: tidy(node.nodeValue ?? '').slice(0, LONGEST_TEXT) }
  }
}

/** What the replay itself adds to elements. */
const REPLAY_CLASSES = /(?:^|\s)(?::hover|rrweb-paused)(?=\s|$)/g

/** The attributes of an element as the page had them. */
export function attributesOf(element: Element): (readonly [string, string])[] {
  return Array.from(element.attributes).flatMap(({ name, value }) => {
    const clean = name === 'class' ? value.replace(REPLAY_CLASSES, '').trim() : value
    const isAdded = name.startsWith('rr_') || (name === 'class' && clean === '' && value !== '')
    return isAdded ? [] : [[name, clean] as const]
  })
}
