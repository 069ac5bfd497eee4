import { phrase } from '../steps/sentence.ts'
import type { Detector, Form, Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'
import { inSeconds } from './words.ts'

interface Failure {
  time: number
  /** A status of HTTP, or who found a field wrong. */
  because: number | 'browser' | 'page'
}

/**
 * A form that is refused again and again: by the browser, by the page, which marks fields as wrong, or by the answer to the
 * request that it sent. One signal for each time that this begins.
 */
export function detectFormFrustration({ formFrustration: settings }: FrustrationSettings): Detector {
  let form: Form | null = null
  let failures: Failure[] = []
  /** When the form was sent; -Infinity when that has been answered. */
  let sentAt = -Infinity

  function begin(next: Form): void {
    if (form?.id !== next.id) {
      failures = []
      sentAt = -Infinity
    }
    form = next
  }

  function fail(time: number, because: Failure['because']): Signal[] {
    const recent: Failure[] = []
    for (let i = 0; i < failures.length; i++) {
      const failure = failures[i]!
      if (time - failure.time <= settings.withinMs) recent[recent.length] = failure
    }
    failures = recent
    const before = failures[failures.length - 1]
    // All fields of one attempt say so at once.
    if (before && time - before.time < settings.sameAttemptMs) return []
    failures[failures.length] = { time, because }
    return form && failures.length === settings.failures ? [signalOf(form, failures)] : []
  }

  return {
    wakeAt: () => Infinity,
    see(moment) {
      switch (moment.type) {
        case 'submit':
          begin(moment.form)
          sentAt = moment.time
          return []
        case 'invalid': {
          const wasSent = form?.id === moment.form.id && moment.time - sentAt <= settings.answerMs
          // Pages mark fields as wrong while they are filled, too.
          if (moment.by === 'page' && !wasSent) return []
          begin(moment.form)
          sentAt = -Infinity
          return fail(moment.time, moment.by)
        }
        case 'response': {
          const isAnswer = moment.startedAt >= sentAt && moment.startedAt - sentAt <= settings.answerMs
          if (!isAnswer) return []
          if (moment.status < 400) return []
          sentAt = -Infinity
          return fail(moment.time, moment.status)
        }
        case 'click':
        case 'answer':
        case 'scroll':
        case 'error':
        case 'field':
        case 'visibility':
        case 'leave':
        case 'clock':
          return []
      }
    },
  }
}

function signalOf({ target }: Form, failures: Failure[]): Signal {
  const first = failures[0]!
  const spanMs = failures[failures.length - 1]!.time - first.time
  const attempts: { afterMs: number; because: Failure['because'] }[] = []
  for (let i = 0; i < failures.length; i++) {
    attempts[i] = { afterMs: failures[i]!.time - first.time, because: failures[i]!.because }
  }
  return {
    kind: 'form-frustration',
    time: first.time,
    target,
    evidence: { attempts, spanMs },
    sentence: `Sends ${phrase(target)} ${failures.length} times within ${inSeconds(spanMs)}, and it is refused each time`,
  }
}
