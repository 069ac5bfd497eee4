import { getterOf, matches, methodOf } from '../../../shared/privacy/natives.ts'
import type { ErrorPayload, NetworkPayload, SignalPayload } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import { describeClick, isLink, pointOf } from '../frustration/describe-click.ts'
import { detectFrustration } from '../frustration/detect-frustration.ts'
import type { Answer, Form, Moment, Signal } from '../frustration/moment.ts'
import { DEFAULT_SETTINGS, type FrustrationSettings } from '../frustration/settings.ts'
import { distance } from '../frustration/words.ts'
import type { Masker } from '../masking/create-masker.ts'
import { attributeOf, closest, fits, isElement, rootOf, valueOf } from '../masking/live-dom.ts'
import { isTrusted, listen, NativeMutationObserver, now, startTimer, stopTimer } from '../natives.ts'
import { onRequestBegan } from '../request-began.ts'
import { describeTarget, elementsOf, pointedAt, useOf } from '../steps/event-target.ts'
import { createScrollGestures, SCROLL_KEYS, scrollerOf } from '../steps/scroll-gestures.ts'

interface Options {
  masker: Masker
  /** rrweb's id of a node; -1 when it is not recorded. */
  getId: (node: Node) => number
  /** Gets each signal, masked, and when it began. */
  tell: (payload: SignalPayload, time: number) => void
  settings?: FrustrationSettings
}

export interface FrustrationTracker {
  stop: Stop
  /** The page is left. */
  leave(): void
  /** An error that nobody caught. */
  error(payload: ErrorPayload): void
  /** A request that was answered. */
  response(payload: NetworkPayload): void
}

/** A pointer that moved farther between down and up dragged something (CSS pixels). */
const DRAG_PX = 8
/** Events of the window's own that say that the browser or the page did something, though no node changed. */
const ANSWERS: [string, Answer][] = [
  ['toggle', 'change'],
  ['fullscreenchange', 'change'],
  ['copy', 'change'],
  ['dragstart', 'change'],
  ['play', 'media'],
  ['pause', 'media'],
  ['volumechange', 'media'],
  ['seeking', 'media'],
]

const keyOf = getterOf(KeyboardEvent.prototype, 'key')
const targetOf = getterOf(Event.prototype, 'target')
const preventedOf = getterOf(Event.prototype, 'defaultPrevented')
const getSelectionOf = methodOf<Document, [], Selection | null>(Document.prototype, 'getSelection')
const isCollapsed = getterOf(Selection.prototype, 'isCollapsed')
const anchorOf = getterOf(Selection.prototype, 'anchorNode')
const anchorOffsetOf = getterOf(Selection.prototype, 'anchorOffset')
const focusOf = getterOf(Selection.prototype, 'focusNode')
const focusOffsetOf = getterOf(Selection.prototype, 'focusOffset')
const clientHeightOf = getterOf(Element.prototype, 'clientHeight')
const scrollTopOf = getterOf(Element.prototype, 'scrollTop')
const observe = methodOf<MutationObserver, [Node, MutationObserverInit], unknown>(
  NativeMutationObserver.prototype,
  'observe',
)
const disconnect = methodOf<MutationObserver, [], unknown>(NativeMutationObserver.prototype, 'disconnect')
const mutatedOf = getterOf(MutationRecord.prototype, 'target')
const Ids = WeakMap<Element, number>
const idIn = methodOf<WeakMap<Element, number>, [Element], number | undefined>(WeakMap.prototype, 'get')
const setId = methodOf<WeakMap<Element, number>, [Element, number], unknown>(WeakMap.prototype, 'set')

