import { getterOf, methodOf, wordSet } from '../../../shared/privacy/natives.ts'
import { now } from '../natives.ts'
import type { Manner } from './sentence.ts'

const topOf = getterOf(Element.prototype, 'scrollTop')
const leftOf = getterOf(Element.prototype, 'scrollLeft')
const scrollingElementOf = getterOf(Document.prototype, 'scrollingElement')
const Positions = WeakMap<Element, Position>
const getPosition = methodOf<WeakMap<Element, Position>, [Element], Position | undefined>(
  WeakMap.prototype,
  'get',
)
const setPosition = methodOf<WeakMap<Element, Position>, [Element, Position], unknown>(
  WeakMap.prototype,
  'set',
)
const { abs, round } = Math

interface Position {
  x: number
  y: number
}

/** Scrolling begins within this time after the wheel, a finger or a key has moved (ms). */
const AFTER_GESTURE_MS = 400
/** Scroll events that are no further apart are one movement (ms). */
const MOVEMENT_MS = 300
/** Less than this is no step (CSS pixels). */
const MIN_DISTANCE = 80
export const SCROLL_KEYS = wordSet('ArrowUp ArrowDown PageUp PageDown Home End Space')

/** Tells scrolling by people from scrolling by code, which sends the same events. */
export interface ScrollGestures {
  /** The wheel was turned, a finger moved, a key pressed that scrolls. */
  gesture(): void
  /** A pointer went down, null up: on a scroll bar, when the element is what scrolls. */
  pressed(element: Element | null): void
  /** Whether a person scrolls this now. */
  isByUser(scroller: Element): boolean
  /** Something has scrolled. Gives where to and which way, when a person did it and it went far enough; else null. */
  moved(scroller: Element): { value: string; manner: Manner } | null
}

export function createScrollGestures(): ScrollGestures {
  let gestureAt = 0
  let pressed: Element | null = null
  /** Where each was last. */
  const positions = new Positions()
  let movement: { scroller: Element; from: Position; lastAt: number; byUser: boolean } | null = null

  const positionOf = (scroller: Element): Position => ({
    x: round(leftOf(scroller)),
    y: round(topOf(scroller)),
  })
  const page = scrollingElementOf(document)
  if (page) setPosition(positions, page, positionOf(page))

  const isByUser = (scroller: Element) => pressed === scroller || now() - gestureAt < AFTER_GESTURE_MS

  return {
    isByUser,
    gesture: () => (gestureAt = now()),
    pressed: (element) => (pressed = element),
    moved(scroller) {
      const time = now()
      const to = positionOf(scroller)
      const byUser = isByUser(scroller)
      if (movement?.scroller === scroller && time - movement.lastAt < MOVEMENT_MS) {
        movement.lastAt = time
        movement.byUser ||= byUser
      } else {
        const from = getPosition(positions, scroller) ?? { x: 0, y: 0 }
        movement = { scroller, from, lastAt: time, byUser }
      }
      setPosition(positions, scroller, to)
      const down = to.y - movement.from.y
      const right = to.x - movement.from.x
      if (!movement.byUser || (abs(down) < MIN_DISTANCE && abs(right) < MIN_DISTANCE)) return null
      const manner = abs(right) > abs(down) ? 'sideways' : down > 0 ? 'down' : 'up'
      return { value: `${to.x},${to.y}`, manner }
    },
  }
}

/** The element that scrolls when `target` tells of it: a document scrolls by its root. */
export const scrollerOf = (target: EventTarget | null): Element | null =>
  target === document || target === window ? scrollingElementOf(document) : (target as Element | null)
