import type { addedNodeMutation, attributeMutation, mutationData, removedNodeMutation } from '@rrweb/types'
import { addNode, addTree } from './build-state.ts'
import type { AttributeValue, DocumentState, StyleValue, TreeNode } from './document-state.ts'

/** rrweb's NodeType. */
const DOCUMENT = 0
const DOCTYPE = 1
const ELEMENT = 2

/** Applies a mutation as rrweb's Replayer does: first what was removed, then what was added, then texts and attributes. */
export function reduceMutation(
  state: DocumentState,
  { removes, adds, texts, attributes }: mutationData,
): void {
  for (const remove of removes) reduceRemove(state, remove)
  reduceAdds(state, adds)
  for (const { id, value } of texts) reduceText(state, id, value)
  for (const change of attributes) reduceAttributes(state, change)
}

function reduceRemove(state: DocumentState, { id, parentId }: removedNodeMutation): void {
  if (!state.nodes.has(id) || !state.nodes.has(parentId)) return
  detach(state, id)
  state.forget(id)
}

/** Takes a node out of its parent's children. */
function detach(state: DocumentState, id: number): void {
  const node = state.nodes.get(id)
  const parent = node?.parent == null ? undefined : state.change(node.parent)
  if (!parent) return
  const where = parent.shadow.includes(id) ? 'shadow' : 'children'
  parent[where] = parent[where].filter((child) => child !== id)
  // A style element whose text changes is parsed anew: what was changed of its rules is gone.
  state.rules.delete(parent.id)
}

/** Nodes may come before the parent or the sibling that they are placed by: those are tried again. */
function reduceAdds(state: DocumentState, adds: readonly addedNodeMutation[]): void {
  let left = adds
  while (left.length > 0) {
    const postponed = left.filter((add) => reduceAdd(state, add) === 'postponed')
    if (postponed.length === left.length) return
    left = postponed
  }
}

function reduceAdd(
  state: DocumentState,
  { parentId, previousId, nextId, node }: addedNodeMutation,
): 'done' | 'postponed' {
  const parent = state.nodes.get(parentId)
  if (node.type === (DOCUMENT as number)) {
    if (!parent) state.waiting.set(parentId, node)
    else attachDocument(state, parent, node)
    return 'done'
  }
  if (!parent || (isNumber(nextId) && nextId !== -1 && !state.nodes.has(nextId))) return 'postponed'
  if (node.rootId !== undefined && !state.nodes.has(node.rootId)) return 'done'
  if (!mayHaveChildren(parent) || isWithin(state, parentId, node.id)) return 'done'
  const known = state.nodes.get(node.id)
  if (known) detach(state, node.id)
  const added = addNode(state, node, parentId)
  if (known) {
    added.children = known.children
    added.shadow = known.shadow
  }
  place(state, { parentId, id: node.id, isShadow: node.isShadow === true, previousId, nextId })
  const waiting = state.waiting.get(node.id)
  if (waiting) {
    state.waiting.delete(node.id)
    attachDocument(state, added, waiting)
  }
  return 'done'
}

interface Place {
  parentId: number
  id: number
  isShadow: boolean
  previousId?: number | null | undefined
  nextId: number | null
}

function place(state: DocumentState, { parentId, id, isShadow, previousId, nextId }: Place): void {
  const parent = state.change(parentId)!
  const where = isShadow ? 'shadow' : 'children'
  const siblings = (
    parent.kind.type === DOCUMENT ? withoutSameKind(state, parent, id) : parent[where]
  ).slice()
  const before = isNumber(previousId) ? siblings.indexOf(previousId) + 1 : 0
  const next = before > 0 ? before : isNumber(nextId) ? siblings.indexOf(nextId) : -1
  if (next < 0) siblings.push(id)
  else siblings.splice(next, 0, id)
  parent[where] = siblings
  state.rules.delete(parentId)
}

/** A document has one type and one root element: a new one takes the place of the old. */
function withoutSameKind(state: DocumentState, document: TreeNode, id: number): readonly number[] {
  const { kind } = state.nodes.get(id)!
  const isReplaced = (child: number) => {
    const other = state.nodes.get(child)?.kind
    return kind.type === DOCTYPE ? other?.type === DOCTYPE : kind.type === ELEMENT && other?.type === ELEMENT
  }
  const replaced = document.children.filter(isReplaced)
  for (const child of replaced) state.forget(child)
  return document.children.filter((child) => !replaced.includes(child))
}

/** The document of a frame. */
function attachDocument(state: DocumentState, frame: TreeNode, node: addedNodeMutation['node']): void {
  if (!isFrame(frame)) return
  const owned = state.change(frame.id)!
  for (const child of owned.children) state.forget(child)
  addTree(state, node, frame.id)
  owned.children = [node.id]
}

/** What is in a frame is a document of its own. */
const mayHaveChildren = ({ kind }: TreeNode) =>
  kind.type === DOCUMENT || (kind.type === ELEMENT && kind.tagName !== 'iframe')

const isFrame = ({ kind }: TreeNode) => kind.tagName === 'iframe'

/** Whether `id` is `ancestor` or below it. */
function isWithin(state: DocumentState, id: number, ancestor: number): boolean {
  for (
    let node = state.nodes.get(id);
    node;
    node = node.parent === null ? undefined : state.nodes.get(node.parent)
  ) {
    if (node.id === ancestor) return true
  }
  return false
}

function reduceText(state: DocumentState, id: number, value: string | null): void {
  const node = state.change(id)
  if (!node || node.text === null) return
  node.text = value ?? ''
  if (node.parent !== null) state.rules.delete(node.parent)
}

function reduceAttributes(state: DocumentState, { id, attributes: changes }: attributeMutation): void {
  const node = state.change(id)
  if (!node?.attributes) return
  const attributes: Record<string, AttributeValue> = { ...node.attributes }
  const removed = new Set<string>()
  for (const [name, value] of Object.entries(changes)) {
    if (name === 'style' && typeof value === 'object' && value !== null) {
      node.style = { ...node.style, ...(value as Record<string, StyleValue>) }
      continue
    }
    if (name === 'style') node.style = null
    if (name === '_cssText') state.rules.delete(id)
    // A dialog that is closed is no modal one any more.
    if (value === null && name === 'open') removed.add('rr_open_mode')
    if (value === null) removed.add(name)
    else if (typeof value === 'string') {
      removed.delete(name)
      attributes[name] = value
    }
  }
  node.attributes =
    removed.size === 0
      ? attributes
      : Object.fromEntries(Object.entries(attributes).filter(([name]) => !removed.has(name)))
}

const isNumber = (value: unknown): value is number => typeof value === 'number'
