import type { serializedNodeWithId } from '@rrweb/types'
import { HIGHLIGHT_TAG } from '../../../shared/protocol/highlight.ts'
import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { keysOf, matches, toLowerCase, wordSet } from '../../../shared/privacy/natives.ts'
import { isPartOfCard } from './card-display.ts'
import type { Fields } from './fields.ts'
import { sizeOf, slotOf } from './live-dom.ts'
import type { Masks } from './masks.ts'
import {
  FIRM,
  GONE,
  INHERITED,
  OURS,
  MASKED,
  PASSWORD,
  PRIVATE,
  SECRET_FIELD,
  SHOWN,
  TAG,
  type NodeStates,
  type Tag,
} from './node-states.ts'
import { applyRules, areaOf, type AreaSelectors } from './private-area.ts'
import { sanitizeAttributes, type Attributes } from './sanitize-attributes.ts'
import { isBlank, isBlock, type TextRun } from './text-run.ts'

/** What the sanitizer works with, made once for a document. */
export interface Sanitizer {
  masks: Masks
  states: NodeStates
  fields: Fields
  selectors: AreaSelectors
  /** The line of text that is being read. */
  run: TextRun
  /** Whether the rules have selectors of their own, which only the live element can answer. */
  hasOwnSelectors: boolean
  /** Whether the document has had a shadow tree: only then is there a slot to ask for. */
  hasShadow: boolean
  getNode: (id: number) => Node | null
}

/** rrweb's numbers for kinds of serialized nodes. */
const NODE = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const

type SerializedElement = serializedNodeWithId & {
  tagName: string
  attributes: Attributes
  childNodes: serializedNodeWithId[]
}

/** Masks a serialized tree in place, and remembers every node of it. `parentId` is 0 for a document. */
export function sanitizeTree(node: serializedNodeWithId, parentId: number, sanitizer: Sanitizer): void {
  visit(node, parentId, sanitizer, sanitizer.run)
  sanitizer.run.end()
}

function visit(node: serializedNodeWithId, parentId: number, sanitizer: Sanitizer, run: TextRun): void {
  switch (node.type as number) {
    case NODE.element:
      visitElement(node as SerializedElement, parentId, sanitizer, run)
      break
    case NODE.text:
      visitText(node as serializedNodeWithId & { textContent: string }, parentId, sanitizer, run)
      break
    case NODE.document:
      sanitizer.states.add(node.id, parentId, inherited(parentId, sanitizer), TAG.other)
      visitChildren(node as SerializedElement, sanitizer, run)
      break
    case NODE.doctype:
      sanitizeDoctype(node, sanitizer)
      break
    case NODE.comment:
    case NODE.cdata:
      // Not shown, so not needed.
      ;(node as { textContent: string }).textContent = ''
  }
}

/** Names of a document's type may be anything. */
function sanitizeDoctype(node: Record<string, unknown>, { masks }: Sanitizer): void {
  for (let i = 0; i < DOCTYPE_NAMES.length; i++) {
    const name = DOCTYPE_NAMES[i]!
    const value = node[name]
    if (typeof value === 'string' && value !== '') node[name] = masks.secrets(value)
  }
}
const DOCTYPE_NAMES = ['name', 'publicId', 'systemId'] as const

function visitChildren(node: SerializedElement, sanitizer: Sanitizer, run: TextRun): void {
  node.childNodes = keep(node.childNodes, (child) => !leaveOurs(child, sanitizer))
  const { childNodes } = node
  for (let i = 0; i < childNodes.length; i++) {
    const child = childNodes[i]!
    if (node.isShadowHost) markSlotted(child.id, node.id, sanitizer)
    visit(child, node.id, sanitizer, run)
  }
}

/** A child of a shadow host is shown where its slot is: it is as private as that. */
export function markSlotted(id: number, parentId: number, sanitizer: Sanitizer): void {
  const { states, getNode, selectors } = sanitizer
  const node = sanitizer.hasShadow ? getNode(id) : null
  const slot = node && slotOf(node)
  const flags = slot ? areaOf(slot, selectors) & (PRIVATE | MASKED | GONE | FIRM) : 0
  if (flags !== 0) states.add(id, parentId, states.flags(id) | flags, TAG.other)
}

/** Whether a node is of the extension itself, which shows there what is masked. It is remembered, and left out. */
export function leaveOurs(node: serializedNodeWithId, { states }: Sanitizer): boolean {
  if (!('tagName' in node) || node.tagName !== HIGHLIGHT_TAG) return false
  states.add(node.id, 0, OURS | GONE, TAG.other)
  return true
}

