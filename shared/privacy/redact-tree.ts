import { asterisks } from './asterisks.ts'
import { attributeRule } from './attribute-rules.ts'
import type { Described } from './selector.ts'

/** A serialized node, as far as redaction looks at it. */
export interface RecordedNode {
  type: number
  id: number
  tagName?: string
  attributes?: Record<string, unknown>
  childNodes?: RecordedNode[]
  textContent?: string
}

interface Known extends Described {
  parent: Known | null
  hidden: boolean
  /** Something in it is hidden, or was. */
  holdsHidden: boolean
}

/** Which nodes of the page are redacted, as its snapshots and mutations are gone through in order. */
export interface HiddenNodes {
  /** Takes in a tree that stands below `parentId`. Gives it with what is hidden redacted. */
  take(node: RecordedNode, parentId: number | null): RecordedNode
  isHidden(id: number): boolean
  /** Whether a node is hidden, or holds what is. */
  touches(id: number): boolean
  /** Takes note of a text of a hidden node, which other places may repeat: a label is the name of its field. */
  learn(text: string): void
  /** Whether a text repeats one of a hidden node. */
  repeats(text: string): boolean
  /** A new document begins, in which `nodes` are hidden. */
  begin(nodes: ReadonlySet<number>): void
}

export function createHiddenNodes(selectors: readonly ((element: Described) => boolean)[]): HiddenNodes {
  const known = new Map<number, Known>()
  let nodes: ReadonlySet<number> = new Set()
  /** Of hidden nodes, with single blanks. */
  const texts = new Set<string>()

  function learn(text: string): void {
    const plain = singleBlanks(text)
    if (plain.length >= SHORTEST_TEXT) texts.add(plain)
  }

  function take(node: RecordedNode, parentId: number | null): RecordedNode {
    const parent = parentId === null ? null : (known.get(parentId) ?? null)
    const self: Known = {
      tagName: node.tagName ?? '',
      attributes: node.attributes ?? {},
      parent,
      hidden: false,
      holdsHidden: known.get(node.id)?.holdsHidden === true,
    }
    // What was hidden once stays so, wherever it is moved.
    self.hidden =
      known.get(node.id)?.hidden === true ||
      parent?.hidden === true ||
      nodes.has(node.id) ||
      (node.tagName !== undefined && selectors.some((fits) => fits(self)))
    known.set(node.id, self)
    const childNodes = node.childNodes?.map((child) => take(child, node.id))
    const copy = { ...node, ...(childNodes ? { childNodes } : {}) }
    if (!self.hidden) return copy
    for (let above = parent; above && !above.holdsHidden; above = above.parent) above.holdsHidden = true
    if (copy.textContent !== undefined) learn(copy.textContent)
    for (const value of Object.values(node.attributes ?? {})) if (typeof value === 'string') learn(value)
    if (copy.textContent !== undefined) copy.textContent = asterisks(copy.textContent)
    if (copy.attributes) copy.attributes = hideAttributes(copy.attributes)
    return copy
  }

  return {
    take,
    isHidden: (id) => known.get(id)?.hidden === true || nodes.has(id),
    touches: (id) => known.get(id)?.hidden === true || known.get(id)?.holdsHidden === true || nodes.has(id),
    learn,
    repeats(text) {
      const plain = singleBlanks(text)
      for (const hidden of texts) if (plain.includes(hidden)) return true
      return false
    },
    begin(hidden) {
      known.clear()
      texts.clear()
      nodes = hidden
    },
  }
}

/** Shorter texts stand everywhere by chance. */
const SHORTEST_TEXT = 3
const singleBlanks = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Attributes without what tells something: the layout stays. */
export function hideAttributes(attributes: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(attributes)) {
    const rule = attributeRule(name)
    if (rule === 'drop' || rule === 'choice' || rule === 'pixels' || rule === 'srcset') continue
    if (rule === 'geometry' || rule === 'structure' || value === null) shown[name] = value
    else if (rule === 'css') shown[name] = hideStyle(value)
    else if (typeof value === 'string') shown[name] = asterisks(value)
  }
  return shown
}

/** Styles without pictures and without texts of their own. */
function hideStyle(style: unknown): unknown {
  if (typeof style === 'string') {
    return style
      .replace(/url\(\s*(?!#|["']#)(?:"[^"]*"|'[^']*'|[^)]*)\)/gi, 'none')
      .replace(/"[^"]*"|'[^']*'/g, (text) => text[0]! + asterisks(text.slice(1, -1)) + text[0]!)
  }
  if (Array.isArray(style)) return style.map(hideStyle)
  if (typeof style !== 'object' || style === null) return style
  return Object.fromEntries(Object.entries(style).map(([property, value]) => [property, hideStyle(value)]))
}
