import { charCodeAt, matches, slice } from '../../../shared/privacy/natives.ts'
import {
  attributeOf,
  holderOf,
  isElement,
  localNameOf,
  parentOf,
  previousElementOf,
  queryAll,
  rootOf,
} from '../masking/live-dom.ts'
import type { Masker } from '../masking/create-masker.ts'

/** Attributes that people give elements to find them in tests. */
const TEST_IDS = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'] as const
/** An id that frameworks count up, or that is made anew at each build. */
const GENERATED = /\d{3}|^\d|^:|:$|--?\d+$|^(?:radix|react|headlessui|ember|ext-gen|mui|yui|cdk|mat|ng)[-_:]/i
const MAX_VALUE = 80
/** Elements that a path is made of at most. */
const MAX_PATH = 8
const MAX_ROOTS = 6

/** The test id of an element and the attribute that it stands in; null where it has none, or is hidden. */
export function testIdOf(element: Element, masker: Masker): { attribute: string; value: string } | null {
  for (let i = 0; i < TEST_IDS.length; i++) {
    const value = usable(attributeOf(element, TEST_IDS[i]!), masker)
    // Where text is hidden, what a page keeps in data-* is hidden too.
    if (value !== null) return masker.hides(element) ? null : { attribute: TEST_IDS[i]!, value }
  }
  return null
}

/**
 * A short selector of an element that is likely to fit still after a new build: by test id, by id, by the name of a
 * field, else a path from the nearest element that has one of these. ` >>> ` leads into a shadow root.
 */
export function selectorOf(element: Element, masker: Masker): string {
  let selector = ''
  let from: Element | null = element
  for (let roots = 0; from && roots < MAX_ROOTS; roots++) {
    const within: string = selectorInRoot(from, masker)
    selector = selector === '' ? within : `${within} >>> ${selector}`
    const root: Node = rootOf(from)
    from = parentOf(root) === null && isShadowRoot(root) ? holderOf(root) : null
  }
  return selector
}

const isShadowRoot = (root: Node) => root !== document && !isElement(root) && holderOf(root) !== null

function selectorInRoot(element: Element, masker: Masker): string {
  const root = rootOf(element)
  let path = ''
  let at: Element | null = element
  for (let depth = 0; at && depth < MAX_PATH; depth++) {
    const own = ownSelector(at, root, masker)
    if (own !== null) return path === '' ? own : `${own} > ${path}`
    const tag = localNameOf(at)
    if (tag === 'body' || tag === 'html') return path === '' ? tag : `${tag} > ${path}`
    const step = `${escapeName(tag)}:nth-of-type(${positionOf(at)})`
    path = path === '' ? step : `${step} > ${path}`
    const parent: Node | null = parentOf(at)
    at = parent && isElement(parent) ? parent : null
  }
  return path
}

/** By what is the element's own, when no other has it; null when there is nothing. */
function ownSelector(element: Element, root: Node, masker: Masker): string | null {
  const test = testIdOf(element, masker)
  if (test) {
    const selector = byAttribute(test.attribute, test.value)
    if (isOnly(selector, root)) return selector
  }
  const id = usable(attributeOf(element, 'id'), masker)
  if (id !== null && !matches(GENERATED, id)) {
    const selector = matches(/^[a-z][\w-]*$/i, id) ? '#' + id : byAttribute('id', id)
    if (isOnly(selector, root)) return selector
  }
  const tag = localNameOf(element)
  if (!matches(/^(?:input|select|textarea|button|form)$/, tag)) return null
  const name = usable(attributeOf(element, 'name'), masker)
  const named = name === null || matches(GENERATED, name) ? null : tag + byAttribute('name', name)
  return named !== null && isOnly(named, root) ? named : null
}

const isOnly = (selector: string, root: Node) => queryAll(root, selector).length === 1

/** An identifier that can be told: short, and nothing secret in it. */
const usable = (value: string | null, masker: Masker) =>
  value !== null && value !== '' && value.length <= MAX_VALUE && masker.name(value) === value ? value : null

function positionOf(element: Element): number {
  const tag = localNameOf(element)
  let position = 1
  for (let before = previousElementOf(element); before; before = previousElementOf(before)) {
    if (localNameOf(before) === tag) position++
  }
  return position
}

/** `[name="value"]`, whatever is in the value. */
export function byAttribute(name: string, value: string): string {
  let escaped = ''
  for (let i = 0; i < value.length; i++) {
    const code = charCodeAt(value, i)
    const character = slice(value, i, i + 1)
    escaped +=
      character === '"' || character === '\\'
        ? '\\' + character
        : code < 0x20 || code === 0x7f
          ? `\\${hex(code)} `
          : character
  }
  return `[${name}="${escaped}"]`
}

const DIGITS = '0123456789abcdef'
const hex = (code: number) =>
  slice(DIGITS, code >> 4, (code >> 4) + 1) + slice(DIGITS, code & 15, (code & 15) + 1)

/** Tags of XML may have a colon or a dot. */
const escapeName = (tag: string) => (matches(/^[a-z][\w-]*$/i, tag) ? tag : '*')
