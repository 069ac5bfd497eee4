import { DEFAULT_SETTINGS } from './settings.ts'
import type { Answer, Click, Detector, Form, Moment, Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'

/** For tests: how moments are told to detectors. */

const target = (name: string) => ({ selector: '#x', role: 'button', name, testId: null, nodeId: 1 })

export function click(time: number, change: Partial<Click> = {}): Moment {
  return {
    type: 'click',
    time,
    click: {
      id: 1,
      target: target('Pay'),
      x: 100,
      y: 100,
      on: 'control',
      exempt: null,
      isRepeatable: false,
      selects: false,
      hasModifier: false,
      form: null,
      ...change,
    },
  }
}
export const answer = (time: number, what: Answer = 'change'): Moment => ({
  type: 'answer',
  time,
  answer: what,
})
export const clock = (time: number): Moment => ({ type: 'clock', time })
export const form: Form = { id: 9, target: { ...target('Order'), role: 'form' } }

/** What a detector finds in moments, long after the last of them as well. */
export function signalsOf(
  create: (settings: FrustrationSettings) => Detector,
  moments: readonly Moment[],
  settings: FrustrationSettings = DEFAULT_SETTINGS,
): Signal[] {
  const detector = create(settings)
  const end = moments.at(-1)?.time ?? 0
  return [...moments, clock(end + 200_000)].flatMap((moment) => detector.see(moment))
}
