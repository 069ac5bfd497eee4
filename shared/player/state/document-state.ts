import type { adoptedStyleSheetData, fontData, selectionData, serializedNodeWithId } from '@rrweb/types'
import { append, type Chain } from './chain.ts'

export type AttributeValue = string | number | true | null

/** A value that was set on an element's `style`: with its priority, or false when it was taken away. */
export type StyleValue = string | [string, string] | false

/** What of a serialized node never changes: its tag, its namespace, in which document it is. */
const KIND_FIELDS = [
  'type',
  'tagName',
  'rootId',
  'isSVG',
  'isShadow',
  'isShadowHost',
  'isCustom',
  'isStyle',
  'needBlock',
  'name',
  'publicId',
  'systemId',
  'compatMode',
] as const
type KindField = (typeof KIND_FIELDS)[number]

export interface NodeKind extends Readonly<Partial<Record<KindField, unknown>>> {
  readonly type: number
  readonly tagName?: string
  readonly isShadow?: boolean
}

export function kindOf(node: { type: number }): NodeKind {
  const kind: Partial<Record<KindField, unknown>> = {}
  for (const field of KIND_FIELDS) {
    const value = (node as Partial<Record<KindField, unknown>>)[field]
    if (value !== undefined) kind[field] = value
  }
  return kind as NodeKind
}

export function isSameKind(a: NodeKind, b: NodeKind): boolean {
  return a === b || KIND_FIELDS.every((field) => a[field] === b[field])
}

/** A node of a recorded document. A node that another state has too is never changed, but copied first. */
export interface TreeNode {
  readonly id: number
  readonly kind: NodeKind
  parent: number | null
  /** Null for what is no element. */
  attributes: Readonly<Record<string, AttributeValue>> | null
  /** What was set on top of the `style` attribute. */
  style: Readonly<Record<string, StyleValue>> | null
  text: string | null
  children: readonly number[]
  /** Children of its shadow root. */
  shadow: readonly number[]
  /** The state that may change it in place. */
  owner: symbol
}

export interface FieldState {
  text: string
  isChecked: boolean
}

export interface Position {
  x: number
  y: number
}

/** Data of events that change the rules of a style sheet, as rrweb records them. */
export type RuleChange = Readonly<Record<string, unknown>>

/**
 * A recorded document at a moment, as data: what rrweb's Replayer would have made of a snapshot and the events after it.
 * Copies share their nodes, so that a copy costs little more than the list of them.
 */
export class DocumentState {
  readonly nodes: Map<number, TreeNode>
  readonly fields: Map<number, FieldState>
  readonly scrolls: Map<number, Position>
  /** Changes of the rules of style elements, by the element. */
  readonly rules: Map<number, Chain<RuleChange>>
  /** Changes of the rules of constructed sheets, by the sheet. */
  readonly sheets: Map<number, Chain<RuleChange>>
  /** The constructed sheets that documents and shadow roots use, by the node. */
  readonly adopted: Map<number, adoptedStyleSheetData['styleIds']>
  /** Documents of frames that are not there yet, by the frame. */
  readonly waiting: Map<number, serializedNodeWithId>
  fonts: Chain<fontData> | null
  selection: selectionData | null
  #owner = Symbol('state')

  /** @param root the document's node */
  constructor(
    readonly root: number,
    from?: DocumentState,
  ) {
    this.nodes = new Map(from?.nodes)
    this.fields = new Map(from?.fields)
    this.scrolls = new Map(from?.scrolls)
    this.rules = new Map(from?.rules)
    this.sheets = new Map(from?.sheets)
    this.adopted = new Map(from?.adopted)
    this.waiting = new Map(from?.waiting)
    this.fonts = from?.fonts ?? null
    this.selection = from?.selection ?? null
  }

  copy(): DocumentState {
    // What both have now belongs to neither.
    this.#owner = Symbol('state')
    return new DocumentState(this.root, this)
  }

  add(node: Omit<TreeNode, 'owner'>): TreeNode {
    const owned = { ...node, owner: this.#owner }
    this.nodes.set(node.id, owned)
    return owned
  }

  /** The node for changing it. */
  change(id: number): TreeNode | undefined {
    const node = this.nodes.get(id)
    if (!node || node.owner === this.#owner) return node
    return this.add(node)
  }

  /** Forgets a node and all below it. */
  forget(id: number): void {
    const pending = [id]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const node = this.nodes.get(next)
      if (!node) continue
      this.nodes.delete(next)
      this.fields.delete(next)
      this.scrolls.delete(next)
      this.rules.delete(next)
      this.adopted.delete(next)
      pending.push(...node.children, ...node.shadow)
    }
  }

  /** The children of a node in its own tree, or in its shadow root. */
  setChildren(node: TreeNode, where: 'children' | 'shadow', children: readonly number[]): void {
    node[where] = children
  }

  addRule(id: number, change: RuleChange): void {
    this.rules.set(id, append(this.rules.get(id) ?? null, change))
  }
}
