import { NodeType } from '@rrweb/types'
import type { DocumentState, TreeNode } from './document-state.ts'

/** A node as rrweb's events carry it. */
export interface SerializedTree {
  id: number
  type: number
  childNodes?: SerializedTree[]
  [field: string]: unknown
}

/** A node without what is below it. */
export function serializeNode({ id, kind, attributes, text }: TreeNode): SerializedTree {
  return {
    ...kind,
    id,
    ...(attributes ? { attributes: { ...attributes } } : {}),
    ...(text === null ? {} : { textContent: text }),
    ...(kind.type === (NodeType.Document as number) || attributes ? { childNodes: [] } : {}),
  }
}

/**
 * A node with all below it, but for the documents of frames: rrweb sends those by themselves.
 *
 * @param documents gets them, outer ones first
 */
export function serializeTree(state: DocumentState, id: number, documents: TreeNode[]): SerializedTree {
  const node = state.nodes.get(id)!
  const serialized = serializeNode(node)
  if (node.kind.tagName === 'iframe') documents.push(...node.children.map((child) => state.nodes.get(child)!))
  else if (serialized.childNodes) {
    serialized.childNodes = [...node.children, ...node.shadow].map((child) =>
      serializeTree(state, child, documents),
    )
  }
  return serialized
}
