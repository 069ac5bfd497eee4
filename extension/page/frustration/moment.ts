import type { SignalKind, StepTarget } from '../../../shared/session/events.ts'

/** Something that happened on the page, as the detectors see it. `time` is in ms since the epoch and never goes back. */
export type Moment = { time: number } & (
  | { type: 'click'; click: Click }
  /** The page, or the browser for it, did something that one can see, or began to. */
  | { type: 'answer'; answer: Answer }
  | { type: 'scroll'; scroller: number; y: number; viewport: number }
  | { type: 'error'; message: string }
  /** Somebody typed into a field of a form, or chose in it. */
  | { type: 'field'; form: Form; field: number; isFilled: boolean }
  | { type: 'submit'; form: Form }
  /** A field says that it is wrong: the browser does (`invalid`), or the page (`aria-invalid`). */
  | { type: 'invalid'; form: Form; by: 'browser' | 'page' }
  | { type: 'response'; startedAt: number; status: number }
  /** The page was hidden, or shown again. */
  | { type: 'visibility' }
  /** The page is left. */
  | { type: 'leave' }
  /** Nothing but time has gone by. */
  | { type: 'clock' }
)
type OfType<Type extends Moment['type']> = Extract<Moment, { type: Type }>
export type ClickMoment = OfType<'click'>

export const ANSWERS = [
  'change',
  'scroll',
  'navigation',
  'request',
  'focus',
  'selection',
  'value',
  'window',
  'media',
  'form',
] as const
export type Answer = (typeof ANSWERS)[number]

export interface Click {
  /** The same for the same element. */
  id: number
  target: StepTarget
  /** In the viewport. */
  x: number
  y: number
  /** What was clicked on: something that looks as if it did something, a text or a picture, or nothing much. */
  on: 'control' | 'content' | 'background'
  /** Why clicking it again and again, or without any answer, is as it should be; null when nothing is. */
  exempt: Exemption | null
  /** Whether it is made to be clicked repeatedly: pages of a list, plus and minus. */
  isRepeatable: boolean
  /** Whether the click selected text. */
  selects: boolean
  /** With Control, Shift, Alt or Meta. */
  hasModifier: boolean
  /** The form that it is a button of. */
  form: number | null
}

/** `stepper`, `slider`: values that are changed by repeated clicks. `external`: the browser answers. */
export type Exemption = 'text-field' | 'select' | 'stepper' | 'slider' | 'canvas' | 'media' | 'external'

export interface Form {
  id: number
  target: StepTarget
}

export interface Signal {
  kind: SignalKind
  /** When it began. */
  time: number
  target: StepTarget | null
  evidence: Record<string, unknown>
  sentence: string
}

/** Takes moments in their order, and gives the signals that each completes. */
export interface Detector {
  see(moment: Moment): Signal[]
  /** When it wants to see the clock, at the latest; Infinity while it waits for nothing. */
  wakeAt(): number
}
