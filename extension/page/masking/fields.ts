import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { dictionary, exec, matches, slice, methodOf, Weak } from '../../../shared/privacy/natives.ts'
import {
  fieldKind,
  isDeclared,
  isSensitive,
  kindOfTexts,
  type FieldFacts,
  type FieldKind,
} from './field-kind.ts'
import { createLabels } from './labels.ts'
import { attributeOf, fieldsAround, typeOf, valueOf } from './live-dom.ts'
import type { Masks } from './masks.ts'
import { SHOWN } from './node-states.ts'
import type { Attributes } from './sanitize-attributes.ts'

/** What the masks know of the fields of a document, over all their lives. */
export interface Fields {
  /** An event begins: what was read of the live document before is not used again. */
  refresh(): void
  /**
   * What a field asks for, by its serialized attributes and the live element; `password` for good once it was one.
   *
   * @param labelled whether to look at what stands beside it too, which costs more
   */
  kind(attributes: Attributes | null, element: Element | null, labelled: boolean): FieldKind
  /** Whether the value of such a field is masked where the node's bits are `flags`. */
  isSecret(kind: FieldKind, attributes: Attributes | null, element: Element | null, flags: number): boolean
  /** The text of a field that is not masked as a whole: also what is only beginning to be secret. */
  typed(text: string): string
  /** Remembers that a password field was here, so that one that takes its place is known again. */
  rememberPassword(attributes: Attributes | null, element: Element | null): void
  /** Remembers a secret value, so that it is masked where the page repeats it. */
  learn(value: string): void
}

const has = methodOf<WeakSet<Element>, [Element], boolean>(Weak.prototype, 'has')
const add = methodOf<WeakSet<Element>, [Element], unknown>(Weak.prototype, 'add')

export function createFields(masks: Masks): Fields {
  const labels = createLabels()
  const passwords = new Weak<Element>()
  /** Signatures of fields that were passwords. */
  const signatures = dictionary<true>()

  function wasPassword(facts: FieldFacts, attributes: Attributes | null, element: Element | null): boolean {
    if (element && has(passwords, element)) return true
    if (facts.type === 'password' || (attributes !== null && attributes['data-rr-is-password'] !== undefined))
      return true
    if (!isTextual(facts.type)) return false
    if (element && attributeOf(element, 'data-rr-is-password') !== null) return true
    const keys = signaturesOf(attributes, element)
    for (let i = 0; i < keys.length; i++) if (signatures[keys[i]!] === true) return true
    return element !== null && masks.echoes.knows(valueOf(element))
  }

  function rememberPassword(attributes: Attributes | null, element: Element | null): void {
    if (element) add(passwords, element)
    const keys = signaturesOf(attributes, element)
    for (let i = 0; i < keys.length; i++) signatures[keys[i]!] = true
  }

  return {
    refresh: labels.refresh,
    kind(attributes, element, labelled) {
      const facts = factsOf(attributes, element)
      if (wasPassword(facts, attributes, element)) {
        rememberPassword(attributes, element)
        return 'password'
      }
      const kind = fieldKind(facts)
      if (kind !== 'plain' || !element) return kind
      const beside = labelled ? kindOfTexts(labels.of(element)) : null
      return beside ?? kindOfParts(attributes, element)
    },
    isSecret(kind, attributes, element, flags) {
      if (!isSensitive(kind, masks.rules.maskEmails)) return false
      // A site may show what only looks like a secret field; never what is declared one.
      return (flags & SHOWN) === 0 || isDeclared(factsOf(attributes, element)) || kind === 'password'
    },
    typed: (text) => maskBeginning(masks.secrets(text), masks.rules.maskEmails),
    rememberPassword,
    learn: (value) => masks.echoes.learn(value),
  }
}

const isTextual = (type: string) => matches(/^(?:text|tel|search|url|email|number)?$/i, type)

function read(attributes: Attributes | null, element: Element | null, name: string): string {
  const serialized = attributes?.[name]
  if (typeof serialized === 'string') return serialized
  return (element && attributeOf(element, name)) ?? ''
}

function factsOf(attributes: Attributes | null, element: Element | null): FieldFacts {
  const declared = read(attributes, element, 'type')
  // A type that was changed since it was serialized: the more secret one counts.
  const live = element ? typeOf(element) : ''
  return {
    type: live === 'password' || declared === '' ? live : declared,
    autocomplete: read(attributes, element, 'autocomplete'),
    names: [
      read(attributes, element, 'name'),
      read(attributes, element, 'id'),
      read(attributes, element, 'data-testid'),
      read(attributes, element, 'formcontrolname'),
    ],
    labels: [
      read(attributes, element, 'aria-label'),
      read(attributes, element, 'placeholder'),
      read(attributes, element, 'title'),
    ],
  }
}

/** What tells a field from others when it is made anew: its name, its id, or all that it looks like. */
function signaturesOf(attributes: Attributes | null, element: Element | null): string[] {
  const name = read(attributes, element, 'name')
  const id = read(attributes, element, 'id')
  const keys: string[] = []
  if (name) keys[keys.length] = 'name:' + name
  if (id) keys[keys.length] = 'id:' + id
  const placeholder = read(attributes, element, 'placeholder')
  if (!name && !id && placeholder) {
    keys[keys.length] = `look:${read(attributes, element, 'class')}|${placeholder}`
  }
  return keys
}

/** One value in several small fields: a code in fields of one character, a card number in four of four. */
function kindOfParts(attributes: Attributes | null, element: Element): FieldKind {
  const length = read(attributes, element, 'maxlength')
  if (length === '1' && fieldsAround(element, 'input[maxlength="1"]') >= 4) return 'code'
  if (length === '4' && fieldsAround(element, 'input[maxlength="4"]') === 4) return 'card'
  return 'plain'
}

/** Twelve digits and more that may become a card number. */
const CARD_BEGINNING = /(?<!\d)(?:[3-6]|2[2-7])(?:[ -]?\d){11,18}(?!\d)/
/** An address that is not complete yet. */
const EMAIL_BEGINNING = /[^\s@,;<>()]+@[^\s@,;<>()]*/

/** While something secret is being typed into a field that does not say so, its beginning is masked too. */
function maskBeginning(text: string, maskEmails: boolean): string {
  return maskMatch(maskEmails ? maskMatch(text, EMAIL_BEGINNING) : text, CARD_BEGINNING)
}

function maskMatch(text: string, pattern: RegExp): string {
  const match = exec(pattern, text)
  if (!match) return text
  const end = match.index + match[0].length
  return slice(text, 0, match.index) + asterisks(match[0]) + slice(text, end)
}
