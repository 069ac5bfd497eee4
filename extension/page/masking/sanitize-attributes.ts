import { asterisks } from '../../../shared/privacy/asterisks.ts'
import {
  exec,
  hasOwn,
  matches,
  removeProperty,
  slice,
  toLowerCase,
  wordSet,
} from '../../../shared/privacy/natives.ts'
import { isSecretName } from '../../../shared/privacy/secret-names.ts'
import { attributeRule, type AttributeRule } from '../../../shared/privacy/attribute-rules.ts'
import type { Masks } from './masks.ts'
import { mapPieces } from './mask-url.ts'
import { PRIVATE, SECRET_FIELD, TAG, type Tag } from './node-states.ts'

/** The attributes of a serialized node or of a mutation, as rrweb writes them. */
export type Attributes = Record<string, unknown>

export interface ElementContext {
  tag: Tag
  flags: number
  /** Lower-case type of an input, `name`, `property` or `http-equiv` of a meta. */
  detail: string
  /** Text, inputs and images are hidden here. */
  hidden: boolean
}

/** Masks attributes in place. What is left out is deleted. */
export function sanitizeAttributes(attributes: Attributes, context: ElementContext, masks: Masks): void {
  for (const name in attributes) {
    if (!hasOwn(attributes, name)) continue
    const value = attributes[name]
    const rule = attributeRule(name)
    if (value === null) continue
    if (rule === 'drop' || (rule === 'choice' && hidesChoice(context))) {
      removeProperty(attributes, name)
    } else if (typeof value === 'string') {
      const masked = value === '' ? value : maskAttribute(rule, name, value, context, masks)
      if (masked === null) removeProperty(attributes, name)
      else if (masked !== value) attributes[name] = masked
    } else if (typeof value === 'object') {
      attributes[name] = maskStyleObject(value as Record<string, unknown>, context, masks)
    } else if (rule === 'value' && (context.hidden || context.flags & SECRET_FIELD)) {
      removeProperty(attributes, name)
    }
    if (rule === 'text' && name.length > LONG_NAME && masks.secrets(name) !== name)
      removeProperty(attributes, name)
  }
}

/** Names of attributes are the page's code; only a long one can hold a secret. */
const LONG_NAME = 8

const hidesChoice = ({ hidden, flags }: ElementContext) => hidden || (flags & SECRET_FIELD) !== 0

/** The masked value; null when the attribute is left out. */
function maskAttribute(
  rule: AttributeRule,
  name: string,
  value: string,
  context: ElementContext,
  masks: Masks,
): string | null {
  const { hidden, tag, flags } = context
  switch (rule) {
    case 'geometry':
      if (value.length > SHORT_GEOMETRY && isGeometry(value)) return value
      return hidden && !isGeometry(value) ? asterisks(value) : masks.secrets(value)
    case 'structure':
      return masks.secrets(value)
    case 'state':
      return hidden && !matches(STATE_WORD, value) ? asterisks(value) : masks.secrets(value)
    case 'value':
      return maskValue(value, context, masks)
    case 'css':
      return hidden ? masks.hiddenCss(value, tag === TAG.style || tag === TAG.link) : masks.css(value)
    case 'srcset':
      return hidden ? null : masks.secrets(mapPieces(value, /\s+/g, masks.link))
    case 'pixels':
      return hidden && isPicture(name, context) ? null : masks.link(value)
    case 'url':
      return maskLink(value, context, masks)
    case 'text':
      return tag === TAG.meta && name === 'content'
        ? maskMeta(value, context, masks)
        : hidden
          ? asterisks(value)
          : masks.secrets(value)
    case 'choice':
      return flags & PRIVATE ? null : masks.secrets(value)
    case 'drop':
      return null
  }
}

/** Whether it is what drawings consist of: numbers, commands of one letter, and a few words. */
function isGeometry(value: string): boolean {
  if (matches(NO_GEOMETRY, value)) return false
  WORD.lastIndex = 0
  for (let word = exec(WORD, value); word; word = exec(WORD, value)) {
    if (GEOMETRY_WORDS[toLowerCase(word[0])] !== true) return false
  }
  return true
}
/** A drawing that is no longer than this could as well be a number that is secret. */
const SHORT_GEOMETRY = 48
/** Other signs, or more digits than a coordinate has. */
const NO_GEOMETRY = /[^\s\d.,+\-;()#%a-z]|(?<![\d.])\d{12}/i
const WORD = /[a-z]{2,}/gi
const GEOMETRY_WORDS = wordSet(
  'matrix translate translatex translatey rotate scale scalex scaley skew skewx skewy deg rad grad turn px em rem none',
)

/** A state's name as interfaces write them; anything longer may be data. */
const STATE_WORD = /^[a-z][a-z-]{0,15}$/

function maskValue(value: string, { tag, flags, detail, hidden }: ElementContext, masks: Masks): string {
  if (flags & SECRET_FIELD && tag !== TAG.option) return asterisks(value)
  return hidden || (tag === TAG.input && detail === 'file') ? asterisks(value) : masks.secrets(value)
}

function maskLink(url: string, { tag, flags, hidden }: ElementContext, masks: Masks): string | null {
  if (url[0] === '#') return masks.secrets(url)
  // What the layout needs stays an address: stylesheets, and the base of all others.
  if (!hidden || tag === TAG.link) return masks.link(url)
  if (tag === TAG.media) return null
  return flags & PRIVATE ? asterisks(url) : masks.strictLink(url)
}

/** What shows pixels: not the source of a script. */
const isPicture = (name: string, { tag, detail }: ElementContext) =>
  tag === TAG.media || name === 'rr_dataURL' || (tag === TAG.input && detail === 'image')

/** Metas that the layout depends on. */
const LAYOUT_META = /^(?:viewport|theme-color|color-scheme|referrer|format-detection|generator|content-type)$/

function maskMeta(content: string, { detail, hidden }: ElementContext, masks: Masks): string {
  if (isSecretName(detail)) return asterisks(content)
  if (detail === 'refresh') return masks.secrets(mapPieces(content, /;\s*url=/gi, masks.link))
  return hidden && !matches(LAYOUT_META, toLowerCase(detail)) ? asterisks(content) : masks.secrets(content)
}

/** rrweb writes a change of the style attribute as the properties that changed. */
function maskStyleObject(
  style: Record<string, unknown>,
  { hidden, tag }: ElementContext,
  masks: Masks,
): Record<string, unknown> {
  for (const property in style) {
    if (!hasOwn(style, property)) continue
    const value = style[property]
    if (property.length > LONG_NAME && masks.secrets(property) !== property) removeProperty(style, property)
    else if (typeof value === 'string') style[property] = maskDeclaration(property, value, hidden, tag, masks)
    else if (typeof value === 'object' && value !== null) {
      const pair = value as [unknown, unknown]
      if (typeof pair[0] === 'string') pair[0] = maskDeclaration(property, pair[0], hidden, tag, masks)
    }
  }
  return style
}

/** Masks the value of one CSS property. */
export function maskDeclaration(
  property: string,
  value: string,
  hidden: boolean,
  tag: Tag,
  masks: Masks,
): string {
  const head = property + ':'
  const masked = hidden
    ? masks.hiddenCss(head + value, tag === TAG.style || tag === TAG.link)
    : masks.css(head + value)
  return slice(masked, head.length)
}
