import type { StepPayload } from '../../../shared/session/events.ts'
import { now, startTimer, stopTimer } from '../natives.ts'
import { describeStep, type StepFacts } from './sentence.ts'

/** A step that more of the same may still become part of. */
export interface HeldStep extends StepFacts {
  /** What it was done to; null for the page. */
  element: Element | null
  /** ms since the epoch. */
  time: number
}

/** Gets each step when it is complete, with the time when it began (a typed text: when it ended). */
export type TellStep = (payload: StepPayload, time: number) => void

/** Keeps the newest step until it is known to be complete: two clicks become one double click, keys one text. */
export interface StepHolder {
  /** The step that is not told yet. */
  held(): HeldStep | null
  /** Takes a new step, and tells the one before. @param waitMs how long it may still change */
  hold(step: HeldStep, waitMs: number): void
  /** Puts a step in the place of the held one, which it is more of, or came of. */
  replace(step: HeldStep, waitMs: number): void
  /** Tells what is held. */
  flush(): void
}

export function createStepHolder(tell: TellStep): StepHolder {
  let held: HeldStep | null = null
  let timer: number | null = null

  function flush(): void {
    const step = held
    held = null
    if (timer !== null) stopTimer(timer)
    timer = null
    if (!step) return
    const { kind, target, value, count } = step
    tell({ kind, target, value, count, sentence: describeStep(step) }, step.time)
  }

  function replace(step: HeldStep, waitMs: number): void {
    if (timer !== null) stopTimer(timer)
    held = step
    timer = startTimer(flush, waitMs)
  }

  return {
    held: () => held,
    hold(step, waitMs) {
      flush()
      replace(step, waitMs)
      if (waitMs === 0) flush()
    },
    replace,
    flush,
  }
}

/** A step that begins now. */
export const stepNow = (step: StepFacts, element: Element | null): HeldStep => ({
  ...step,
  element,
  time: now(),
})
