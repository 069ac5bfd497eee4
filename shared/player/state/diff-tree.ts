import { itemsBeyond } from './chain.ts'
import { isSameKind, type DocumentState, type TreeNode } from './document-state.ts'
import { longestIncreasing } from './longest-increasing.ts'

/** What becomes of the nodes of a document on its way from one state to another. */
export interface TreeDiff {
  /** Nodes that stay: the same element in the same place. */
  kept: ReadonlySet<number>
  /** The tops of what goes: nodes of `from`. */
  removed: readonly TreeNode[]
}

/** Compares two states of one document. */
export function diffTree(from: DocumentState, to: DocumentState): TreeDiff {
  const kept = new Set<number>()
  const removed: TreeNode[] = []
  const pending: number[] = []
  if (isSame(from, to, from.root, to.root)) {
    kept.add(to.root)
    pending.push(to.root)
  }
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const before = from.nodes.get(id)!
    const after = to.nodes.get(id)!
    for (const where of ['children', 'shadow'] as const) {
      const staying = keptChildren(from, to, before[where], after[where])
      for (const child of staying) {
        kept.add(child)
        pending.push(child)
      }
      for (const child of before[where]) if (!staying.has(child)) removed.push(from.nodes.get(child)!)
    }
  }
  return { kept, removed }
}

/** The children that stay where they are: as many as can, so that what has to be moved is little. */
function keptChildren(
  from: DocumentState,
  to: DocumentState,
  before: readonly number[],
  after: readonly number[],
): ReadonlySet<number> {
  if (before === after) return new Set(after.filter((id) => isSame(from, to, id, id)))
  const places = new Map(before.map((id, index) => [id, index]))
  const common = after.filter((id) => places.has(id) && isSame(from, to, id, id))
  const order = longestIncreasing(common.map((id) => places.get(id)!))
  return new Set(order.map((index) => common[index]!))
}

/** Whether the one can be turned into the other, without building it anew. */
function isSame(from: DocumentState, to: DocumentState, fromId: number, toId: number): boolean {
  const before = from.nodes.get(fromId)
  const after = to.nodes.get(toId)
  if (!before || !after || fromId !== toId) return false
  return (
    isSameKind(before.kind, after.kind) &&
    // What was typed into a field leaves its mark on it.
    (to.fields.has(toId) || !from.fields.has(fromId)) &&
    // A shadow root cannot be taken away again.
    (before.shadow.length === 0 || after.shadow.length > 0) &&
    // Rules that were added to a sheet cannot all be taken back; one that was parsed anew has lost them.
    itemsBeyond(from.rules.get(fromId), to.rules.get(toId)) !== null &&
    before.attributes?.['_cssText'] === after.attributes?.['_cssText'] &&
    before.attributes?.['rr_dataURL'] === after.attributes?.['rr_dataURL']
  )
}