/** `array` without what `isKept` is false for; itself when all is kept. */
export function keep<T>(array: T[], isKept: (item: T) => boolean): T[] {
  let kept: T[] | null = null
  for (let i = 0; i < array.length; i++) {
    const stays = isKept(array[i]!)
    if (stays && kept) kept[kept.length] = array[i]!
    else if (!stays && !kept) {
      kept = []
      for (let before = 0; before < i; before++) kept[before] = array[before]!
    }
  }
  return kept ?? array
}

const inherited = (parentId: number, { states }: Sanitizer) => states.flags(parentId) & INHERITED

function visitElement(node: SerializedElement, parentId: number, sanitizer: Sanitizer, run: TextRun): void {
  if (node.isShadowHost || node.isShadow) sanitizer.hasShadow = true
  const block = isBlock(node.tagName)
  if (block) run.end()
  else if (node.tagName === 'br') run.gap()
  const flags = sanitizeElement(node, parentId, sanitizer)
  if (flags & GONE) node.childNodes = []
  else visitChildren(node, sanitizer, run)
  if (block) run.end()
}

/** Masks one element without its children. Gives its bits. */
export function sanitizeElement(node: SerializedElement, parentId: number, sanitizer: Sanitizer): number {
  const { masks, states } = sanitizer
  const { attributes } = node
  const tag = tagOf(node.tagName)
  if (node.tagName.length > LONG_TAG && masks.secrets(node.tagName) !== node.tagName) node.tagName = 'div'
  // Bits that it had before it was moved stay with it.
  let flags = states.flags(node.id) | inherited(parentId, sanitizer)
  const declared = attributes['data-private']
  if (declared !== undefined && declared !== 'false') {
    // With its bits it has been here before: moved, or in a snapshot taken anew.
    if ((states.flags(node.id) & PRIVATE) === 0)
      masks.tally.more(declared === 'block' ? 'blocked' : 'private')
    flags |= declared === 'block' ? PRIVATE | GONE : PRIVATE
  }
  if (attributes['data-unmask'] !== undefined && attributes['data-unmask'] !== 'false') flags |= SHOWN
  if (sanitizer.hasOwnSelectors) flags = withOwnRules(flags, node.id, sanitizer)
  if (flags & PRIVATE && tag === TAG.media) flags |= GONE
  // A select says what is chosen.
  if (tag === TAG.select && hasPrivateOption(node)) flags |= SECRET_FIELD
  const element = isField(tag) ? (sanitizer.getNode(node.id) as Element | null) : null
  if (isField(tag)) flags |= fieldFlags(attributes, element, flags, sanitizer)
  if (tag === TAG.option && states.flags(parentId) & SECRET_FIELD) flags |= SECRET_FIELD
  states.add(node.id, parentId, flags, tag)
  if (flags & GONE) leavePlaceholder(node, sanitizer)
  else {
    const hidden = masks.hides(flags)
    sanitizeAttributes(attributes, { tag, flags, detail: detailOf(tag, attributes), hidden }, masks)
    if (hidden && tag === TAG.media) keepSize(node, sanitizer)
  }
  return flags
}

/** The tags of HTML are shorter. */
const LONG_TAG = 14

function hasPrivateOption({ childNodes }: SerializedElement): boolean {
  for (let i = 0; i < childNodes.length; i++) {
    const child = childNodes[i]! as SerializedElement
    const declared = child.attributes?.['data-private']
    if (declared !== undefined && declared !== 'false') return true
    if (child.childNodes?.length > 0 && hasPrivateOption(child)) return true
  }
  return false
}

function withOwnRules(flags: number, id: number, { getNode, selectors, masks }: Sanitizer): number {
  const element = getNode(id)
  // Without the live element nobody knows whether a rule fits: then it does.
  if (!element) return flags | PRIVATE
  const own = applyRules(flags, element as Element, selectors)
  const added = own & ~flags
  if (added & GONE) masks.tally.more('own-block')
  else if (added & MASKED) masks.tally.more('own-mask')
  return own
}

export const isField = (tag: Tag): boolean => tag === TAG.input || tag === TAG.textarea || tag === TAG.select

/** The bits of a field by what it asks for now, and ever. */
export function fieldFlags(
  attributes: Attributes | null,
  element: Element | null,
  flags: number,
  { fields, masks }: Sanitizer,
): number {
  const kind = flags & PASSWORD ? 'password' : fields.kind(attributes, element, attributes !== null)
  const secret = flags & SECRET_FIELD || fields.isSecret(kind, attributes, element, flags)
  const own = (kind === 'password' ? PASSWORD : 0) | (secret ? SECRET_FIELD : 0)
  const value = attributes?.['value']
  if (
    typeof value === 'string' &&
    (kind === 'hidden' ? value.length >= LONG_HIDDEN : secret || flags & PRIVATE)
  ) {
    if (value !== asterisks(value)) fields.learn(value)
  }
  return masks.rules.maskEmails || kind !== 'email' ? own : own & ~SECRET_FIELD
}

