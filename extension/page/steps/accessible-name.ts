import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { exec, matches, slice, trim, wordSet } from '../../../shared/privacy/natives.ts'
import {
  attributeOf,
  closest,
  dataOf,
  fits,
  isElement,
  isRendered,
  isTextNode,
  localNameOf,
  queryAll,
  rootOf,
  shownChildrenOf,
  typeOf,
} from '../masking/live-dom.ts'
import { isPartOfCard } from '../masking/card-display.ts'
import type { Masker } from '../masking/create-masker.ts'
import { isBlock } from '../masking/text-run.ts'
import { byAttribute } from './selector.ts'

/** Nodes that one name is read from, and UTF-16 units that are read: a name is short, or of no use. */
const MAX_NODES = 300
const MAX_READ = 2_000
/** UTF-16 units of a name that are told. */
const MAX_NAME = 120

/** Roles that are named by what they hold (ARIA 1.2, 5.2.8.4). */
const NAMED_BY_CONTENT = wordSet(
  `button cell checkbox columnheader gridcell heading link menuitem menuitemcheckbox menuitemradio option radio row
   rowheader switch tab tooltip treeitem`,
)
/** Elements whose text nobody sees. */
const UNSEEN = wordSet('script style template noscript head datalist')

/**
 * The accessible name of an element (accname 1.2), masked: what stands in a hidden area is asterisks, and so is what is
 * secret in the rest. Unlike accname, it never holds what was typed into a field. Null when there is none.
 */
export function accessibleName(element: Element, role: string | null, masker: Masker): string | null {
  const reader = createReader(masker)
  return told(
    reader.referenced(element) ||
      reader.attribute(element, 'aria-label') ||
      reader.ofElement(element) ||
      (role !== null && NAMED_BY_CONTENT[role] === true ? reader.content(element) : '') ||
      reader.attribute(element, 'title') ||
      reader.attribute(element, 'placeholder'),
    masker,
  )
}

/** The text that an element shows, masked, when it is no longer than a name; else null. For what has no name. */
export function shortText(element: Element, masker: Masker): string | null {
  const text = createReader(masker).content(element)
  return text.length > MAX_NAME ? null : told(text, masker)
}

/** All text that an editor shows, masked by where it stands. */
export const editorText = (editor: Element, masker: Masker): string => createReader(masker).content(editor)

function told(text: string, masker: Masker): string | null {
  const masked = trim(maskText(text, masker))
  if (masked === '') return null
  return masked.length > MAX_NAME ? slice(masked, 0, MAX_NAME - 1) + '…' : masked
}

/** Masks what is secret in a text that was read from several elements, which styles may show as one word. */
function maskText(text: string, masker: Masker): string {
  const masked = masker.name(text)
  const whole = joined(text, '')
  return masked === text && whole !== text && masker.name(whole) !== whole ? asterisks(text) : masked
}

interface Reader {
  attribute(element: Element, name: string): string
  /** What aria-labelledby points to. */
  referenced(element: Element): string
  /** What an element is named by in HTML: its label, its alternative text, its caption. */
  ofElement(element: Element): string
  content(element: Element): string
}

