import type { mutationData } from '@rrweb/types'
import {
  firstChildOf,
  isElement,
  isTextNode,
  localNameOf,
  nextSiblingOf,
  parentOf,
  textOf,
} from './live-dom.ts'
import { createTextRun, isBlank, isBlock } from './text-run.ts'
import type { Sanitizer } from './sanitize-node.ts'

/** Texts of one line that are looked at as one. */
const MAX_TEXTS = 200

interface Change {
  node: Node
  /** The text as it is masked by itself. */
  masked: string
  set(masked: string): void
}

/**
 * Masks what is secret only together with the texts beside it: a mutation changes one of four nodes that spell a card
 * number. `before` has the texts of `data.texts` before they were masked.
 */
export function maskSpread(data: mutationData, before: string[], sanitizer: Sanitizer): void {
  const changes = changedTexts(data, before, sanitizer)
  let seen: Node | null = null
  for (let i = 0; i < changes.length; i++) {
    const line = lineOf(changes[i]!.node)
    if (line === null || line === seen) continue
    seen = line
    maskLine(line, changes, sanitizer)
  }
}

function changedTexts(
  { texts, adds }: mutationData,
  before: string[],
  { getNode, masks, states }: Sanitizer,
): Change[] {
  const changes: Change[] = []
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    const node = getNode(text.id)
    if (!node || text.value === null || before[i] === '' || masks.hides(states.flags(text.id))) continue
    changes[changes.length] = { node, masked: text.value, set: (masked) => (text.value = masked) }
  }
  for (let i = 0; i < adds.length; i++) {
    const added = adds[i]!.node
    if (!('textContent' in added) || added.textContent === '' || masks.hides(states.flags(added.id))) continue
    const node = getNode(added.id)
    if (!node || !isTextNode(node)) continue
    changes[changes.length] = {
      node,
      masked: added.textContent,
      set: (masked) => ((added as { textContent: string }).textContent = masked),
    }
  }
  return changes
}

/** The element whose line a text is part of; null when the text is all there is in it. */
function lineOf(node: Node): Node | null {
  let child = node
  let parent = parentOf(child)
  while (parent && isElement(parent) && !isBlock(localNameOf(parent))) {
    child = parent
    parent = parentOf(child)
  }
  if (!parent || (firstChildOf(parent) === node && nextSiblingOf(node) === null)) return null
  return parent
}

function maskLine(line: Node, changes: Change[], { masks }: Sanitizer): void {
  const run = createTextRun(masks.secrets)
  let left = MAX_TEXTS

  function collect(node: Node): void {
    for (let child = firstChildOf(node); child && left > 0; child = nextSiblingOf(child)) {
      if (isTextNode(child)) collectText(child)
      else if (isElement(child)) {
        const name = localNameOf(child)
        if (name === 'br') run.gap()
        else if (isBlock(name)) run.end()
        else collect(child)
      }
    }
  }

  function collectText(node: Node): void {
    left--
    const text = textOf(node) ?? ''
    if (isBlank(text)) {
      run.gap()
      return
    }
    const change = find(changes, node)
    run.add({
      text,
      set: (masked) =>
        change && masked.length === change.masked.length && change.set(merge(change.masked, masked)),
    })
  }

  collect(line)
  run.end()
}

function find(changes: Change[], node: Node): Change | undefined {
  for (let i = 0; i < changes.length; i++) if (changes[i]!.node === node) return changes[i]
  return undefined
}

function merge(one: string, other: string): string {
  let both = ''
  for (let i = 0; i < one.length; i++) both += one[i] === '*' ? '*' : other[i]!
  return both
}
