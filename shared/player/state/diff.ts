import type { SessionEvent } from '../../session/events.ts'
import { diffTree } from './diff-tree.ts'
import type { AttributeValue, DocumentState, TreeNode } from './document-state.ts'
import { rebuildEvents } from './rebuild.ts'
import { serializeNode } from './serialize.ts'
import { Transition } from './transition.ts'

/**
 * The events that bring a document from one state to another, in either direction of time. Only what differs is touched.
 *
 * @param from what is shown; a state of the same document
 */
export function diffEvents(from: DocumentState, to: DocumentState): SessionEvent[] {
  const { kept, removed } = diffTree(from, to)
  if (!kept.has(to.root)) return rebuildEvents(to)
  const transition = new Transition(to)
  const isFresh = (id: number) => !kept.has(id)
  const added = new Additions(to, kept)
  const changed = changesOfKept(from, to, kept)
  const gone = [...documentsIn(from, removed), ...removed]
  for (const { parent } of [...gone, ...added.nodes]) if (parent !== null) changed.parsedAnew.add(parent)
  transition.mutation({
    removes: gone.map(({ id, parent, kind }) => ({ id, parentId: parent, isShadow: kind.isShadow })),
    adds: added.adds,
    texts: changed.texts,
    attributes: changed.attributes,
  })
  transition.documents(added.documents)
  transition.styles([...changed.styled, ...added.nodes])
  const isParsedAnew = (id: number) => isFresh(id) || changed.parsedAnew.has(id)
  transition.rules(from, isParsedAnew)
  transition.adopted(from, isFresh)
  transition.fields(from, isFresh)
  transition.fonts(from)
  transition.scrolls(from, isFresh)
  transition.selection(from)
  return transition.events
}

/**
 * The documents of frames that go, inner ones first. rrweb forgets what is inside of a frame only when it is told to, and
 * takes what it still knows for what is there.
 */
function documentsIn(state: DocumentState, removed: readonly TreeNode[]): TreeNode[] {
  const documents: TreeNode[] = []
  const pending = [...removed]
  for (let node = pending.pop(); node; node = pending.pop()) {
    const below = [...node.children, ...node.shadow].map((id) => state.nodes.get(id)!)
    if (node.kind.tagName === 'iframe') documents.unshift(...below)
    pending.push(...below)
  }
  return documents
}

/** The nodes that are new, or come to another place: parents before children, later siblings before earlier ones. */
class Additions {
  readonly adds: object[] = []
  readonly documents: TreeNode[] = []
  readonly nodes: TreeNode[] = []
  readonly #state: DocumentState
  readonly #kept: ReadonlySet<number>

  constructor(state: DocumentState, kept: ReadonlySet<number>) {
    this.#state = state
    this.#kept = kept
    for (const id of kept) this.#addBelow(state.nodes.get(id)!)
  }

  #addBelow(parent: TreeNode): void {
    if (parent.kind.tagName === 'iframe') {
      const [document] = parent.children
      if (document !== undefined && !this.#kept.has(document))
        this.documents.push(this.#state.nodes.get(document)!)
      return
    }
    for (const where of ['children', 'shadow'] as const) {
      const siblings = parent[where]
      for (let i = siblings.length - 1; i >= 0; i--) {
        if (!this.#kept.has(siblings[i]!)) this.#add(siblings[i]!, parent.id, siblings[i + 1] ?? null)
      }
    }
  }

  #add(id: number, parentId: number, nextId: number | null): void {
    const node = this.#state.nodes.get(id)!
    this.adds.push({ parentId, nextId, node: serializeNode(node) })
    this.nodes.push(node)
    this.#addBelow(node)
  }
}

interface Changes {
  texts: object[]
  attributes: object[]
  /** Elements whose style has to be set anew. */
  styled: TreeNode[]
  /** Style elements whose text or children change: the browser parses them anew. */
  parsedAnew: Set<number>
}

function changesOfKept(from: DocumentState, to: DocumentState, kept: ReadonlySet<number>): Changes {
  const texts: object[] = []
  const attributes: object[] = []
  const styled: TreeNode[] = []
  const parsedAnew = new Set<number>()
  for (const id of kept) {
    const before = from.nodes.get(id)!
    const after = to.nodes.get(id)!
    if (before === after) continue
    if (before.text !== after.text) {
      texts.push({ id, value: after.text })
      if (after.parent !== null) parsedAnew.add(after.parent)
    }
    const changed = changedAttributes(before, after)
    if (Object.keys(changed).length > 0) attributes.push({ id, attributes: changed })
    if ('style' in changed) styled.push(after)
  }
  return { texts, attributes, styled, parsedAnew }
}

function changedAttributes(before: TreeNode, after: TreeNode): Record<string, AttributeValue> {
  const changed: Record<string, AttributeValue> = {}
  const was = before.attributes ?? {}
  const is = after.attributes ?? {}
  if (was !== is) {
    for (const [name, value] of Object.entries(is))
      if (was[name] !== value) changed[name] = attributeText(value)
    for (const name of Object.keys(was)) if (!(name in is)) changed[name] = null
  }
  // What was set on top of the attribute goes when the attribute is set again.
  if (before.style !== after.style) changed['style'] = attributeText(is['style'] ?? null)
  return changed
}

/** In a mutation an attribute is text, or null when it is taken away. */
const attributeText = (value: AttributeValue) => (value === null ? null : value === true ? '' : String(value))
