import { getterOf } from '../../../shared/privacy/natives.ts'
import type { Stop } from '../emit.ts'
import type { Masker } from '../masking/create-masker.ts'
import { closest, localNameOf } from '../masking/live-dom.ts'
import { isTrusted, listen, now } from '../natives.ts'
import { EDITABLE } from '../steps/accessible-name.ts'
import { describeTarget, elementsOf, pointedAt, useOf, type FieldUse } from '../steps/event-target.ts'
import { checkedValue, chosenValue, countFiles, editorValue, textValue } from '../steps/field-value.ts'
import { createStepHolder, stepNow, type StepHolder, type TellStep } from '../steps/held-step.ts'
import { keyName } from '../steps/key-name.ts'
import { createScrollGestures, SCROLL_KEYS, scrollerOf } from '../steps/scroll-gestures.ts'
import type { Manner, StepFacts } from '../steps/sentence.ts'

interface Options {
  masker: Masker
  /** rrweb's id of a node; -1 when it is not recorded. */
  getId: (node: Node) => number
  /** Gets each step, masked. */
  tell: TellStep
}

export interface StepTracker {
  stop: Stop
  /** Tells what is still held: there may be no other time. */
  flush(): void
}

/** A second click makes a double click for so long (ms); systems take 500. */
const DOUBLE_CLICK_MS = 500
/** A click into a field, or a key in it, becomes part of what is then typed or chosen (ms). */
const FIELD_MS = 4_000
/** A text is told when nothing was typed for so long (ms). */
const TYPING_MS = 3_000
const SCROLLING_MS = 600
/** Browsers click a button when a key is pressed on it, and a field when its label is clicked (ms). */
const SAME_ACT_MS = 50
const KEY_CLICK_MS = 1_000

const detailOf = getterOf(UIEvent.prototype, 'detail')
const buttonOf = getterOf(MouseEvent.prototype, 'button')
const keyOf = getterOf(KeyboardEvent.prototype, 'key')
const targetOf = getterOf(Event.prototype, 'target')

/** Whether the recorder was there before the page: then this document was gone to, and not only found. */
const isFromStart = document.readyState === 'loading'

