import type { mutationData } from '@rrweb/types'
import { matches } from '../../../shared/privacy/natives.ts'
import {
  firstChildOf,
  isElement,
  isTextNode,
  localNameOf,
  nextSiblingOf,
  parentOf,
  dataOf,
} from './live-dom.ts'
import { createTextRun, isBlank, isBlock, overlay } from './text-run.ts'
import type { Sanitizer } from './sanitize-node.ts'

/** What is secret by its form has one of these; an asterisk stands for what is masked already. */
const TELLING = /[\d@*]/

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
 * number.
 */
export function maskSpread(data: mutationData, sanitizer: Sanitizer): void {
  const lines = sharedLines(data, sanitizer)
  if (lines.length === 0) return
  const changes = changedTexts(data, sanitizer)
  for (let i = 0; i < lines.length; i++) maskLine(lines[i]!, changes, sanitizer)
}

/** The lines that changed and that have more than one text. */
function sharedLines({ texts, adds }: mutationData, sanitizer: Sanitizer): Node[] {
  const { masks, states, getNode } = sanitizer
  const always = masks.rules.patterns.length > 0 || masks.echoes.any()
  const lines: Node[] = []
  const look = (id: number, text: string | null) => {
    if (!text || !(always || matches(TELLING, text)) || masks.hides(states.flags(id))) return
    const node = getNode(id)
    const line = node && lineOf(node)
    if (line && line !== lines[lines.length - 1]) lines[lines.length] = line
  }
  for (let i = 0; i < texts.length; i++) look(texts[i]!.id, texts[i]!.value)
  for (let i = 0; i < adds.length; i++) {
    const { node } = adds[i]!
    if ('textContent' in node) look(node.id, node.textContent)
  }
  return lines
}

function changedTexts({ texts, adds }: mutationData, { getNode, masks, states }: Sanitizer): Change[] {
  const changes: Change[] = []
  const note = (id: number, masked: string | null, set: (masked: string) => void) => {
    const node = masked && !masks.hides(states.flags(id)) ? getNode(id) : null
    if (masked && node && isTextNode(node)) changes[changes.length] = { node, masked, set }
  }
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    note(text.id, text.value, (masked) => (text.value = masked))
  }
  for (let i = 0; i < adds.length; i++) {
    const added = adds[i]!.node
    if ('textContent' in added) {
      note(added.id, added.textContent, (masked) => ((added as { textContent: string }).textContent = masked))
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

  function collectText(node: Text): void {
    left--
    const text = dataOf(node)
    if (isBlank(text)) {
      run.gap()
      return
    }
    const change = find(changes, node)
    run.add({
      text,
      set: (masked) =>
        change && masked.length === change.masked.length && change.set(overlay(change.masked, masked)),
    })
  }

  collect(line)
  run.end()
}

function find(changes: Change[], node: Node): Change | undefined {
  for (let i = 0; i < changes.length; i++) if (changes[i]!.node === node) return changes[i]
  return undefined
}