/** Reports what annoys people: makes moments of what happens, and tells what the detectors find in them. */
export function trackFrustration({
  masker,
  getId,
  tell,
  settings = DEFAULT_SETTINGS,
}: Options): FrustrationTracker {
  const detector = detectFrustration(settings)
  const gestures = createScrollGestures()
  const ids = new Ids()
  let lastId = 0
  let timer: number | null = null
  let wakesAt = Infinity
  let pressedAt: { x: number; y: number; time: number; selected: Selected | null } | null = null
  let answeredAt = 0

  function see(moment: Moment): void {
    const signals = detector.see(moment)
    for (let i = 0; i < signals.length; i++) report(signals[i]!)
    const next = detector.wakeAt()
    if (next < wakesAt) wakeAt(next)
  }

  /** Timers are only moved to an earlier time: one that comes too early asks again. */
  function wakeAt(time: number): void {
    if (timer !== null) stopTimer(timer)
    wakesAt = time
    timer = startTimer(
      () => {
        timer = null
        wakesAt = Infinity
        see({ type: 'clock', time: now() })
      },
      time > now() ? time - now() : 0,
    )
  }

  const report = ({ kind, target, evidence, sentence, time }: Signal) =>
    tell({ kind, target, evidence, sentence }, time)
  const answer = (what: Answer) => {
    answeredAt = now()
    see({ type: 'answer', time: answeredAt, answer: what })
  }
  const about = (element: Element) => describeTarget(element, masker, getId)

  function idOf(element: Element): number {
    const known = idIn(ids, element)
    if (known !== undefined) return known
    setId(ids, element, ++lastId)
    return lastId
  }

  const formOf = (field: Element): Form | null => {
    const form = closest(field, 'form')
    return form && { id: idOf(form), target: about(form) }
  }

  /** Looks for changes of the page only while a click waits for an answer. */
  const changes = new NativeMutationObserver(() => {
    disconnect(changes)
    answer('change')
  })
  function observeChanges(elements: readonly Element[]): void {
    disconnect(changes)
    const what = { childList: true, attributes: true, characterData: true, subtree: true }
    observe(changes, document, what)
    let root: Node = document
    for (let i = 0; i < elements.length; i++) {
      const own = rootOf(elements[i]!)
      if (own !== root && own !== document) observe(changes, own, what)
      root = own
    }
  }

  /** Looks for fields that the page marks as wrong, from when a form was sent. */
  const marks = new NativeMutationObserver((records) => {
    for (let i = 0; i < records.length; i++) {
      const field = mutatedOf(records[i]!)
      if (!isElement(field) || attributeOf(field, 'aria-invalid') !== 'true') continue
      const form = formOf(field)
      if (form) see({ type: 'invalid', time: now(), form, by: 'page' })
    }
  })

  const onUser = (type: string, act: (event: Event, elements: Element[]) => void) =>
    listen(window, type, (event) => isTrusted(event) && act(event, elementsOf(event)), {
      capture: true,
      passive: true,
    })

  function click(event: Event, elements: Element[]): void {
    const element = pointedAt(elements)
    const innermost = elements[0]
    if (!element || !innermost || isDrag(event as MouseEvent)) return
    const selected = selectedNow()
    const selects = selected !== null && !isSame(selected, pressedAt?.selected ?? null)
    const click = describeClick({
      event: event as MouseEvent,
      element,
      innermost,
      target: about(element),
      selects,
      idOf,
    })
    see({ type: 'click', time: now(), click })
    // Menus open when the button goes down.
    if (pressedAt && answeredAt >= pressedAt.time) answer('change')
    observeChanges(elements)
    if (isLink(element)) startTimer(() => !preventedOf(event) && answer('navigation'), 0)
  }

  const isDrag = (event: MouseEvent) => pressedAt !== null && distance(pressedAt, pointOf(event)) > DRAG_PX

  function input(_event: Event, elements: Element[]): void {
    answer('value')
    const field = elements[0]
    const use = field ? useOf(field) : null
    if (!field || use === null) return
    const form = formOf(field)
    const isFilled = use === 'text' ? matches(/\S/, valueOf(field)) : true
    if (form) see({ type: 'field', time: now(), form, field: idOf(field), isFilled })
  }

  function scroll(event: Event): void {
    answer('scroll')
    const scroller = scrollerOf(targetOf(event))
    if (!scroller || !gestures.isByUser(scroller)) return
    const viewport = clientHeightOf(scroller)
    see({ type: 'scroll', time: now(), scroller: idOf(scroller), y: scrollTopOf(scroller), viewport })
  }

  const stops = [
    onUser('pointerdown', (event, elements) => {
      pressedAt = { ...pointOf(event as MouseEvent), time: now(), selected: selectedNow() }
      gestures.pressed(elements[0] ?? null)
      observeChanges(elements)
    }),
    onUser('pointerup', () => gestures.pressed(null)),
    onUser('wheel', gestures.gesture),
    onUser('touchmove', gestures.gesture),
    onUser('keydown', (event) => {
      const key = keyOf(event as KeyboardEvent)
      if (SCROLL_KEYS[key === ' ' ? 'Space' : key] === true) gestures.gesture()
    }),
    onUser('click', click),
    onUser('input', input),
    onUser('scroll', scroll),
    onUser('focusin', (_event, elements) => {
      if (elements[0] && fits(elements[0], FOCUSED)) answer('focus')
    }),
    onUser('submit', (_event, elements) => {
      const form = elements[0] && formOf(elements[0])
      if (!form) return
      see({ type: 'submit', time: now(), form })
      observe(marks, document, { attributes: true, attributeFilter: ['aria-invalid'], subtree: true })
    }),
    onUser('invalid', (_event, elements) => {
      const form = elements[0] && formOf(elements[0])
      if (form) see({ type: 'invalid', time: now(), form, by: 'browser' })
    }),
    listen(document, 'selectionchange', () => {
      if (selectedNow()) answer('selection')
    }),
    listen(document, 'visibilitychange', () => see({ type: 'visibility', time: now() })),
    listen(window, 'blur', (event) => targetOf(event) === window && answer('window')),
    listen(window.navigation ?? window, window.navigation ? 'navigate' : 'popstate', (event) => {
      if (!isToTop(event)) answer('navigation')
    }),
    onRequestBegan(() => answer('request')),
  ]
  for (let i = 0; i < ANSWERS.length; i++) {
    const [type, what] = ANSWERS[i]!
    stops[stops.length] = onUser(type, () => answer(what))
  }

  return {
    leave: () => see({ type: 'leave', time: now() }),
    error({ kind, name, message }) {
      if (kind === 'resource') return
      see({ type: 'error', time: now(), message: masker.text(`${name}: ${message}`) })
    },
    response: ({ startedAt, status }) => see({ type: 'response', time: now(), startedAt, status }),
    stop() {
      see({ type: 'clock', time: now() })
      for (let i = 0; i < stops.length; i++) stops[i]!()
      disconnect(changes)
      disconnect(marks)
      if (timer !== null) stopTimer(timer)
    },
  }
}

interface Selected {
  anchor: Node | null
  anchorOffset: number
  focus: Node | null
  focusOffset: number
}

/** What is selected of the page's text; null for nothing. */
function selectedNow(): Selected | null {
  const selection = getSelectionOf(document)
  if (!selection || isCollapsed(selection)) return null
  return {
    anchor: anchorOf(selection),
    anchorOffset: anchorOffsetOf(selection),
    focus: focusOf(selection),
    focusOffset: focusOffsetOf(selection),
  }
}

const isSame = (one: Selected, other: Selected | null) =>
  one.anchor === other?.anchor &&
  one.anchorOffset === other.anchorOffset &&
  one.focus === other.focus &&
  one.focusOffset === other.focusOffset

/** What people go to in order to type or choose. */
const FOCUSED = 'input,textarea,select,[contenteditable]:not([contenteditable="false"])'

/** A link to `#` goes nowhere: pages give it to what their code answers. */
function isToTop(event: Event): boolean {
  const url = (event as { destination?: { url?: unknown } }).destination?.url
  return typeof url === 'string' && matches(/#$/, url)
}
