import type { ShownPage } from '../replay/shown-page.ts'

/** A property of an element as it is computed. */
export interface ComputedStyle {
  name: string
  value: string
}

/** What one looks for first. */
const MAIN = new Set(
  `display position top right bottom left z-index float width height min-width min-height max-width max-height
  box-sizing margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left
  border-top-width border-right-width border-bottom-width border-left-width border-top-left-radius color
  background-color background-image opacity visibility overflow-x overflow-y pointer-events cursor transform
  font-family font-size font-weight line-height text-align white-space flex-direction flex-wrap flex-grow
  align-items justify-content gap grid-template-columns grid-template-rows box-shadow transition-duration
  animation-name`.split(/\s+/),
)

/** The computed styles of an element, in the order of their names. @param search in names and values; empty gives the main ones */
export function stylesOf(element: Element, search: string): ComputedStyle[] {
  const computed = computedOf(element)
  if (!computed) return []
  const wanted = search.trim().toLowerCase()
  const names = Array.from(computed)
  if (wanted === '') names.splice(0, names.length, ...names.filter((name) => MAIN.has(name)))
  return names
    .map((name) => ({ name, value: computed.getPropertyValue(name) }))
    .filter(({ name, value }) => name.includes(wanted) || value.toLowerCase().includes(wanted))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

export const SIDES = ['top', 'right', 'bottom', 'left'] as const
export type Side = (typeof SIDES)[number]
export type Sides = Record<Side, number>

/** The box of an element, CSS pixels; `x` and `y` are in the viewport of the page. */
export interface BoxModel {
  x: number
  y: number
  /** Of its border box. */
  width: number
  height: number
  margin: Sides
  border: Sides
  padding: Sides
}

/** Null when the element takes no room. */
export function boxModelOf(element: Element, page: ShownPage): BoxModel | null {
  const box = page.boxOf(element)
  const computed = computedOf(element)
  if (!box || !computed) return null
  const sides = (name: (side: Side) => string) =>
    Object.fromEntries(
      SIDES.map((side) => [side, parseFloat(computed.getPropertyValue(name(side))) || 0]),
    ) as Sides
  return {
    ...box,
    margin: sides((side) => `margin-${side}`),
    border: sides((side) => `border-${side}-width`),
    padding: sides((side) => `padding-${side}`),
  }
}

const computedOf = (element: Element) => element.ownerDocument.defaultView?.getComputedStyle(element)
