import type { SessionEvent } from '../../session/events.ts'
import type { DocumentState, TreeNode } from './document-state.ts'
import { serializeTree } from './serialize.ts'
import { Transition } from './transition.ts'

/** The events that make a document as it is in `state` from nothing: a snapshot, and what a snapshot does not hold. */
export function rebuildEvents(state: DocumentState): SessionEvent[] {
  const transition = new Transition(state)
  const documents: TreeNode[] = []
  const tree = serializeTree(state, state.root, documents)
  transition.snapshot(tree, state.scrolls.get(state.root) ?? { x: 0, y: 0 })
  transition.documents(documents)
  const isFresh = () => true
  transition.styles(state.nodes.values())
  transition.rules(null, isFresh)
  transition.adopted(null, isFresh)
  transition.fields(null, isFresh)
  transition.fonts(null)
  transition.scrolls(null, isFresh)
  transition.selection(null)
  return transition.events
}
