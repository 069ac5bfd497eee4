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
}

/** Which nodes of the page are redacted, as its snapshots and mutations are gone through in order. */
export interface HiddenNodes {
  /** Takes in a tree that stands below `parentId`. Gives it with what is hidden redacted. */
  take(node: RecordedNode, parentId: number | null): RecordedNode
  isHidden(id: number): boolean
  /** A new document begins, in which `nodes` are hidden. */
  begin(nodes: ReadonlySet<number>): void
}

export function createHiddenNodes(selectors: readonly ((element: Described) => boolean)[]): HiddenNodes {
  const known = new Map<number, Known>()
  let nodes: ReadonlySet<number> = new Set()

  function take(node: RecordedNode, parentId: number | null): RecordedNode {
    const parent = parentId === null ? null : (known.get(parentId) ?? null)
    const self: Known = {
      tagName: node.tagName ?? '',
      attributes: node.attributes ?? {},
      parent,
      hidden: false,
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
    if (copy.textContent !== undefined) copy.textContent = asterisks(copy.textContent)
    if (copy.attributes) copy.attributes = hideAttributes(copy.attributes)
    return copy
  }

  return {
    take,
    isHidden: (id) => known.get(id)?.hidden === true || nodes.has(id),
    begin(hidden) {
      known.clear()
      nodes = hidden
    },
  }
}

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
