import type { addedNodeMutation, attributeMutation, mutationData, textMutation } from '@rrweb/types'
import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { hasOwn } from '../../../shared/privacy/natives.ts'
import { attributeOf, isElement } from './live-dom.ts'
import { FIRM, GONE, INHERITED, MASKED, OURS, PASSWORD, PRIVATE, SHOWN, TAG } from './node-states.ts'
import { areaOf } from './private-area.ts'
import { markReplacedPasswords } from './replaced-passwords.ts'
import { sanitizeAttributes, type Attributes } from './sanitize-attributes.ts'
import {
  detailOf,
  fieldFlags,
  hasDetail,
  isInCard,
  isField,
  keep,
  leaveOurs,
  markSlotted,
  maskByParent,
  sanitizeTree,
  type Sanitizer,
} from './sanitize-node.ts'
import { maskSpread } from './spread-text.ts'
import { maskTyped } from './typed-text.ts'

/** Masks a mutation in place. What happens below a placeholder is left out. @returns whether anything is left of it */
export function sanitizeMutation(data: mutationData, sanitizer: Sanitizer): boolean {
  const { states } = sanitizer
  const last = states.last()
  data.adds = keep(data.adds, (add) => sanitizeAdd(add, add.parentId <= last, sanitizer))
  markReplacedPasswords(data, sanitizer)
  data.attributes = keep(data.attributes, (change) => sanitizeAttributeChange(change, sanitizer))
  data.texts = keep(data.texts, (change) => sanitizeTextChange(change, sanitizer))
  data.removes = keep(data.removes, ({ id }) => !(states.flags(id) & OURS))
  maskSpread(data, sanitizer)
  maskTyped(data, sanitizer)
  return data.adds.length + data.removes.length + data.attributes.length + data.texts.length > 0
}

function sanitizeAdd(add: addedNodeMutation, isParentOld: boolean, sanitizer: Sanitizer): boolean {
  const { states } = sanitizer
  const { parentId, node } = add
  if (leaveOurs(node, sanitizer)) return false
  // Ours is the last child of the root, so that nothing recorded stands behind it.
  if (add.nextId !== null && states.flags(add.nextId) & OURS) add.nextId = null
  // An area may have become private since its parent was recorded.
  const flags = isParentOld ? currentFlags(parentId, sanitizer) : states.flags(parentId)
  if (flags & GONE) {
    states.add(node.id, parentId, states.flags(node.id) | (flags & INHERITED), TAG.other)
    return false
  }
  markSlotted(node.id, parentId, sanitizer)
  sanitizeTree(node, parentId, sanitizer)
  return true
}

/** A node's remembered bits and those of where it is now: whichever hides more. */
export function currentFlags(id: number, { states, getNode, selectors }: Sanitizer): number {
  const flags = states.flags(id)
  if (flags & GONE) return flags
  const node = getNode(id)
  if (!node) return flags
  const live = areaOf(node, selectors)
  let now = flags | (live & (PRIVATE | MASKED | GONE | FIRM))
  if (live & MASKED || !(live & SHOWN)) now &= ~SHOWN
  if (now !== flags) states.mark(id, live & (PRIVATE | MASKED | GONE | FIRM))
  return now
}

function sanitizeAttributeChange({ id, attributes }: attributeMutation, sanitizer: Sanitizer): boolean {
  const { states, masks } = sanitizer
  const changed = attributes as Attributes
  const declared = changed['data-private']
  if (typeof declared === 'string' && declared !== 'false') states.markBelow(id, PRIVATE)
  let flags = currentFlags(id, sanitizer)
  if (flags & GONE) return false
  const tag = states.tag(id)
  const node = sanitizer.getNode(id)
  const element = node && isElement(node) ? node : null
  if (isField(tag)) {
    flags |= fieldFlags(changed, element, flags, sanitizer)
    states.mark(id, flags)
    if (flags & PASSWORD) sanitizer.fields.rememberPassword(changed, element)
  }
  const detail = hasDetail(tag) ? detailOf(tag, withLive(changed, element)) : ''
  sanitizeAttributes(changed, { tag, flags, detail, hidden: masks.hides(flags) }, masks)
  for (const name in changed) if (hasOwn(changed, name)) return true
  return false
}

/** A meta's content is masked by its name, which a change of the content does not carry. */
function withLive(changed: Attributes, element: Element | null): Attributes {
  if (!element) return changed
  const known: Attributes = {}
  for (let i = 0; i < DETAILS.length; i++) {
    const name = DETAILS[i]!
    known[name] = changed[name] ?? attributeOf(element, name)
  }
  return known
}
const DETAILS = ['type', 'name', 'property', 'http-equiv', 'itemprop'] as const

function sanitizeTextChange(change: textMutation, sanitizer: Sanitizer): boolean {
  const { states, masks } = sanitizer
  const flags = currentFlags(change.id, sanitizer)
  if (flags & GONE) return false
  if (change.value === null || change.value === '') return true
  const masked = maskByParent(change.value, states.parent(change.id), flags, sanitizer)
  const part = masked === null && isInCard(change.value, change.id, sanitizer)
  change.value = part ? asterisks(change.value) : (masked ?? masks.secrets(change.value))
  return true
}