/** Reports what the user does. Only what people do counts: events of the page's own code are not trusted. */
export function trackSteps({ masker, getId, tell }: Options): StepTracker {
  const steps = createStepHolder(tell)
  const scrolling = createScrollGestures()
  const about = (element: Element) => describeTarget(element, masker, getId)
  let keyAt = 0

  const onUser = (type: string, act: (event: Event, elements: Element[]) => void) =>
    listen(window, type, (event) => isTrusted(event) && act(event, elementsOf(event)), {
      capture: true,
      passive: true,
    })

  const add = (facts: Omit<StepFacts, 'target'>, element: Element | null, waitMs: number) =>
    steps.hold(stepNow({ ...facts, target: element && about(element) }, element), waitMs)

  function click(event: Event, elements: Element[]): void {
    const element = pointedAt(elements)
    if (!element) return
    const held = steps.held()
    const detail = detailOf(event as UIEvent)
    if (detail === 0 && now() - keyAt < KEY_CLICK_MS) return
    if (isMoreOf(held, element) && detail <= held.count && now() - held.time < SAME_ACT_MS) return
    const waitMs = useOf(element) === null ? DOUBLE_CLICK_MS : FIELD_MS
    if (isMoreOf(held, element) && detail > 1) {
      const count = held.count + 1
      steps.replace({ ...held, kind: count === 2 ? 'dblclick' : 'click', count }, waitMs)
    } else add({ kind: 'click', value: null, count: 1 }, element, waitMs)
  }

  function otherClick(event: Event, elements: Element[]): void {
    const element = pointedAt(elements)
    const button = buttonOf(event as MouseEvent) === 1 ? 'middle' : 'right'
    if (element) add({ kind: 'click', value: button, count: 1 }, element, 0)
  }

  /** Also of what is chosen: `change` does not leave a shadow root, `input` does. */
  function input(_event: Event, elements: Element[]): void {
    const first = elements[0]
    const use = first ? useOf(first) : null
    if (!first || use === null) return
    const element = use === 'editor' ? (closest(first, EDITABLE) ?? first) : first
    become(readField(use, element, masker), element, use === 'text' || use === 'editor' || use === 'slider')
  }

  /** A step that a click or a key on the same element led to, which it takes the place of, as more typing does. */
  function become(facts: Omit<StepFacts, 'target'>, element: Element, mayGoOn: boolean): void {
    const held = steps.held()
    const waitMs = mayGoOn ? TYPING_MS : 0
    if (held?.element === element) {
      steps.replace(stepNow({ ...facts, target: held.target ?? about(element) }, element), waitMs)
      if (!mayGoOn) steps.flush()
    } else add(facts, element, waitMs)
  }

  function key(event: Event, elements: Element[]): void {
    const first = elements[0]
    const use = first ? useOf(first) : null
    const pressed = keyOf(event as KeyboardEvent)
    if (SCROLL_KEYS[pressed === ' ' ? 'Space' : pressed] === true) scrolling.gesture()
    if (pressed === 'Enter' || pressed === ' ') keyAt = now()
    const name = keyName(event as KeyboardEvent, use === 'text' || use === 'editor')
    if (name === null) return
    const tag = first ? localNameOf(first) : 'body'
    const element = tag === 'body' || tag === 'html' ? null : pointedAt(elements)
    const held = steps.held()
    if (held?.kind === 'key' && held.element === element && held.value === name) {
      steps.replace({ ...held, count: held.count + 1 }, DOUBLE_CLICK_MS)
    } else add({ kind: 'key', value: name, count: 1 }, element, DOUBLE_CLICK_MS)
  }

  function scroll(event: Event): void {
    const scroller = scrollerOf(targetOf(event))
    const moved = scroller && scrolling.moved(scroller)
    if (!moved) return
    const held = steps.held()
    const facts = { kind: 'scroll', count: 1, ...moved } as const
    if (held?.kind === 'scroll' && held.element === scroller && held.manner === moved.manner) {
      steps.replace({ ...held, ...facts }, SCROLLING_MS)
    } else {
      const target = targetOf(event) === document ? null : about(scroller)
      steps.hold(stepNow({ ...facts, target }, scroller), SCROLLING_MS)
    }
  }

  const stops = [
    onUser('click', click),
    onUser(
      'auxclick',
      (event, elements) => buttonOf(event as MouseEvent) === 1 && otherClick(event, elements),
    ),
    onUser('contextmenu', otherClick),
    onUser('input', input),
    onUser('change', () => steps.held()?.kind === 'type' && steps.flush()),
    onUser('keydown', key),
    onUser(
      'submit',
      (_event, elements) => elements[0] && add({ kind: 'submit', value: null, count: 1 }, elements[0], 0),
    ),
    onUser('focusout', () => steps.held()?.kind === 'type' && steps.flush()),
    onUser('scroll', scroll),
    onUser('wheel', scrolling.gesture),
    onUser('touchmove', scrolling.gesture),
    onUser('pointerdown', (_event, elements) => scrolling.pressed(elements[0] ?? null)),
    onUser('pointerup', () => scrolling.pressed(null)),
    trackMoves(steps, masker),
  ]

  return {
    flush: steps.flush,
    stop() {
      steps.flush()
      for (let i = 0; i < stops.length; i++) stops[i]!()
    },
  }
}

function isMoreOf(held: ReturnType<StepHolder['held']>, element: Element): held is NonNullable<typeof held> {
  return (
    (held?.kind === 'click' || held?.kind === 'dblclick') && held.value === null && held.element === element
  )
}

/** What was typed or chosen. */
function readField(use: FieldUse, element: Element, masker: Masker): Omit<StepFacts, 'target'> {
  switch (use) {
    case 'text':
      return { kind: 'type', value: textValue(element, masker), count: 1 }
    case 'slider':
      return { kind: 'type', value: textValue(element, masker), count: 1, manner: 'slider' }
    case 'editor':
      return { kind: 'type', value: editorValue(element, masker), count: 1 }
    case 'check':
      return { kind: 'check', value: checkedValue(element, masker), count: 1 }
    case 'select':
      return { kind: 'select', value: chosenValue(element, masker), count: 1 }
    case 'file':
      return { kind: 'select', value: null, count: countFiles(element), manner: 'file' }
  }
}

/** How this document was come to, and where its history goes. */
function trackMoves(steps: StepHolder, masker: Masker): Stop {
  let { href } = location
  const add = (manner: Manner | undefined) => {
    href = location.href
    steps.hold(
      stepNow({ kind: 'navigate', target: null, value: masker.url(href), count: 1, manner }, null),
      0,
    )
  }
  add(arrival())
  const { navigation } = window
  const stops = [
    navigation
      ? listen(navigation, 'currententrychange', (event) => {
          const { navigationType } = event as NavigationCurrentEntryChangeEvent
          if (location.href !== href) add(navigationType === 'traverse' ? 'back' : undefined)
        })
      : listen(window, 'popstate', () => location.href !== href && add('back')),
    listen(window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && add('restore')),
  ]
  return () => stops.forEach((stop) => stop())
}

function arrival(): Manner | undefined {
  if (!isFromStart) return 'start'
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return entry?.type === 'reload' ? 'reload' : entry?.type === 'back_forward' ? 'back' : undefined
}
