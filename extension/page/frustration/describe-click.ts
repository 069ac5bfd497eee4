import { getterOf, indexOf, matches, methodOf, trim } from '../../../shared/privacy/natives.ts'
import type { StepTarget } from '../../../shared/session/events.ts'
import {
  attributeOf,
  closest,
  dataOf,
  fieldsAround,
  firstChildOf,
  fits,
  isTextNode,
  localNameOf,
  nextSiblingOf,
  shortTextOf,
  typeOf,
} from '../masking/live-dom.ts'
import { call } from '../natives.ts'
import { isWidget, useOf } from '../steps/event-target.ts'
import { roleOf } from '../steps/role.ts'
import type { Click, Exemption } from './moment.ts'

const xOf = getterOf(MouseEvent.prototype, 'clientX')
const yOf = getterOf(MouseEvent.prototype, 'clientY')
const controlOf = getterOf(MouseEvent.prototype, 'ctrlKey')
const shiftOf = getterOf(MouseEvent.prototype, 'shiftKey')
const altOf = getterOf(MouseEvent.prototype, 'altKey')
const metaOf = getterOf(MouseEvent.prototype, 'metaKey')
const { getComputedStyle: computedStyle } = window
const propertyOf = methodOf<CSSStyleDeclaration, [string], string>(
  CSSStyleDeclaration.prototype,
  'getPropertyValue',
)

/** Where the pointer is, CSS pixels of the viewport. */
export const pointOf = (event: MouseEvent) => ({ x: xOf(event), y: yOf(event) })

interface Facts {
  event: MouseEvent
  /** What was meant, and the innermost element there. */
  element: Element
  innermost: Element
  target: StepTarget
  selects: boolean
  idOf: (element: Element) => number
}

/** What the detectors want to know of a click. */
export function describeClick({ event, element, innermost, target, selects, idOf }: Facts): Click {
  const role = roleOf(element)
  const form = role === 'button' ? closest(element, 'form') : null
  return {
    id: idOf(element),
    target,
    ...pointOf(event),
    on: placeOf(element, innermost, role),
    exempt: exemptionOf(element, innermost, role),
    isRepeatable: isRepeatable(element),
    selects,
    hasModifier: controlOf(event) || shiftOf(event) || altOf(event) || metaOf(event),
    form: form && idOf(form),
  }
}

function placeOf(element: Element, innermost: Element, role: string | null): Click['on'] {
  if (fits(innermost, 'html,body')) return 'background'
  if (isWidget(role) || fits(element, 'input,label,[onclick]') || hasPointer(innermost)) return 'control'
  return fits(innermost, 'img,svg,svg *,picture') || hasText(innermost) ? 'content' : 'background'
}

/** The hand, which says that something can be clicked. */
const hasPointer = (element: Element) =>
  propertyOf(call(computedStyle, window, [element]), 'cursor') === 'pointer'

function hasText(element: Element): boolean {
  for (let child = firstChildOf(element); child; child = nextSiblingOf(child)) {
    if (isTextNode(child) && trim(dataOf(child)) !== '') return true
  }
  return false
}

function exemptionOf(element: Element, innermost: Element, role: string | null): Exemption | null {
  const use = useOf(element)
  if (role === 'spinbutton' || typeOf(element) === 'number') return 'stepper'
  if (use === 'text' || use === 'editor') return 'text-field'
  if (use === 'select') return 'select'
  if (use === 'slider' || role === 'slider' || role === 'scrollbar') return 'slider'
  if (use === 'file') return 'external'
  const tag = localNameOf(innermost)
  if (tag === 'canvas') return 'canvas'
  if (tag === 'video' || tag === 'audio') return 'media'
  return isExternal(element) ? 'external' : null
}

/** Whether the browser does what a link says without that the page shows it: a download, another tab, an app. */
function isExternal(element: Element): boolean {
  const href = attributeOf(element, 'href')
  if (href === null || !fits(element, 'a,area')) return false
  const target = attributeOf(element, 'target') ?? ''
  if (attributeOf(element, 'download') !== null || (target !== '' && target !== '_self')) return true
  return matches(/^\s*[a-z][a-z0-9+.-]*:/i, href) && !matches(/^\s*(?:https?|javascript):/i, href)
}

/** Whether a link leads to another place by itself, when the page does not prevent it. */
export function isLink(element: Element): boolean {
  const href = attributeOf(element, 'href')
  return href !== null && fits(element, 'a,area') && trim(href) !== '#' && indexOf(href, 'javascript:') === -1
}

/** Plus and minus, next and previous, pages of a list: by words, signs, and what stands beside. */
function isRepeatable(element: Element): boolean {
  if (fits(element, '[rel~=next],[rel~=prev]') || closest(element, PAGES)) return true
  if (fieldsAround(element, 'input[type=number],[role=spinbutton]') > 0) return true
  const name = attributeOf(element, 'aria-label') ?? shortTextOf(element, MAX_WORDS) ?? ''
  return matches(REPEATED, trim(name === '' ? (attributeOf(element, 'title') ?? '') : name))
}
const PAGES = '.pagination,[aria-label*="pagin" i],[aria-roledescription="carousel" i],[role=spinbutton]'
const MAX_WORDS = 40
const REPEATED =
  /^[+\-−–‹›«»<>←→↑↓▲▼◀▶\d\s]+$|^(?:next|prev(?:ious)?|more|(?:load|show) more|forward|back|plus|minus|add(?: one)?|remove(?: one)?|increase|decrease|increment|decrement|up|down|zoom|undo|redo|volume|louder|quieter|faster|slower|skip|rewind|weiter|zurück|mehr|suivant|précédent|siguiente|anterior)(?![\p{L}])/iu
