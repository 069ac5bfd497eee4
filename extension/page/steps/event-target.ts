import { HIGHLIGHT_TAG } from '../../../shared/protocol/highlight.ts'
import { methodOf, wordSet } from '../../../shared/privacy/natives.ts'
import type { StepTarget } from '../../../shared/session/events.ts'
import {
  attributeOf,
  closest,
  fits,
  isElement,
  localNameOf,
  queryAll,
  rootOf,
  typeOf,
} from '../masking/live-dom.ts'
import type { Masker } from '../masking/create-masker.ts'
import { accessibleName, EDITABLE, shortText } from './accessible-name.ts'
import { roleOf } from './role.ts'
import { byAttribute, selectorOf, testIdOf } from './selector.ts'

const composedPath = methodOf<Event, [], ArrayLike<unknown>>(Event.prototype, 'composedPath')

/** Whether people act on an element with this role. */
export const isWidget = (role: string | null) => role !== null && WIDGETS[role] === true

/** How far up is looked for what was meant. */
const MAX_ABOVE = 12

/** Roles that people act on (ARIA 1.2, widget roles). */
const WIDGETS = wordSet(
  `button checkbox combobox gridcell link listbox menuitem menuitemcheckbox menuitemradio option radio scrollbar searchbox
   slider spinbutton switch tab textbox treeitem`,
)

/**
 * The element that an event is about and those around it, the innermost first, through open shadow roots. None of what the
 * extension itself shows on the page.
 */
export function elementsOf(event: Event): Element[] {
  const elements: Element[] = []
  const path = composedPath(event)
  for (let i = 0; i < path.length; i++) {
    const target = path[i]
    if (target === document || target === window) break
    if (!(target instanceof NativeNode) || !isElement(target)) continue
    if (localNameOf(target) === HIGHLIGHT_TAG) return []
    elements[elements.length] = target
  }
  return elements
}
const NativeNode = Node

/** What people mean when they point at something: the nearest element that can be acted on, else the innermost one. */
function meantBy(elements: readonly Element[]): Element | null {
  for (let i = 0; i < elements.length && i < MAX_ABOVE; i++) {
    const element = elements[i]!
    const role = roleOf(element)
    if (isWidget(role) || fits(element, ACTIONABLE)) return element
  }
  return elements[0] ?? null
}
const ACTIONABLE = `input,label,${EDITABLE}`

/** The field that a label is for; null when the element is no label, or there is none. */
function fieldOfLabel(element: Element): Element | null {
  if (localNameOf(element) !== 'label') return null
  const id = attributeOf(element, 'for')
  const found = id === null ? queryAll(element, FIELDS) : queryAll(rootOf(element), byAttribute('id', id))
  return found[0] ?? null
}
const FIELDS = 'input:not([type=hidden]),select,textarea,button,meter,output,progress'

/** What was meant by pointing: a label means its field, an option the list that it is in. */
export function pointedAt(elements: readonly Element[]): Element | null {
  const meant = meantBy(elements)
  if (!meant) return null
  const list = localNameOf(meant) === 'option' ? closest(meant, 'select') : null
  return list ?? fieldOfLabel(meant) ?? meant
}

/** What a field takes: text that is typed, a choice that is on or off, one of a list, files; null for what is no field. */
export type FieldUse = 'text' | 'editor' | 'slider' | 'check' | 'select' | 'file'

export function useOf(element: Element): FieldUse | null {
  const tag = localNameOf(element)
  if (tag === 'textarea') return 'text'
  if (tag === 'select') return 'select'
  if (tag !== 'input') return closest(element, EDITABLE) ? 'editor' : null
  const type = typeOf(element)
  if (BUTTONS[type] === true) return null
  if (type === 'checkbox' || type === 'radio') return 'check'
  if (type === 'file') return 'file'
  return type === 'range' || type === 'color' ? 'slider' : 'text'
}
const BUTTONS = wordSet('submit button reset image hidden')

/** An element as data, masked. Never throws: the worse a page makes it, the less is told. */
export function describeTarget(element: Element, masker: Masker, getId: (node: Node) => number): StepTarget {
  const role = attempt(() => roleOf(element))
  const id = attempt(() => getId(element)) ?? -1
  return {
    selector: attempt(() => selectorOf(element, masker)) ?? '',
    role,
    name: attempt(
      () =>
        accessibleName(element, role, masker) ??
        (hasOwnText(element, role) ? shortText(element, masker) : null),
    ),
    testId: attempt(() => testIdOf(element, masker)?.value ?? null),
    nodeId: id > 0 ? id : null,
  }
}

/** Roles whose text is no name: it belongs to what they hold. */
const CONTAINERS = wordSet(
  'form dialog main navigation list table group listbox grid tree menu textbox searchbox combobox',
)
/** Whether the text of an element names it: not where people type, nor around other things. */
const hasOwnText = (element: Element, role: string | null) =>
  (role === null || CONTAINERS[role] !== true) && useOf(element) === null

function attempt<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
