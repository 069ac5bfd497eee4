import { phrase } from '../steps/sentence.ts'
import type { Detector, Form, Moment, Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'
import { inSeconds } from './words.ts'

interface Begun {
  form: Form
  /** Of the first field. */
  since: number
  /** Fields that hold something. */
  filled: number[]
}

/**
 * A form in which somebody filled a field and that they did not send: the page is left, or nothing is done on it for a
 * minute. A button of the form that sends a request counts as sending, and so does leaving right after using the form.
 */
export function detectFormAbandonment({ formAbandonment: settings }: FrustrationSettings): Detector {
  let begun: Begun[] = []
  let activeAt = 0
  /** The form of the last button or field that was used, and when. */
  let used: { form: number; time: number; isButton: boolean } | null = null

  function touch(form: Form, time: number): Begun {
    for (let i = 0; i < begun.length; i++) if (begun[i]!.form.id === form.id) return begun[i]!
    return (begun[begun.length] = { form, since: time, filled: [] })
  }

  function forget(id: number): void {
    const others: Begun[] = []
    for (let i = 0; i < begun.length; i++) if (begun[i]!.form.id !== id) others[others.length] = begun[i]!
    begun = others
  }

  function abandon(time: number, how: 'left' | 'idle'): Signal[] {
    const signals: Signal[] = []
    for (let i = 0; i < begun.length; i++) {
      if (begun[i]!.filled.length > 0) signals[signals.length] = signalOf(begun[i]!, time, how)
    }
    begun = []
    return signals
  }

  function sees(moment: Moment): Signal[] {
    const { time } = moment
    switch (moment.type) {
      case 'field': {
        setFilled(touch(moment.form, time).filled, moment.field, moment.isFilled)
        used = { form: moment.form.id, time, isButton: false }
        return []
      }
      case 'click':
        if (moment.click.form !== null) used = { form: moment.click.form, time, isButton: true }
        return []
      case 'submit':
        forget(moment.form.id)
        return []
      case 'answer':
        if (moment.answer === 'request' && used?.isButton && time - used.time <= settings.sendMs)
          forget(used.form)
        return []
      case 'leave':
        if (used && time - used.time <= settings.sendMs) forget(used.form)
        return abandon(time, 'left')
      case 'scroll':
      case 'error':
      case 'invalid':
      case 'response':
      case 'visibility':
      case 'clock':
        return []
    }
  }

  return {
    wakeAt: () => (begun.length > 0 ? activeAt + settings.idleMs : Infinity),
    see(moment) {
      const isIdle = begun.length > 0 && moment.time >= activeAt + settings.idleMs
      const signals = isIdle ? abandon(moment.time, 'idle') : []
      if (isActivity(moment)) activeAt = moment.time
      const more = sees(moment)
      return signals.length > 0 ? signals : more
    },
  }
}

const isActivity = ({ type }: Moment) =>
  type === 'click' || type === 'field' || type === 'scroll' || type === 'submit'

function setFilled(filled: number[], field: number, isFilled: boolean): void {
  let at = 0
  while (at < filled.length && filled[at] !== field) at++
  if (isFilled) filled[at] = field
  else if (at < filled.length) {
    filled[at] = filled[filled.length - 1]!
    filled.length--
  }
}

function signalOf({ form, since, filled }: Begun, time: number, how: 'left' | 'idle'): Signal {
  const fields = filled.length === 1 ? 'one field' : `${filled.length} fields`
  const end = how === 'left' ? 'leaves the page' : 'does nothing more'
  return {
    kind: 'form-abandonment',
    time,
    target: form.target,
    evidence: { filledFields: filled.length, how, spentMs: time - since },
    sentence: `Fills ${fields} of ${phrase(form.target)} in ${inSeconds(time - since)}, and ${end} without sending it`,
  }
}