/** Hidden fields hold numbers and words as well as tokens; only a long value is worth looking for elsewhere. */
const LONG_HIDDEN = 16

function visitText(
  node: serializedNodeWithId & { textContent: string },
  parentId: number,
  sanitizer: Sanitizer,
  run: TextRun,
): void {
  const flags = sanitizer.states.flags(node.id) | inherited(parentId, sanitizer)
  sanitizer.states.add(node.id, parentId, flags, TAG.text)
  const text = node.textContent
  if (text === '') return
  const whole = maskByParent(text, parentId, flags, sanitizer)
  if (whole !== null) node.textContent = whole
  else if (isInCard(text, node.id, sanitizer)) node.textContent = asterisks(text)
  else if (isBlank(text)) run.gap()
  else {
    run.add({
      text,
      set(masked) {
        node.textContent = masked
      },
    })
  }
}

/** Whether a text of digits belongs to a card number that is shown in parts. */
export function isInCard(text: string, id: number, { getNode }: Sanitizer): boolean {
  if (text.length > LONGEST_PART || !matches(/\d/, text)) return false
  const node = getNode(id)
  return node !== null && isPartOfCard(text, node)
}
const LONGEST_PART = 20

/** A text masked by what it stands in; null when it is shown text. */
export function maskByParent(
  text: string,
  parentId: number,
  flags: number,
  { states, masks }: Sanitizer,
): string | null {
  const hidden = masks.hides(flags)
  switch (states.tag(parentId)) {
    case TAG.style:
      return hidden ? masks.hiddenCss(text, true) : masks.css(text)
      break
    case TAG.noscript:
    case TAG.script:
      // Never shown in a replay.
      return ''
    case TAG.textarea:
      return hidden || states.flags(parentId) & SECRET_FIELD ? asterisks(text) : null
    default:
      return hidden ? asterisks(text) : null
  }
}

function leavePlaceholder(node: SerializedElement, sanitizer: Sanitizer): void {
  const { attributes } = node
  const before = attributes['rr_width'] === undefined ? sizeAttributes(node.id, sanitizer) : {}
  const kept: Attributes = before
  for (let i = 0, names = keysOf(attributes); i < names.length; i++) {
    const name = names[i]!
    if (name === 'class' || name === 'rr_width' || name === 'rr_height') kept[name] = attributes[name]
  }
  if (typeof kept['class'] === 'string') kept['class'] = sanitizer.masks.secrets(kept['class'])
  node.attributes = kept
}

/** A picture that is left out keeps its place. */
function keepSize(node: SerializedElement, sanitizer: Sanitizer): void {
  const size = sizeAttributes(node.id, sanitizer)
  for (const name in size) node.attributes[name] = size[name]
}

function sizeAttributes(id: number, { getNode }: Sanitizer): Attributes {
  const element = getNode(id)
  if (!element) return {}
  const { width, height } = sizeOf(element as Element)
  return width > 0 || height > 0 ? { rr_width: `${width}px`, rr_height: `${height}px` } : {}
}

const MEDIA = wordSet('img image video audio canvas iframe frame object embed source picture feimage track')
const TAGS: Record<string, Tag> = {
  input: TAG.input,
  textarea: TAG.textarea,
  select: TAG.select,
  option: TAG.option,
  style: TAG.style,
  link: TAG.link,
  base: TAG.link,
  meta: TAG.meta,
  noscript: TAG.noscript,
  script: TAG.script,
}
Object.setPrototypeOf(TAGS, null)

export const tagOf = (tagName: string): Tag =>
  TAGS[tagName] ??
  (MEDIA[toLowerCase(tagName)] ? TAG.media : matches(CUSTOM_FIELD, tagName) ? TAG.input : TAG.other)

/** Elements of a library's own that stand for a field: `sl-input`, `mat-text-field`. */
const CUSTOM_FIELD = /^[a-z].*-(?:.*-)?[a-z]*(?:input|field|textarea|textbox|password|otp|pin)$/i

export const hasDetail = (tag: Tag): boolean => tag === TAG.input || tag === TAG.meta

/** What else decides on a value: the type of an input, the name of a meta. */
export function detailOf(tag: Tag, attributes: Attributes): string {
  const value =
    tag === TAG.input
      ? attributes['type']
      : tag === TAG.meta
        ? (attributes['name'] ?? attributes['property'] ?? attributes['http-equiv'] ?? attributes['itemprop'])
        : ''
  return typeof value === 'string' ? toLowerCase(value) : ''
}
