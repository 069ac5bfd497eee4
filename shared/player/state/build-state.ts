import type { fullSnapshotEvent, serializedNodeWithId } from '@rrweb/types'
import { DocumentState, kindOf, type AttributeValue, type TreeNode } from './document-state.ts'

/** The state of a document right after a snapshot of it. The event is left as it is. */
export function stateOfSnapshot({ data }: fullSnapshotEvent): DocumentState {
  const state = new DocumentState(data.node.id)
  addTree(state, data.node, null)
  state.scrolls.set(data.node.id, { x: data.initialOffset.left, y: data.initialOffset.top })
  return state
}

/** Adds a node with all below it; where among its parent's children it is, is up to the caller. */
export function addTree(state: DocumentState, node: serializedNodeWithId, parent: number | null): void {
  const added = addNode(state, node, parent)
  const children: number[] = []
  const shadow: number[] = []
  for (const child of childNodesOf(node)) {
    addTree(state, child, node.id)
    ;(child.isShadow ? shadow : children).push(child.id)
  }
  added.children = children
  added.shadow = shadow
}

/** Adds a node without what is below it. */
export function addNode(state: DocumentState, node: serializedNodeWithId, parent: number | null): TreeNode {
  const { id, attributes, textContent } = node as NodeFields
  return state.add({
    id,
    kind: kindOf(node),
    parent,
    attributes: attributes ?? null,
    style: null,
    text: textContent ?? null,
    children: NONE,
    shadow: NONE,
  })
}

interface NodeFields {
  id: number
  attributes?: Record<string, AttributeValue>
  textContent?: string
}

const NONE: readonly number[] = []

function childNodesOf(node: serializedNodeWithId): serializedNodeWithId[] {
  return 'childNodes' in node ? node.childNodes : []
}