/** Reads names. One reader for one name: it stops when it has read enough. */
function createReader(masker: Masker): Reader {
  let nodes = MAX_NODES
  let units = MAX_READ

  const shown = (text: string, where: Element) =>
    text !== '' && masker.hides(where) ? asterisks(text) : text

  const attribute = (element: Element, name: string) =>
    shown(squeeze(attributeOf(element, name) ?? ''), element)

  function referenced(element: Element): string {
    let text = ''
    ID.lastIndex = 0
    const ids = attributeOf(element, 'aria-labelledby') ?? ''
    const root = rootOf(element)
    for (let id = exec(ID, ids); id; id = exec(ID, ids)) {
      const at = ID.lastIndex
      const found = queryAll(root, byAttribute('id', id[0]))[0]
      if (found) text = join(text, attribute(found, 'aria-label') || ofElement(found) || content(found))
      ID.lastIndex = at
    }
    return text
  }

  function ofElement(element: Element): string {
    const tag = localNameOf(element)
    if (tag === 'input') return ofInput(element)
    if (tag === 'textarea' || tag === 'select' || tag === 'meter' || tag === 'progress')
      return labelOf(element)
    if (tag === 'button') return labelOf(element) || content(element)
    if (tag === 'img' || tag === 'area') return attribute(element, 'alt')
    if (tag === 'optgroup') return attribute(element, 'label')
    if (tag === 'fieldset') return ofChild(element, 'legend')
    if (tag === 'table') return ofChild(element, 'caption')
    if (tag === 'figure') return ofChild(element, 'figcaption')
    return tag === 'svg' ? ofChild(element, 'title') : ''
  }

  function ofInput(element: Element): string {
    const type = typeOf(element)
    if (type === 'submit' || type === 'button' || type === 'reset') {
      const standard = type === 'submit' ? 'Submit' : type === 'reset' ? 'Reset' : ''
      return attribute(element, 'value') || labelOf(element) || standard
    }
    if (type !== 'image') return labelOf(element)
    return labelOf(element) || attribute(element, 'alt') || attribute(element, 'title') || 'Submit Query'
  }

  function labelOf(field: Element): string {
    const around = closest(field, 'label')
    let text = around && attributeOf(around, 'for') === null ? content(around) : ''
    const id = attributeOf(field, 'id')
    if (id === null || id === '') return text
    const labels = queryAll(rootOf(field), 'label' + byAttribute('for', id))
    for (let i = 0; i < labels.length && i < 5; i++) text = join(text, content(labels[i]!))
    return text
  }

  function ofChild(element: Element, tag: string): string {
    const children = shownChildrenOf(element)
    for (let i = 0; i < children.length && i < MAX_NODES; i++) {
      const child = children[i]!
      if (isElement(child) && localNameOf(child) === tag) return content(child)
    }
    return ''
  }

  function content(element: Element): string {
    return squeeze(textIn(element))
  }

  function textIn(element: Element): string {
    const children = shownChildrenOf(element)
    let text = ''
    for (let i = 0; i < children.length; i++) {
      if (nodes-- <= 0 || units <= 0) break
      const child = children[i]!
      if (isTextNode(child)) {
        const data = dataOf(child)
        units -= data.length
        const read = data.length > MAX_READ ? slice(data, 0, MAX_READ) : data
        text += isPartOfCard(read, child) ? asterisks(read) : shown(read, element)
      } else if (isElement(child)) text += textOf(child)
    }
    return text
  }

  function textOf(element: Element): string {
    const tag = localNameOf(element)
    if (isUnseen(tag, element)) return ''
    const space = isBlock(tag) ? ' ' : ''
    const label = attribute(element, 'aria-label')
    if (label !== '') return space + label + space
    return (
      space + (isFieldTag(tag, element) ? buttonText(element) : ofElement(element) || textIn(element)) + space
    )
  }

  /** What was typed into a field or chosen is none of a name. */
  const buttonText = (element: Element) =>
    matches(/^(?:submit|button|reset|image)$/, typeOf(element)) ? ofInput(element) : ''

  return { attribute, referenced, ofElement, content }
}

const ID = /\S+/g

/** A slot has no box of its own. */
const isUnseen = (tag: string, element: Element) =>
  UNSEEN[tag] === true ||
  attributeOf(element, 'aria-hidden') === 'true' ||
  attributeOf(element, 'hidden') !== null ||
  (tag !== 'slot' && !isRendered(element))

const isFieldTag = (tag: string, element: Element) =>
  tag === 'input' || tag === 'textarea' || tag === 'select' || fits(element, EDITABLE)

/** What text can be typed into beside fields. */
export const EDITABLE = '[contenteditable]:not([contenteditable="false"])'

const join = (text: string, more: string) => (text === '' ? more : more === '' ? text : `${text} ${more}`)

/** White space as it is shown. */
const squeeze = (text: string) => joined(text, ' ')

function joined(text: string, separator: string): string {
  let words = ''
  WORD.lastIndex = 0
  for (let word = exec(WORD, text); word; word = exec(WORD, text)) {
    words += words === '' ? word[0] : separator + word[0]
  }
  return words
}
const WORD = /\S+/g
